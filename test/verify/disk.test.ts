import { linkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { DiskUse } from '../../src/verify/disk.js';
import { makeFolder } from './workspace.js';

const MEGABYTE = 1024 ** 2;
const LIMIT = 8 * MEGABYTE;

const write = (...place: string[]) => writeFileSync(path.join(...place), Buffer.alloc(MEGABYTE, 'x'));

/** Does something up to 40 times: what other programs free at the same moment may hide a part of it. */
async function exceedsAfter(use: DiskUse, deed: (round: number) => void): Promise<boolean> {
  for (let round = 0; round < 40; round += 1) {
    deed(round);
    if (await use.exceeds(() => [])) return true;
  }
  return false;
}

it('counts what is added to the folder, whatever else fills the disk or was there before', async () => {
  const [folder, elsewhere] = [await makeFolder({}), await makeFolder({})];
  for (let round = 0; round < 16; round += 1) write(folder, `before-${round}`);
  const use = new DiskUse(folder, LIMIT);
  expect(await exceedsAfter(use, (round) => write(elsewhere, `${round}`))).toBe(false);
  expect(await exceedsAfter(use, (round) => write(folder, `${round}`))).toBe(true);
});

it('counts a file with several names once', async () => {
  const [folder, elsewhere] = [await makeFolder({}), await makeFolder({})];
  const use = new DiskUse(folder, LIMIT);
  write(folder, 'one');
  for (let round = 0; round < 16; round += 1) linkSync(path.join(folder, 'one'), path.join(folder, `${round}`));
  expect(await exceedsAfter(use, (round) => write(elsewhere, `${round}`))).toBe(false);
});
