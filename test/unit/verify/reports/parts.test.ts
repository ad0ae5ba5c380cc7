import { describe, expect, it } from 'vitest';
import { inParts } from '../../../../src/verify/reports/parts.js';

const never = new AbortController().signal;

async function partsOf(text: string): Promise<readonly string[]> {
  const parts: string[] = [];
  for await (const part of inParts(text, never)) parts.push(part);
  return parts;
}

describe('inParts', () => {
  it('gives all of it, in parts that end with a line', async () => {
    const text = `${Array.from({ length: 50_000 }, (_, line) => `line ${line}\n`).join('')}the end`;
    const parts = await partsOf(text);
    expect(parts.join('')).toBe(text);
    expect(parts.length).toBeGreaterThan(3);
    expect(parts.slice(0, -1).every((part) => part.endsWith('\n'))).toBe(true);
    expect(await partsOf('')).toEqual([]);
    expect(await partsOf('x'.repeat(300_000))).toHaveLength(1);
  });

  it('lets others have their turn, and can be aborted', async () => {
    const text = 'a line\n'.repeat(100_000);
    const controller = new AbortController();
    const taken: string[] = [];
    const read = async () => {
      for await (const part of inParts(text, controller.signal)) {
        taken.push(part);
        setImmediate(() => controller.abort(new Error('enough')));
      }
    };
    await expect(read()).rejects.toThrow('enough');
    expect(taken.length).toBeLessThan(4);
  });
});
