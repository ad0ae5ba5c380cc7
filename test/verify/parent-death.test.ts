import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { Cores } from '../../src/verify/cores.js';
import { openVerification } from '../../src/verify/verification.js';
import { untilGone, untilRunning } from './processes.js';
import { makeFolder, noBubblewrap, sessionFolders, verifiersOf } from './workspace.js';

const program = path.join(tmpdir(), `verify-test-parent-${process.pid}.js`);

afterAll(() => rm(program, { force: true }));

beforeAll(async () => {
  await esbuild.build({
    entryPoints: [path.join(import.meta.dirname, 'fixtures/parent.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'silent',
  });
});

it.for([
  ['required', noBubblewrap],
  ['none', undefined],
] as const)(
  'a program that is killed leaves no process with sandbox %s, and its copies go at the next start',
  async ([sandbox, missing], { skip }) => {
    skip(missing !== undefined, missing);
    const mark = `marker-${crypto.randomUUID()}`;
    const stubborn = `process.on('SIGTERM', () => {}); process.on('SIGHUP', () => {}); setInterval(() => {}, 1000);`;
    const workspace = await makeFolder({
      'child.js': stubborn,
      'main.js': `require('child_process').spawn('node', ['child.js', '${mark}']); ${stubborn}`,
      '.vscode/settings.json': JSON.stringify({
        'exploreSolutions.verifiers': [{ name: 'endless', command: ['node', 'main.js', mark] }],
      }),
    });
    const parent = spawn(process.execPath, [program, workspace, sandbox], { stdio: 'inherit' });
    onTestFinished(() => void parent.kill('SIGKILL'));
    const pid = parent.pid ?? 0;
    await untilRunning(`child.js\0${mark}`, 1);
    expect(await sessionFolders(pid)).toHaveLength(1);

    parent.kill('SIGKILL');
    await once(parent, 'exit');
    await untilGone(mark);

    const verifiers = verifiersOf([{ name: 'nothing', shell: ':' }], 'changed.txt');
    const options = { workspace, verifiers, cores: new Cores(1), sandbox: 'none', isTrusted: () => true } as const;
    await (await openVerification(options)).close();
    expect(await sessionFolders(pid)).toEqual([]);
  },
);

it.for([
  ['required', noBubblewrap, [0, null]],
  ['none', process.platform === 'win32' ? 'Windows has no signals' : undefined, [null, 'SIGKILL']],
] as const)('a candidate that kills its parent with sandbox %s', async ([sandbox, missing, end], { skip }) => {
  skip(missing !== undefined, missing);
  const mark = `marker-${crypto.randomUUID()}`;
  const workspace = await makeFolder({
    'main.js': `require('child_process').spawn('sleep', ['60'], { argv0: '${mark}' });
        process.kill(process.ppid, 'SIGKILL');`,
    '.vscode/settings.json': JSON.stringify({
      'exploreSolutions.verifiers': [{ name: 'hostile', command: ['node', 'main.js', mark], timeoutSeconds: 2 }],
    }),
  });
  const parent = spawn(process.execPath, [program, workspace, sandbox], { stdio: 'inherit' });
  onTestFinished(() => void parent.kill('SIGKILL'));
  // Without a sandbox nothing keeps it from ending this program, and the guard ends what it started.
  expect(await once(parent, 'exit')).toEqual(end);
  await untilGone(mark);
});
