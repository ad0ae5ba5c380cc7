import { expect, it } from 'vitest';
import { Cores } from '../../../src/verify/cores.js';

const never = new AbortController().signal;

/** Notes who has a core. */
function entrance(cores: Cores) {
  const entered: string[] = [];
  const enter = (name: string) =>
    cores.acquire(never).then((giveBack) => {
      entered.push(name);
      return giveBack;
    });
  return { entered, enter };
}

it('lets in as many as there are cores, the others in order as cores come free', async () => {
  const { entered, enter } = entrance(new Cores(2));
  const first = await enter('a');
  const second = await enter('b');
  const third = enter('c');
  const fourth = enter('d');
  await Promise.resolve();
  expect(entered).toEqual(['a', 'b']);
  second();
  (await third)();
  (await fourth)();
  first();
  expect(entered).toEqual(['a', 'b', 'c', 'd']);
});

it('gives verifiers what the engine leaves, one at least, and no more than they may have', () => {
  const cores = new Cores(8, 6);
  expect(cores.slots).toBe(6);
  const end = cores.occupy(5);
  expect(cores.slots).toBe(3);
  const endOther = cores.occupy(5);
  expect(cores.slots).toBe(1);
  endOther();
  end();
  expect(cores.slots).toBe(6);
});

it('lets those in who wait when the engine ends, and none while more run than may', async () => {
  const cores = new Cores(2);
  const { entered, enter } = entrance(cores);
  const first = await enter('a');
  const second = await enter('b');
  const end = cores.occupy(1);
  const third = enter('c');
  first();
  await Promise.resolve();
  expect(entered).toEqual(['a', 'b']);
  end();
  (await third)();
  second();
  expect(entered).toEqual(['a', 'b', 'c']);
});

it('forgets one who gave up waiting', async () => {
  const cores = new Cores(1);
  const giveBack = await cores.acquire(never);
  const impatient = new AbortController();
  const waiting = cores.acquire(impatient.signal);
  const next = cores.acquire(never);
  impatient.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  giveBack();
  (await next)();
  await expect(cores.acquire(impatient.signal)).rejects.toThrow('enough');
});
