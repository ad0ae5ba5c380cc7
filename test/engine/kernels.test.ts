import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { kernelsOf } from '../../src/engine/child/kernels.js';

describe('the kernels of this machine', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'kernels-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const place = () => path.join(folder, 'kernels.json');

  it('are measured once and then kept: another verdict would mean building every graph anew', async () => {
    const { ratio } = await kernelsOf(folder);
    expect(ratio).toBeGreaterThan(0);
    const kept = JSON.parse(await readFile(place(), 'utf8'));
    const [machine] = Object.keys(kept);
    const other = { rows: false, ratio: 12.5 };
    await writeFile(place(), JSON.stringify({ ...kept, [machine!]: other }));
    expect(await kernelsOf(folder)).toEqual(other);
  });

  it('are measured again where what was kept is damaged, and for another machine', async () => {
    for (const text of ['{"rows', '[]', '{"another machine": {"rows": false, "ratio": 12.5}}']) {
      await writeFile(place(), text);
      expect((await kernelsOf(folder)).ratio).not.toBe(12.5);
    }
    expect(JSON.parse(await readFile(place(), 'utf8'))).toHaveProperty('another machine');
  });
});
