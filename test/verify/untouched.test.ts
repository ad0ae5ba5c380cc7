// The user's tree while candidates run: watched meanwhile by Node's own recursive watcher (on Linux inotify, a watch for
// each folder, which tells of writes, attributes, names), and compared before and after.
import { watch, writeFileSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Cores } from '../../src/verify/cores.js';
import { fingerprint, makeFolder, noBubblewrap, openVerifying, verifiersOf } from './workspace.js';

const FILES = {
  'main.js': 'exports.answer = () => 0;\n',
  'check.js': `const fs = require('fs');
    require('assert').equal(require('./main.js').answer(fs), 42);`,
  'data/a.txt': 'a',
  'data/deep/b.txt': 'b',
  'run.sh': '#!/bin/sh\n',
};

/** Bodies of the function that the candidate writes, and the verdict. */
const candidates: readonly (readonly [string, 'pass' | 'fail'])[] = [
  ['return 42;', 'pass'],
  ['return 41;', 'fail'],
  ['return fs.nothing();', 'fail'],
  ['process.abort();', 'fail'],
  [
    `fs.writeFileSync('new.txt', ''); fs.appendFileSync('data/a.txt', 'more'); fs.truncateSync('run.sh'); return 42;`,
    'pass',
  ],
  [`fs.rmSync('.', { recursive: true, force: true }); return 42;`, 'fail'],
  [`fs.rmSync('data', { recursive: true }); fs.unlinkSync('run.sh'); return 42;`, 'pass'],
  [`fs.chmodSync('run.sh', 0o777); fs.chmodSync('data', 0); fs.chmodSync('.', 0o700); return 42;`, 'pass'],
  [`fs.utimesSync('data/a.txt', 1, 1); fs.linkSync('data/a.txt', 'data/too.txt'); return 42;`, 'pass'],
  [`fs.renameSync('data', 'moved'); fs.renameSync('run.sh', 'moved/deep/b.txt'); return 42;`, 'pass'],
  [`fs.writeFileSync('to-folder/new.txt', ''); fs.appendFileSync('to-folder/a.txt', 'more'); return 42;`, 'pass'],
  [`fs.writeFileSync('to-file', 'other'); fs.chmodSync('to-file', 0o777); return 42;`, 'pass'],
  [`fs.writeFileSync('absolute/deep/new.txt', ''); fs.rmSync('absolute/a.txt'); return 42;`, 'pass'],
  [`fs.writeFileSync('data/up/new.txt', ''); fs.rmSync('data/up/main.js'); return 42;`, 'pass'],
];

describe.each([
  ['required', noBubblewrap],
  ['none', undefined],
] as const)('with sandbox %s', (sandbox, missing) => {
  it.skipIf(missing !== undefined)('nothing is ever written to the user’s tree', async () => {
    const workspace = await makeFolder(FILES);
    await mkdir(path.join(workspace, 'empty'));
    await symlink('data', path.join(workspace, 'to-folder'));
    await symlink('data/deep/b.txt', path.join(workspace, 'to-file'));
    await symlink('..', path.join(workspace, 'data/up'));
    await symlink(path.join(workspace, 'data'), path.join(workspace, 'absolute'));
    const before = await fingerprint(workspace);
    const touched: (string | null)[] = [];
    const watcher = watch(workspace, { recursive: true }, (_, name) => touched.push(name));
    onTestFinished(() => watcher.close());

    const verification = await openVerifying(
      workspace,
      verifiersOf([{ name: 'check', command: ['node', 'check.js'] }], 'main.js'),
      { sandbox, cores: new Cores(2) },
    );
    const { signal } = new AbortController();
    const verdicts = candidates.map(([body]) =>
      verification.verify({ file: 'main.js', text: `exports.answer = (fs) => { ${body} };\n` }, signal),
    );
    const outcomes = (await Promise.all(verdicts)).map(({ outcome }) => outcome);
    expect(outcomes).toEqual(candidates.map(([, outcome]) => outcome));
    await verification.close();

    expect(await fingerprint(workspace)).toEqual(before);
    // The watcher is behind, and tells in order: once it has told of this, it has told of all before.
    writeFileSync(path.join(workspace, 'empty/last.txt'), '');
    await vi.waitFor(() => expect(touched).toContain(path.join('empty', 'last.txt')));
    expect(new Set(touched)).toEqual(new Set([path.join('empty', 'last.txt')]));
  });
});
