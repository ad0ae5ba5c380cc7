import type { ModelKind } from '../models.js';
import type { PromptLength } from '../prompts.js';

/** Attempts at one prompt, and how much faster than each rival we want to be. */
export interface Case {
  readonly name: string;
  readonly attempts: number;
  readonly prompt: PromptLength;
  /** Most tokens of one attempt. */
  readonly tokens: number;
  /** By rival, what the ratio of tokens per second should reach; one that is not named is not measured. */
  readonly goals: Readonly<Partial<Record<RivalName, number | 'none'>>>;
}

/** What a JavaScript user would pick: it computes the prompt once an attempt. And llama.cpp at its best. */
export const rivalNames = ['node-llama-cpp', 'llama.cpp sharing'] as const;
export type RivalName = (typeof rivalNames)[number];

/** Tokens of a long prompt. */
const longPrompt = 1000;

export const cases: Readonly<Record<ModelKind, readonly Case[]>> = {
  embedded: [
    {
      name: '16 attempts',
      attempts: 16,
      prompt: 'short',
      tokens: 100,
      goals: { 'node-llama-cpp': 3, 'llama.cpp sharing': 2 },
    },
    {
      name: '64 attempts',
      attempts: 64,
      prompt: 'short',
      tokens: 100,
      goals: { 'node-llama-cpp': 3, 'llama.cpp sharing': 4 },
    },
    {
      name: '32 attempts, long prompt',
      attempts: 32,
      prompt: longPrompt,
      tokens: 64,
      goals: { 'node-llama-cpp': 15, 'llama.cpp sharing': 3 },
    },
    {
      name: '1 attempt',
      attempts: 1,
      prompt: 'short',
      tokens: 100,
      goals: { 'node-llama-cpp': 1.3, 'llama.cpp sharing': 'none' },
    },
  ],
  larger: [
    {
      name: '16 attempts',
      attempts: 16,
      prompt: 'short',
      tokens: 60,
      goals: { 'node-llama-cpp': 4, 'llama.cpp sharing': 2 },
    },
    // node-llama-cpp would compute 32,000 tokens of prompts: ten minutes a run.
    {
      name: '32 attempts, long prompt',
      attempts: 32,
      prompt: longPrompt,
      tokens: 32,
      goals: { 'llama.cpp sharing': 3 },
    },
  ],
};

/** The same case with so little to do that it only shows whether everything works. */
export function quickCase(whole: Case): Case {
  return { ...whole, attempts: Math.min(2, whole.attempts), tokens: 4 };
}
