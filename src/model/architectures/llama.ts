import type { ArchitectureFamily } from './architecture.js';

/** Llama and what was built like it: SmolLM2, Mistral 7B, TinyLlama, … */
export const llama: ArchitectureFamily = { name: 'llama', rotaryRows: 'interleaved', attentionBias: false };
