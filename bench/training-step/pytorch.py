"""A training step by PyTorch, transformers and PEFT: for bench/training-step.

usage: pytorch.py MODEL.gguf RANK plain|checkpointed
Reads a line of JSON a step, {prompt: [token], attempts: [[token]], advantages, sample: tokens of each attempt}, and answers {sample, forward,
backward: seconds, peak: bytes}.
needs: pip install torch transformers peft gguf
"""
import json
import os
import resource
import sys
import time

import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM

path, rank, kind = sys.argv[1], int(sys.argv[2]), sys.argv[3]
modules = ['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj']
base = AutoModelForCausalLM.from_pretrained(os.path.dirname(path), gguf_file=os.path.basename(path), dtype=torch.float32)
model = get_peft_model(base, LoraConfig(r=rank, lora_alpha=rank, target_modules=modules))
if kind == 'checkpointed':
    model.enable_input_require_grads()
    model.gradient_checkpointing_enable()
model.train()
print('ready', flush=True)

for line in sys.stdin:
    asked = json.loads(line)
    prompt, attempts = asked['prompt'], asked['attempts']
    started = time.perf_counter()
    with torch.no_grad():
        model.eval()
        ids = torch.tensor([prompt]).expand(len(attempts), -1)
        options = {'do_sample': True, 'temperature': 1.0, 'top_k': 0, 'top_p': 1.0, 'eos_token_id': None, 'use_cache': True}
        model.generate(input_ids=ids, attention_mask=torch.ones_like(ids), max_new_tokens=asked['sample'], pad_token_id=0, **options)
        model.train()
    sampled = time.perf_counter()

    longest = max(len(each) for each in attempts)
    rows = torch.tensor([prompt + each + [0] * (longest - len(each)) for each in attempts])
    mask = torch.tensor([[1] * (len(prompt) + len(each)) + [0] * (longest - len(each)) for each in attempts])
    counts = torch.tensor([[1.0] * len(each) + [0.0] * (longest - len(each)) for each in attempts])
    logits = model(input_ids=rows, attention_mask=mask, use_cache=False, logits_to_keep=longest + 1).logits[:, :-1]
    log_probabilities = torch.log_softmax(logits, -1).gather(-1, rows[:, len(prompt):, None])[..., 0]
    ratio = torch.exp(log_probabilities - log_probabilities.detach())
    advantages = torch.tensor(asked['advantages'])[:, None]
    gain = torch.minimum(ratio * advantages, torch.clamp(ratio, 0.8, 1.2) * advantages)
    loss = -(gain * counts).sum() / counts.sum()
    forward = time.perf_counter()
    loss.backward()
    backward = time.perf_counter()
    model.zero_grad()
    peak = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({'sample': sampled - started, 'forward': forward - sampled, 'backward': backward - forward, 'peak': peak}), flush=True)
