import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Prompt } from '../../src/core/domain.js';
import { root } from '../root.js';

/** About 30 tokens, or so many at most. */
export type PromptLength = 'short' | number;

/** What tells how many tokens a prompt has. */
export interface Encoder {
  encodePrompt(prompt: Prompt): number[];
}

/**
 * A prompt that is answered at length, so that attempts reach their limit: tokens per second are of rows that are all
 * busy. A long one has the beginning of the answer already: a licence's text, which goes
 * on for long. It begins differently in each round: nobody can go on from what
 * was computed in the one before.
 */
export function promptOf(length: PromptLength, round: number, encoder: Encoder): Prompt {
  if (length === 'short') return asking('Write a Python class for a bank with twenty methods.', '', round);
  const words = readFileSync(path.join(root, 'models/LICENSE'), 'utf8').split(/(?<=\s)(?=\S)/);
  const withWords = (count: number) => asking('Write a long licence.', words.slice(0, count).join('').trimEnd(), round);
  const fits = (count: number) => encoder.encodePrompt(withWords(count)).length <= length;
  // A word has at least one token; the most words that fit are between these two.
  let [low, high] = [0, Math.min(length, words.length) + 1];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return withWords(low);
}

function asking(text: string, answerPrefix: string, round: number): Prompt {
  return {
    messages: [
      { role: 'system', content: `Session ${String(round).padStart(3, '0')}.` },
      { role: 'user', content: text },
    ],
    answerPrefix,
    stopStrings: [],
  };
}
