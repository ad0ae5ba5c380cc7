import type { ArchitectureFamily } from './architecture.js';

/** Qwen 2 and 2.5, Qwen2.5-Coder. */
export const qwen2: ArchitectureFamily = { name: 'qwen2', rotaryRows: 'halves', attentionBias: true };
