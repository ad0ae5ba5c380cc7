// What candidates might try, and what comes of it, with bubblewrap and without. Each attempt is bounded in itself (so
// many processes, bytes and seconds), so that a defence that fails harms nothing.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startGuard } from '../../src/verify/guard.js';
import { readInventory } from '../../src/verify/inventory.js';
import { DEFAULT_LIMITS } from '../../src/verify/limits.js';
import { type ProcessReport, runProcess } from '../../src/verify/process.js';
import {
  confine,
  describeSandbox,
  originalAsSeen,
  type Permissions,
  probeSandbox,
  viewOf,
} from '../../src/verify/sandbox.js';
import { Scratch } from '../../src/verify/scratch.js';
import type { Verification } from '../../src/verify/verification.js';
import { loopbackServer } from './loopback.js';
import { processesWith, untilGone } from './processes.js';
import {
  fingerprint,
  makeFolder,
  noBubblewrap,
  ORDINARY_PARENT,
  openVerifying,
  sessionFolders,
  verifiersOf,
} from './workspace.js';

const never = new AbortController().signal;
const marker = () => `marker-${crypto.randomUUID()}`;
const quote = (text: string) => JSON.stringify(text);

/** Reports, as JSON, what came of each of these Python statements: `done`, or the error's name. */
const attempts = (statements: Readonly<Record<string, string>>) => `
import errno, json, os, pathlib
results = {}
def attempt(name, code):
    try:
        exec(code)
        results[name] = 'done'
    except OSError as error:
        results[name] = errno.errorcode[error.errno]
${Object.entries(statements)
  .map(([name, code]) => `attempt(${quote(name)}, ${quote(code)})`)
  .join('\n')}
print(json.dumps(results))
`;

/** Starts a program as a daemon does: a session of its own, and a parent that is gone. Ends by itself in a minute. */
const daemonise = (program: string, mark: string, environment = 'os.environ') => `
import os, sys
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.execve(sys.executable, ['python', '-c', ${quote(program)}, ${quote(mark)}], ${environment})
    os._exit(0)
os.wait()
`;

const STUBBORN = `
import signal, time
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
time.sleep(60)
`;

describe.each([
  ['required', noBubblewrap],
  ['none', process.platform === 'linux' ? undefined : 'what holds without a sandbox is tested on Linux'],
] as const)('with sandbox %s', (setting, missing) => {
  const test = it.skipIf(missing !== undefined);
  const confined = setting === 'required';

  function open(workspace: string, timeoutSeconds = 30): Promise<Verification> {
    const verifiers = verifiersOf([{ name: 'run', command: ['python3', 'main.py'], timeoutSeconds }], 'main.py');
    return openVerifying(workspace, verifiers, { sandbox: setting });
  }

  async function verify(program: string, workspace?: string, timeoutSeconds?: number) {
    const verification = await open(workspace ?? (await makeFolder({ 'main.py': '' })), timeoutSeconds);
    return verification.verify({ file: 'main.py', text: program }, never);
  }

  /** Runs a program with permissions of its own. */
  async function run(program: string, permissions: Partial<Permissions>): Promise<ProcessReport> {
    const all = { ...DEFAULT_LIMITS, network: false, readable: [], ...permissions };
    const workspace = await makeFolder({ 'main.py': program });
    const folder = await makeFolder({ empty: '' });
    const sandbox = await probeSandbox(setting, path.join(folder, 'empty'));
    const seenAs = originalAsSeen(sandbox, workspace);
    const scratch = await Scratch.create(path.join(folder, '1'), [await readInventory(workspace)], seenAs);
    const view = viewOf(sandbox, workspace, scratch);
    const env = { PATH: process.env.PATH ?? '', TMPDIR: view.temp };
    const invocation = {
      ...{ program: 'python3', args: ['main.py'], cwd: view.workspace, env },
      ...{ verbatim: false, ownNamespace: false },
    };
    const guard = startGuard();
    onTestFinished(() => guard.close());
    const limits = { ...all, seconds: 30, outputBytes: 1024 ** 2, folder: scratch.folder };
    return runProcess(confine(sandbox, workspace, scratch, all, invocation), limits, guard, never);
  }

  test('the user is told what is not prevented', async () => {
    const { sandbox } = await open(await makeFolder({}));
    const told = describeSandbox(sandbox);
    expect(told).toMatch(
      confined ? /no network.*nothing writable but/ : /none:.*read and change what you can.*network/,
    );
    expect(told).toMatch(/limits on memory and processes/);
  });

  test('overwriting files: absolute paths, "..", symbolic and hard links', async () => {
    const outside = await makeFolder(
      { 'absolute.txt': 'theirs', 'above.txt': 'theirs', 'symbolic.txt': 'theirs', 'hard.txt': 'theirs' },
      ORDINARY_PARENT,
    );
    const workspace = await makeFolder({ 'main.py': '', 'ours.txt': 'ours' }, ORDINARY_PARENT);
    await symlink(outside, path.join(workspace, 'linked'));
    const before = await fingerprint(outside);
    const place = (name: string) => quote(path.join(outside, name));
    const program = attempts({
      absolute: `open(${place('absolute.txt')}, 'w').write('evil')`,
      above: `open(os.path.relpath(${place('above.txt')}), 'w').write('evil')`,
      symbolic: `open('linked/symbolic.txt', 'w').write('evil')`,
      hard: `os.link(${place('hard.txt')}, 'hard.txt')`,
      ours: `open('ours.txt', 'w').write('evil')`,
    });
    const verdict = await verify(program, workspace);
    // What is written to the workspace's own files is written to a copy, with or without a sandbox.
    expect(await readFile(path.join(workspace, 'ours.txt'), 'utf8')).toBe('ours');
    if (confined) {
      const refused = { absolute: 'EROFS', above: 'EROFS', symbolic: 'EROFS', hard: 'EXDEV', ours: 'done' };
      expect(JSON.parse(verdict.output)).toEqual(refused);
      expect(await fingerprint(outside)).toEqual(before);
    } else {
      expect(JSON.parse(verdict.output)).toMatchObject({ absolute: 'done', above: 'done', symbolic: 'done' });
      expect(await readFile(path.join(outside, 'absolute.txt'), 'utf8')).toBe('evil');
    }
  });

  test('reading keys in the home folder', async () => {
    const home = await makeFolder({ '.ssh/id': 'hush' }, ORDINARY_PARENT);
    vi.stubEnv('HOME', home);
    onTestFinished(() => void vi.unstubAllEnvs());
    const { output } = await verify(`print(open(${quote(path.join(home, '.ssh/id'))}).read())`);
    if (confined) expect(output).toMatch(/FileNotFoundError/);
    else expect(output).toBe('hush\n');
  });

  test('reading the environment of the user’s other programs', async () => {
    const other = spawn('sleep', ['60'], { env: { ...process.env, API_TOKEN: 'hush' } });
    onTestFinished(() => void other.kill());
    await once(other, 'spawn');
    const { output } = await verify(`
try: print('hush' in open('/proc/${other.pid}/environ').read())
except OSError: print('hidden')`);
    expect(output).toBe(confined ? 'hidden\n' : 'True\n');
  });

  test('going through /proc', async () => {
    const outside = await makeFolder({ 'theirs.txt': 'theirs' }, ORDINARY_PARENT);
    const file = path.join(outside, 'theirs.txt');
    const write = (place: string) => `open(${quote(place)}, 'w').write('evil')`;
    // Opened only: what could be written there would change this machine.
    const openForWriting = (place: string) => `os.open('${place}', os.O_WRONLY)`;
    const program = attempts({
      descriptors: `assert os.listdir('/proc/self/fd')[:4] == ['0', '1', '2', '3']; os.fstat(4)`,
      root: write(`/proc/self/root${file}`),
      first: write(`/proc/1/root${file}`),
      system: openForWriting('/proc/sys/kernel/pid_max'),
      trigger: openForWriting('/proc/sysrq-trigger'),
      identity: `os.write(os.open('/proc/self/uid_map', os.O_WRONLY), b'0 0 1')`,
    });
    const results = JSON.parse((await verify(program)).output);
    // The fourth is that of the listing itself: nothing is inherited.
    expect(results).toMatchObject({ identity: 'EPERM', descriptors: 'EBADF' });
    if (!confined) return expect(results).toMatchObject({ root: 'done' });
    const refused = expect.stringMatching(/^(EROFS|EACCES|ENOENT)$/);
    expect(results).toMatchObject({ root: 'EROFS', first: refused, system: refused, trigger: refused });
    expect(await readFile(file, 'utf8')).toBe('theirs');
  });

  test('reaching a server of this machine', async () => {
    const { port, asked } = await loopbackServer();
    const program = `import urllib.request\nprint(urllib.request.urlopen('http://127.0.0.1:${port}', timeout=5).read())`;
    const { output } = await run(program, {});
    if (confined) expect(output).toMatch(/Connection refused/);
    else expect(output).toBe("b'reached'\n");
    expect(asked()).toBe(confined ? 0 : 1);
    expect((await run(program, { network: true })).output).toBe("b'reached'\n");
  });

  test('a fork bomb', async () => {
    const mark = marker();
    const bomb = `
import os, sys, time
if len(sys.argv) == 1: os.execv(sys.executable, ['python', 'main.py', '${mark}'])
for _ in range(300):
    try:
        if os.fork() == 0: break
    except OSError: break
time.sleep(20)`;
    const report = await run(bomb, { processes: 64 });
    expect(report).toMatchObject({ ending: { kind: 'exceeded', what: 'processes' }, nothingRemains: true });
    await untilGone(mark);
  });

  test('much more memory than the limit, in one process and in many', async () => {
    const hog = `
import time
def hog(megabytes):
    held = []
    try:
        for _ in range(megabytes // 16): held.append(bytearray(b'x') * (16 << 20))
    except MemoryError: pass
    time.sleep(20)`;
    const one = await run(`${hog}\nhog(4096)`, { memoryMegabytes: 512 });
    expect(one).toMatchObject({ ending: { kind: 'exceeded', what: 'memory' } });
    expect(one.peakMegabytes).toBeGreaterThan(512);
    // The kernel's limit, for what is faster than our measuring.
    expect(one.peakMegabytes).toBeLessThan(1100);
    const many = await run(`import os\n${hog}\n[os.fork() for _ in range(3)]\nhog(128)`, { memoryMegabytes: 512 });
    expect(many).toMatchObject({ ending: { kind: 'exceeded', what: 'memory' } });
  });

  test('memory that processes share counts once', async () => {
    const program = `
import os, time
held = bytearray(b'x') * (200 << 20)
children = [os.fork() for _ in range(2)]
time.sleep(0.3)`;
    const report = await run(program, { memoryMegabytes: 512 });
    expect(report).toMatchObject({ ending: { kind: 'exited', exitCode: 0 } });
    expect(report.peakMegabytes).toBeGreaterThan(200);
  });

  test('the kernel’s limits hold between two measurements, and spare the user’s other programs', async () => {
    const program = `
import resource
limits = [resource.RLIMIT_FSIZE, resource.RLIMIT_DATA, resource.RLIMIT_NPROC]
print([resource.getrlimit(limit)[1] for limit in limits])`;
    const permissions = { fileMegabytes: 8, memoryMegabytes: 512, processes: 16 };
    const [file, data, processes] = JSON.parse((await run(program, permissions)).output);
    expect([file, data]).toEqual([8 * 1024 ** 2, 2 * 512 * 1024 ** 2]);
    // Outside of a user namespace this limit counts what else the user runs.
    if (confined) expect(processes).toBe(8 * 16);
    else expect(processes).not.toBe(8 * 16);
  });

  test('endless output', async () => {
    const report = await run(`import os\nfor _ in range(4096): os.write(1, b'x' * 65536)`, {});
    expect(report).toMatchObject({ ending: { kind: 'flooded' }, nothingRemains: true });
    expect(report.output.length).toBeLessThan(70_000);
  });

  test('filling the disk: one file, many files, shared memory', async () => {
    const write = (file: string, megabytes: number) =>
      `handle = open(${file}, 'wb', 0)\nfor _ in range(${megabytes}): handle.write(b'x' * (1 << 20))`;
    const many = `for name in 'abcdefgh':\n  with open(os.environ['TMPDIR'] + '/' + name, 'wb') as f: f.write(b'x' * (3 << 20))`;
    const one = await run(attempts({ big: write(`'big'`, 64) }), { fileMegabytes: 8 });
    expect(JSON.parse(one.output)).toEqual({ big: 'EFBIG' });
    const more = await run(attempts({ many }), { fileMegabytes: 8 });
    // Without a sandbox there is no file system of its own that could be full.
    expect(JSON.parse(more.output)).toEqual({ many: confined ? 'ENOSPC' : 'done' });
    if (!confined) return;
    const shared = await run(attempts({ shared: write(`'/dev/shm/x'`, 100), devices: write(`'/dev/x'`, 1) }), {});
    expect(JSON.parse(shared.output)).toEqual({ shared: 'ENOSPC', devices: 'EROFS' });
  });

  const filling = (deed: string, first = '') => `
import os, time
${first}
for number in range(64):
    ${deed}
    time.sleep(0.02)
time.sleep(20)`;
  const megabyte = `b'x' * (1 << 20)`;

  test.each([
    ['many files in the copy', filling(`open(f'deep/{number}', 'wb', 0).write(${megabyte})`, `os.mkdir('deep')`)],
    ['many files without content', filling(`[open(f'{number}-{each}', 'w') for each in range(100)]`)],
    ['a file without a name', filling(`held.write(${megabyte})`, `held = open('x', 'wb', 0); os.unlink('x')`)],
  ])('filling the disk: %s', async (_, program) => {
    const report = await run(program, { diskMegabytes: 8 });
    expect(report).toMatchObject({ ending: { kind: 'exceeded', what: 'disk' }, nothingRemains: true });
  });

  test('ignoring signals', async () => {
    const verdict = await verify(`print('up', flush=True)${STUBBORN}`, undefined, 3);
    expect(verdict).toMatchObject({ outcome: 'timeout', output: expect.stringMatching(/^up\n/) });
  });

  test('a daemon: setsid and a double fork', async () => {
    const mark = marker();
    const report = await run(daemonise(STUBBORN, mark), {});
    expect(report.ending).toEqual({ kind: 'exited', exitCode: 0 });
    await untilGone(mark);
  });

  test('a daemon that also empties its environment', async () => {
    const mark = marker();
    const report = await run(daemonise(STUBBORN, mark, '{}'), {});
    expect(report.ending).toEqual({ kind: 'exited', exitCode: 0 });
    if (!confined) {
      // Nothing on the machine tells that it was ours: only a sandbox ends it. But its copy is not used again.
      expect(report.nothingRemains).toBe(false);
      const left = processesWith(mark);
      for (const pid of left) process.kill(pid, 'SIGKILL');
      expect(left).toHaveLength(1);
    }
    await untilGone(mark);
  });

  test('writing into the copy of the next candidate', async () => {
    const mark = marker();
    const workspace = await makeFolder({ 'main.py': '', 'deep/a.txt': '' });
    const verification = await open(workspace);
    const planter = `
import os, time
for _ in range(3000):
    for place in ('.', ${quote(workspace)}, '/tmp'):
        try: open(place + '/planted-${mark}', 'w')
        except OSError: pass
    time.sleep(0.01)`;
    const first = `${daemonise(planter, mark)}
open('deep/planted-${mark}', 'w')
while not os.path.exists('planted-${mark}'): pass`;
    expect(await verification.verify({ file: 'main.py', text: first }, never)).toMatchObject({ outcome: 'pass' });
    const second = `
import glob, time
for _ in range(30):
    assert not glob.glob('**/planted-${mark}', recursive=True)
    time.sleep(0.01)`;
    expect(await verification.verify({ file: 'main.py', text: second }, never)).toMatchObject({ outcome: 'pass' });
    await untilGone(mark);
  });

  test('keeping the next candidate from a copy: no permissions, a folder deeper than paths can be, bytes that are no name', async () => {
    const workspace = await makeFolder({ 'main.py': '', 'data/a.txt': 'a' });
    const verification = await open(workspace);
    const first = `
import os
open(b'data/\\xff\\xfe', 'w')
os.chmod('data', 0)
for _ in range(1200):
    os.mkdir('deeper'); os.chdir('deeper')`;
    expect(await verification.verify({ file: 'main.py', text: first }, never)).toMatchObject({ outcome: 'pass' });
    const second = `import os; print(sorted(os.listdir('.')), open('data/a.txt').read())`;
    const verdict = await verification.verify({ file: 'main.py', text: second }, never);
    expect(verdict.output).toBe("['data', 'main.py'] a\n");
    const before = await sessionFolders();
    await verification.close();
    expect(await sessionFolders()).toHaveLength(before.length - 1);
  });
});
