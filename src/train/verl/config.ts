/**
 * The chat template of Qwen 2.5 and other models of OpenAI's ChatML, but for its last line: an assistant's turn at the end is
 * left open, so that the model goes on with the beginning of an answer, as it does in Explore Solutions. Templates of models
 * close it and begin another.
 */
export const openChatTemplate = `{%- for message in messages -%}
  {{- '<|im_start|>' ~ message.role ~ '\\n' ~ message.content -}}
  {%- if not loop.last or message.role != 'assistant' -%}{{- '<|im_end|>\\n' -}}{%- endif -%}
{%- endfor -%}
{%- if add_generation_prompt and messages[-1].role != 'assistant' -%}{{- '<|im_start|>assistant\\n' -}}{%- endif -%}`;

/** Attempts at a problem in a step, and GPUs of a machine; verl shares the one among the other. */
const groupSize = 8;
const gpus = 8;

/** Most problems in a step. */
const mostProblems = 128;

/**
 * Hydra's configuration of verl's `rep_exp` recipe (github.com/verl-project/verl-recipe; the paper's own code) for a 7B model
 * and an adapter of rank 32: the recipe's values for GSM8K and MATH where they are not about LoRA, lengths or the amount of data.
 *
 * @param problems how many there are to train on, at least 1; a step takes at most as many
 */
export function verlConfig(problems: number): string {
  const step = problemsInAStep(problems);
  const update = step % 32 === 0 ? step / 4 : step;
  const micro = update % gpus === 0 ? 8 : 1;
  return `# Configuration of the rep_exp recipe of verl; see README.md. Every value can be given anew: sh train.sh KEY=VALUE
defaults:
  - rep_exp_trainer
  - _self_

explore_solutions:
  folder: ??? # of this file; train.sh says it
  model: Qwen/Qwen2.5-7B-Instruct # a name or a folder; with another chat template than ChatML, see README.md

data:
  train_files: ["\${explore_solutions.folder}/train.parquet"]
  val_files: ["\${explore_solutions.folder}/test.parquet"]
  train_batch_size: ${step} # problems in a step; ${problems} can be trained on
  max_prompt_length: 2048
  max_response_length: 1024
  filter_overlong_prompts: true
  truncation: error
  apply_chat_template_kwargs:
    chat_template: |-
${indented(openChatTemplate, 6)}

algorithm:
  adv_estimator: grpo
  norm_adv_by_std_in_grpo: true
  use_kl_in_reward: false

custom_reward_function:
  path: \${explore_solutions.folder}/repexp_reward.py
  name: compute_score
  reward_kwargs:
    checks: false # true: a candidate that fails is worth the share of its checks that passed
    slots: 0 # verifiers at once; 0: as many as there are cores
    sandbox: auto # required: no candidate runs unconfined

actor_rollout_ref:
  model:
    path: \${explore_solutions.model}
    lora_rank: 32
    lora_alpha: 32
    target_modules: all-linear
    use_remove_padding: true
    enable_gradient_checkpointing: true
  actor:
    optim:
      lr: 3.0e-5
    ppo_mini_batch_size: ${update}
    ppo_micro_batch_size_per_gpu: ${micro}
    ppo_epochs: 1
    use_kl_loss: false # the recipe's weight for it is 0
    entropy_coeff: 0
    loss_agg_mode: token-mean
  rollout:
    name: vllm
    mode: sync
    n: ${groupSize} # attempts at a problem
    temperature: 1.0
    load_format: safetensors # LoRA needs it
    tensor_model_parallel_size: 2
    gpu_memory_utilization: 0.6
    max_num_batched_tokens: 8192
    log_prob_micro_batch_size_per_gpu: 16
    val_kwargs:
      n: 8
      temperature: 1.0
      do_sample: true
  ref:
    log_prob_micro_batch_size_per_gpu: 16
    fsdp_config:
      param_offload: true

# The exploration bonus: representations come from the model without the adapter.
reward_model:
  enable: true
  reward_manager: explore_solutions
  micro_batch_size_per_gpu: 16
  model:
    path: \${explore_solutions.model}
    input_tokenizer: null
    use_remove_padding: false
    fsdp_config:
      param_offload: true
  elliptical:
    enable: true
    sparse_dim: 32
    reward_type: leverage
    randomize_sparse_matrix: true
    normalization: none
    persist_covariance: false
  reward_kwargs:
    explore_solutions:
      alpha: 1.0
      beta: 0.01
      turn_off_elliptical_if_none_correct: true
      turn_off_elliptical_if_some_correct: false
      turn_off_elliptical_if_all_correct: false
      turn_off_elliptical_if_rollout_incorrect: false

trainer:
  critic_warmup: 0
  logger: [console]
  project_name: explore-solutions
  experiment_name: repexp-lora
  default_local_dir: \${explore_solutions.folder}/checkpoints
  nnodes: 1
  n_gpus_per_node: ${gpus}
  total_epochs: 1000
  total_training_steps: 200
  save_freq: 20
  test_freq: 20
`;
}

/** verl leaves out what does not fill a step, and shares a step's attempts among the GPUs. */
function problemsInAStep(problems: number): number {
  const most = Math.min(problems, mostProblems);
  return most < gpus ? most : most - (most % gpus);
}

function indented(text: string, spaces: number): string {
  return text.replaceAll(/^/gm, ' '.repeat(spaces));
}
