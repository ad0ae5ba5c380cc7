import { expect, it } from 'vitest';
import { Slots } from '../../../src/verify/slots.js';

it('lets in as many as there are slots, the others in order as slots come free', async () => {
  const slots = new Slots(2);
  const { signal } = new AbortController();
  const entered: string[] = [];
  const enter = (name: string) =>
    slots.acquire(signal).then((giveBack) => {
      entered.push(name);
      return giveBack;
    });
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

it('forgets one who gave up waiting', async () => {
  const slots = new Slots(1);
  const giveBack = await slots.acquire(new AbortController().signal);
  const impatient = new AbortController();
  const waiting = slots.acquire(impatient.signal);
  const next = slots.acquire(new AbortController().signal);
  impatient.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  giveBack();
  (await next)();
  await expect(slots.acquire(impatient.signal)).rejects.toThrow('enough');
});
