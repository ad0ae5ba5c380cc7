import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Verdict } from '../../src/core/domain.js';
import { Cores } from '../../src/verify/cores.js';
import { SandboxUnavailableError } from '../../src/verify/errors.js';
import { probeSandbox, type SandboxSetting } from '../../src/verify/sandbox.js';
import { homeFolders } from '../../src/verify/secrets.js';
import { openVerification } from '../../src/verify/verification.js';
import { loopbackServer } from './loopback.js';
import { untilGone, untilRunning } from './processes.js';
import { fingerprint, makeFolder, noBubblewrap, ORDINARY_PARENT, openVerifying, verifiersOf } from './workspace.js';

/** Runs a Node program as a candidate in a workspace, with a verifier that may have more in its entry. */
async function run(
  workspace: string,
  program: string,
  sandbox: SandboxSetting = 'required',
  entry: object = {},
): Promise<Verdict> {
  const verification = await openVerification({
    workspace,
    verifiers: verifiersOf([{ name: 'run', command: ['node', 'main.js'], ...entry }], 'main.js'),
    cores: new Cores(1),
    sandbox,
    isTrusted: () => true,
  });
  try {
    return await verification.verify({ file: 'main.js', text: program }, new AbortController().signal);
  } finally {
    await verification.close();
  }
}

/** A program that reports, as JSON, how each of these expressions ended: `done`, or its error's code. */
const attempts = (expressions: Readonly<Record<string, string>>) =>
  `const fs = require('fs');
   const report = (attempt) => { try { attempt(); return 'done'; } catch (error) { return error.code; } };
   console.log(JSON.stringify({
     ${Object.entries(expressions)
       .map(([name, expression]) => `${JSON.stringify(name)}: report(() => ${expression})`)
       .join(',\n')}
   }));`;

const homeOf = (folder: string) => {
  vi.stubEnv('HOME', folder);
  onTestFinished(() => void vi.unstubAllEnvs());
};

describe.skipIf(noBubblewrap !== undefined)('bubblewrap', () => {
  it('keeps a candidate from writing anywhere but its copy and a private /tmp', async () => {
    const outside = await makeFolder({ 'theirs.txt': 'theirs' }, ORDINARY_PARENT);
    const inTemp = await makeFolder({ 'theirs.txt': 'theirs' });
    const workspace = await makeFolder({ 'main.js': '' }, ORDINARY_PARENT);
    await symlink(outside, path.join(workspace, 'linked'));
    const before = [await fingerprint(outside), await fingerprint(inTemp), await fingerprint(workspace)];
    const verdict = await run(
      workspace,
      attempts({
        copy: `fs.writeFileSync('mine.txt', '')`,
        tmp: `fs.writeFileSync('/tmp/mine.txt', '')`,
        absolute: `fs.writeFileSync(${JSON.stringify(path.join(outside, 'mine.txt'))}, '')`,
        overwrite: `fs.writeFileSync(${JSON.stringify(path.join(outside, 'theirs.txt'))}, '')`,
        remove: `fs.unlinkSync(${JSON.stringify(path.join(outside, 'theirs.txt'))})`,
        linked: `fs.writeFileSync('linked/theirs.txt', '')`,
        above: `fs.writeFileSync('../mine.txt', '')`,
        hardLink: `fs.linkSync(${JSON.stringify(path.join(outside, 'theirs.txt'))}, 'theirs.txt')`,
        othersInTemp: `fs.writeFileSync(${JSON.stringify(path.join(inTemp, 'theirs.txt'))}, '')`,
        system: `fs.writeFileSync('/etc/mine', '')`,
      }),
    );
    expect(JSON.parse(verdict.output)).toEqual({
      copy: 'done',
      tmp: 'done',
      absolute: 'EROFS',
      overwrite: 'EROFS',
      remove: 'EROFS',
      linked: 'EROFS',
      above: 'EROFS',
      hardLink: 'EXDEV',
      othersInTemp: 'ENOENT',
      system: 'EROFS',
    });
    expect([await fingerprint(outside), await fingerprint(inTemp), await fingerprint(workspace)]).toEqual(before);
  });

  it.each([
    ['in an ordinary place', ORDINARY_PARENT],
    ['in /tmp', undefined],
  ])('leaves a workspace %s as it was, also by absolute path and through dependencies', async (_, parent) => {
    const workspace = await makeFolder(
      { 'main.js': '', 'theirs.txt': 'theirs', 'node_modules/pkg/index.js': 'theirs', '.venv/pyvenv.cfg': '' },
      parent,
    );
    const before = await fingerprint(workspace);
    const verdict = await run(
      workspace,
      attempts({
        absolute: `fs.writeFileSync(${JSON.stringify(path.join(workspace, 'theirs.txt'))}, 'mine')`,
        itWasTheCopy: `require('assert').equal(fs.readFileSync('theirs.txt', 'utf8'), 'mine')`,
        dependency: `fs.writeFileSync('node_modules/pkg/index.js', 'mine')`,
        newInDependency: `fs.writeFileSync('node_modules/pkg/new.js', 'mine')`,
        cache: `fs.mkdirSync('node_modules/.cache')`,
        venv: `fs.writeFileSync('.venv/pyvenv.cfg', 'mine')`,
        removeDependency: `fs.rmSync(fs.realpathSync('node_modules/pkg'), { recursive: true })`,
      }),
    );
    expect(JSON.parse(verdict.output)).toEqual({
      absolute: 'done',
      itWasTheCopy: 'done',
      dependency: 'EROFS',
      newInDependency: 'EROFS',
      cache: 'done',
      venv: 'EROFS',
      removeDependency: 'EROFS',
    });
    expect(await fingerprint(workspace)).toEqual(before);
  });

  it('reaches no server of this machine', async () => {
    const { port, asked } = await loopbackServer();
    const program = `fetch('http://127.0.0.1:${port}').then((r) => r.text()).then(console.log, (e) => console.log(e.cause.code))`;
    const workspace = await makeFolder({ 'main.js': '' });
    expect((await run(workspace, program, 'none')).output).toBe('reached\n');
    expect((await run(workspace, program)).output).toBe('ECONNREFUSED\n');
    expect(asked()).toBe(1);
    expect((await run(workspace, program, 'required', { network: true })).output).toBe('reached\n');
  });

  it('ends a verifier at the limits of its entry', async () => {
    const workspace = await makeFolder({ 'main.js': '' });
    const hungry = 'const kept = []; setInterval(() => kept.push(Buffer.alloc(20e6, 1)), 5);';
    expect(await run(workspace, hungry, 'required', { memoryMegabytes: 300 })).toMatchObject({
      outcome: 'fail',
      output: expect.stringMatching(/\[ended: it used more than 300 MiB of memory\]$/),
    });
    const many = `for (let i = 0; i < 8; i++) require('child_process').spawn('sleep', ['30']);`;
    expect(await run(workspace, many, 'required', { processes: 6 })).toMatchObject({
      outcome: 'fail',
      output: expect.stringMatching(/\[ended: it used more than 6 processes\]$/),
    });
  });

  it('allows servers of the candidate’s own', async () => {
    const program = `const server = require('http').createServer((_, response) => response.end('own'));
      server.listen(0, '127.0.0.1', async () => {
        const reply = await fetch('http://127.0.0.1:' + server.address().port);
        console.log(await reply.text());
        process.exit();
      });`;
    expect(await run(await makeFolder({ 'main.js': '' }), program)).toMatchObject({ outcome: 'pass', output: 'own\n' });
  });

  it('hides keys and passwords in the home folder', async () => {
    const home = await makeFolder(
      { '.ssh/id': 'hush', '.netrc': 'hush', 'real/hosts': 'hush', '.profile': 'open' },
      ORDINARY_PARENT,
    );
    await mkdir(path.join(home, '.config'));
    await symlink('../real', path.join(home, '.config/gh'));
    homeOf(home);
    const read = (name: string) => `console.error(fs.readFileSync(${JSON.stringify(path.join(home, name))}, 'utf8'))`;
    const verdict = await run(
      await makeFolder({ 'main.js': '' }),
      attempts({
        ssh: read('.ssh/id'),
        netrc: read('.netrc'),
        linked: read('.config/gh/hosts'),
        profile: read('.profile'),
      }),
    );
    expect(verdict.output).not.toContain('hush');
    expect(verdict.output).toContain('{"ssh":"ENOENT","netrc":"done","linked":"ENOENT","profile":"done"}');
  });

  it('ends daemons that left their process group and ignore signals', async () => {
    const mark = `marker-${crypto.randomUUID()}`;
    const daemon = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); // ${mark}`;
    const program = `const { spawn } = require('child_process');
      const options = { detached: true, stdio: ['ignore', 'pipe', 'inherit'] };
      const child = spawn('node', ['-e', ${JSON.stringify(`console.log('up'); ${daemon}`)}], options);
      child.stdout.once('data', () => process.exit(0));`;
    const verdict = await run(await makeFolder({ 'main.js': '' }), program);
    expect(verdict).toMatchObject({ outcome: 'pass' });
    await untilGone(mark);
  });

  it('leaves nothing running when it is ended while it starts', async () => {
    const mark = `marker-${crypto.randomUUID()}`;
    const verification = await openVerifying(
      await makeFolder({ 'main.js': '' }),
      verifiersOf([{ name: 'run', command: ['node', 'main.js', mark] }], 'main.js'),
      { sandbox: 'required' },
    );
    const text = 'setTimeout(() => {}, 30_000)';
    // At other moments of its start each time.
    for (let delay = 0; delay < 40; delay += 1) {
      const controller = new AbortController();
      const rejected = expect(verification.verify({ file: 'main.js', text }, controller.signal)).rejects.toThrow();
      await untilRunning(mark, 1);
      for (const end = performance.now() + delay / 5; performance.now() < end; );
      controller.abort();
      await rejected;
      await untilGone(mark);
    }
  });

  it('keeps signals from what is outside', async () => {
    // Without its own process namespace, the second would end all that this user runs: it makes sure of that first.
    const program = `const { readdirSync } = require('fs');
      const signal = (pid) => { try { process.kill(pid, 'SIGKILL'); return 'sent'; } catch (error) { return error.code; } };
      const child = require('child_process').spawn('sleep', ['60']);
      child.once('spawn', () => {
        const own = readdirSync('/proc').filter((name) => /^\\d+$/.test(name)).length <= 4 && process.ppid === 1;
        console.log(own, signal(${process.pid}), signal(process.ppid), own && signal(-1));
      });
      child.once('exit', (_, signal) => console.log(signal));`;
    const verdict = await run(await makeFolder({ 'main.js': '' }), program);
    expect(verdict).toMatchObject({ outcome: 'pass', output: 'true ESRCH sent sent\nSIGKILL\n' });
  });

  it('hides keys in the home folder that the system knows, also where the environment names another', () => {
    homeOf('/elsewhere');
    expect(homeFolders()).toEqual(['/elsewhere', userInfo().homedir]);
  });

  it('shows no processes but the candidate’s own', async () => {
    const program = `console.log(require('fs').readdirSync('/proc').includes('${process.pid}'), process.pid < 100)`;
    expect((await run(await makeFolder({ 'main.js': '' }), program)).output).toBe('false true\n');
  });
});

describe('the choice of a sandbox', () => {
  it('says why there is none', async () => {
    const reason = expect.stringMatching(/switched off/);
    expect(await probeSandbox('none', '/dev/null')).toEqual({ kind: 'none', reason });
  });

  // macOS has a sandbox of its own, which needs nothing installed.
  it.skipIf(process.platform === 'darwin')('says what is missing', async () => {
    vi.stubEnv('PATH', '/nowhere');
    onTestFinished(() => void vi.unstubAllEnvs());
    const reason = expect.stringMatching(process.platform === 'linux' ? /bubblewrap/ : /operating system/);
    expect(await probeSandbox('auto', '/dev/null')).toEqual({ kind: 'none', reason });
  });

  it.skipIf(process.platform === 'darwin')(
    'is refused where one is required and missing, or does not work',
    async () => {
      const programs = await makeFolder({});
      onTestFinished(() => void vi.unstubAllEnvs());
      vi.stubEnv('PATH', programs);
      await expect(probeSandbox('required', '/dev/null')).rejects.toThrow(SandboxUnavailableError);
      await writeFile(path.join(programs, 'bwrap'), '#!/bin/sh\necho "bwrap: no permissions" >&2\nexit 1\n', {
        mode: 0o755,
      });
      const said = process.platform === 'linux' ? /no permissions/ : /operating system/;
      await expect(probeSandbox('required', '/dev/null')).rejects.toThrow(said);
    },
  );

  it.each([
    ['linux', /bubblewrap/],
    ['darwin', /sandbox-exec/],
    ['win32', /WSL/],
  ] as const)('says what to do where one is required, on %s', (platform, said) => {
    const { nextStep } = new SandboxUnavailableError('it is missing', platform);
    expect(nextStep).toMatch(said);
    expect(nextStep).toMatch(/"exploreSolutions.sandbox" to "auto"/);
  });
});
