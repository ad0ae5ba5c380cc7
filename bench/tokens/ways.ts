import type { TokenExploration } from '../../src/protocol/engine.js';

/** A way to write attempts. */
export interface Way {
  readonly name: string;
  /** Most attempts written at once; 0 lets the engine choose. */
  readonly batchSize: number;
  readonly tokenExploration?: TokenExploration;
  /** Whether it is timed only: what it writes is what another way writes. */
  readonly timedOnly: boolean;
}

const exploring = (beta: number, lambda: number): Way => ({
  name: `beta ${beta}, lambda ${lambda}`,
  batchSize: 0,
  tokenExploration: { beta, lambda },
  timedOnly: false,
});

/**
 * lambda = 0.1 is the paper's. The embedded model's token states lie about 1,400 (squared) from their mean, so 140 means for it
 * what 0.1 means for states of length 1.
 */
export const ways = {
  batch: { name: 'plain, in one batch', batchSize: 0, timedOnly: false },
  single: { name: 'plain, one at a time', batchSize: 1, timedOnly: true },
  published: exploring(0.5, 0.1),
  scaled: exploring(0.5, 140),
  strong: exploring(1, 140),
} as const satisfies Readonly<Record<string, Way>>;

export type WayName = keyof typeof ways;
export const wayNames = Object.keys(ways) as readonly WayName[];
