// A long exploration: what a verification leaves behind, and what it holds meanwhile, does not depend on how many
// candidates there were.
import { readdirSync, readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it, vi } from 'vitest';
import { Cores } from '../../src/verify/cores.js';
import { openVerification } from '../../src/verify/verification.js';
import { descendants } from '../support/processes.js';
import { untilGone } from './processes.js';
import { makeFolder, noBubblewrap, sessionFolders, verifiersOf } from './workspace.js';

const CANDIDATES = 1000;
const SLOTS = 3;

/** What this process holds after garbage collections, in MiB; the second takes what the first let go of. */
async function heldMegabytes(): Promise<number> {
  setFlagsFromString('--expose-gc');
  for (let round = 0; round < 2; round += 1) {
    runInNewContext('gc')();
    await setImmediate();
  }
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1024 ** 2;
}

/** What of this process the system knows. */
async function holdings() {
  return {
    processes: descendants(process.pid).length,
    descriptors: readdirSync('/proc/self/fd').length,
    mounts: readFileSync('/proc/self/mountinfo', 'utf8').split('\n').length,
    copies: await sessionFolders(),
  };
}

describe.skipIf(process.platform !== 'linux').each([
  ['required', noBubblewrap],
  ['none', undefined],
] as const)('with sandbox %s', (sandbox, missing) => {
  it.skipIf(missing !== undefined)(`${CANDIDATES} candidates leave nothing behind`, { timeout: 180_000 }, async () => {
    const mark = `marker-${crypto.randomUUID()}`;
    const workspace = await makeFolder({ 'main.sh': '' });
    const before = await holdings();
    const verification = await openVerification({
      workspace,
      verifiers: verifiersOf([{ name: 'run', command: ['/bin/sh', 'main.sh'] }], 'main.sh'),
      cores: new Cores(SLOTS),
      sandbox,
      isTrusted: () => true,
    });
    const verify = (text: string, signal = new AbortController().signal) =>
      verification.verify({ file: 'main.sh', text }, signal);

    const quick = async () => expect(await verify(':')).toMatchObject({ outcome: 'pass' });
    const leavingADaemon = async () => {
      const verdict = await verify(`setsid sh -c 'sleep 60; :' ${mark} >/dev/null 2>&1 &`);
      expect(verdict).toMatchObject({ outcome: 'pass' });
    };
    const aborted = async () => {
      const controller = new AbortController();
      const rejected = expect(verify(`sh -c 'sleep 60; :' ${mark}`, controller.signal)).rejects.toThrow('enough');
      // Once another one has its verdict, this one is somewhere in its middle.
      await quick();
      controller.abort(new Error('enough'));
      await rejected;
    };
    let [next, early] = [0, 0];
    const worker = async () => {
      for (let number = next++; number < CANDIDATES; number = next++) {
        if (number === CANDIDATES / 4) early = await heldMegabytes();
        await (number % 20 === 7 ? aborted() : number % 20 === 13 ? leavingADaemon() : quick());
      }
    };
    // One slot is free for what an aborted one waits for.
    await Promise.all(Array.from({ length: SLOTS - 1 }, worker));
    // A leak of 5 KiB a candidate would be found.
    expect((await heldMegabytes()) - early).toBeLessThan(4);
    await verification.close();
    await untilGone(mark);
    await vi.waitFor(async () => expect(await holdings()).toEqual(before));
  });
});
