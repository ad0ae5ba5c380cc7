import { type Selector, unpicked } from './selector.js';

/** Every candidate is as likely as any other. */
export const random = {
  name: 'random',
  description: 'Random order: the baseline.',
  choice: () => 'a random one',
  pick(view, stream) {
    const rows = unpicked(view);
    return rows[stream.below(rows.length)]!;
  },
} as const satisfies Selector;
