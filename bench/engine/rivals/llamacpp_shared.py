"""llama.cpp with the prompt's cache shared among the attempts (llama_memory_seq_cp): the stronger rival.

usage: llamacpp_shared.py JOB, where JOB is JSON: model (a path), attempts, promptTokens and tokens (the room that
a prompt and an attempt get), threads, batchSize (tokens computed at once), flashAttention (auto, on, off), unified (one cache for
all sequences).

Says `ready` when the model is loaded. Then each line {"prompt": [token ids], "seed": n, "tokens": most of one
attempt} on the standard input is answered by a line {"tokens": drawn in all, "seconds": from the prompt to the last}.
"""

import ctypes
import json
import sys
import time

import llama_cpp as llama

job = json.loads(sys.argv[1])
attempts = job["attempts"]
BATCH = 2048


@llama.llama_log_callback
def silence(_level, _text, _data):
    pass


llama.llama_log_set(silence, ctypes.c_void_p(0))
llama.llama_backend_init()
model = llama.llama_model_load_from_file(job["model"].encode(), llama.llama_model_default_params())
assert model, "the model could not be loaded"
vocabulary = llama.llama_model_get_vocab(model)

own = job["tokens"] + 8
params = llama.llama_context_default_params()
params.n_ctx = job["promptTokens"] + attempts * own if job["unified"] else attempts * (job["promptTokens"] + own)
params.n_seq_max = attempts
params.n_batch = BATCH
params.n_ubatch = job["batchSize"]
params.n_threads = params.n_threads_batch = job["threads"]
params.flash_attn_type = {"auto": -1, "off": 0, "on": 1}[job["flashAttention"]]
params.kv_unified = job["unified"]
context = llama.llama_init_from_model(model, params)
assert context, "the context could not be made"
memory = llama.llama_get_memory(context)
batch = llama.llama_batch_init(BATCH, 0, 1)


def decode(entries):
    """Computes (token, position, sequence, whether its logits are wanted)."""
    batch.n_tokens = len(entries)
    for i, (token, position, sequence, wanted) in enumerate(entries):
        batch.token[i] = token
        batch.pos[i] = position
        batch.n_seq_id[i] = 1
        batch.seq_id[i][0] = sequence
        batch.logits[i] = wanted
    assert llama.llama_decode(context, batch) == 0, "llama_decode failed"


def sampler_of(seed):
    """Top 40 first: without it, top-p would sort the whole vocabulary, which costs this side much time."""
    chain = llama.llama_sampler_chain_init(llama.llama_sampler_chain_default_params())
    for link in (
        llama.llama_sampler_init_top_k(40),
        llama.llama_sampler_init_top_p(0.95, 1),
        llama.llama_sampler_init_temp(0.8),
        llama.llama_sampler_init_dist(seed),
    ):
        llama.llama_sampler_chain_add(chain, link)
    return chain


def sample(prompt, seed, most):
    """Draws all attempts; an end token ends one, and counts."""
    llama.llama_memory_clear(memory, False)
    sampler = sampler_of(seed)
    drawn = 0

    def draw(place):
        nonlocal drawn
        drawn += 1
        return llama.llama_sampler_sample(sampler, context, place)

    last = len(prompt) - 1
    for start in range(0, len(prompt), BATCH):
        decode([(token, i, 0, i == last) for i, token in enumerate(prompt[start : start + BATCH], start)])
    for sequence in range(1, attempts):
        llama.llama_memory_seq_cp(memory, 0, sequence, -1, -1)
    latest = {sequence: draw(-1) for sequence in range(attempts)}
    for position in range(len(prompt), len(prompt) + most - 1):
        latest = {s: token for s, token in latest.items() if not llama.llama_vocab_is_eog(vocabulary, token)}
        if not latest:
            break
        decode([(token, position, sequence, True) for sequence, token in latest.items()])
        latest = {sequence: draw(place) for place, sequence in enumerate(latest)}
    llama.llama_sampler_free(sampler)
    return drawn


print("ready", flush=True)
for line in sys.stdin:
    question = json.loads(line)
    begun = time.perf_counter()
    tokens = sample(question["prompt"], question["seed"], question["tokens"])
    print(json.dumps({"tokens": tokens, "seconds": time.perf_counter() - begun}), flush=True)
