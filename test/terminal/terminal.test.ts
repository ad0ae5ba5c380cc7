import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readEvents, readExploration } from '../../src/explore/record.js';
import { descendants, engineChild, isAlive } from '../support/processes.js';
import { smallModel } from '../unit/model/gguf-writer.js';
import { fingerprint, run, start, temporaryFolder, write } from './command.js';

const folder = temporaryFolder();
const home = path.join(folder.path, 'home');
afterAll(() => folder.remove());

/** A Python file outside the repository, its own test beside it. */
function pythonWorkspace(name: string): string {
  const workspace = path.join(folder.path, name);
  write(workspace, {
    'total.py':
      'def add_all(numbers):\n    """Return the sum of a list of numbers."""\n    raise NotImplementedError\n',
    'check.py': 'from total import add_all\n\nassert add_all([]) == 0\nassert add_all([1, 2, 3]) == 6\n',
  });
  return workspace;
}

const check = ['--command', 'python3 check.py'];

describe('the terminal command', () => {
  it('explores the bundled example: a survivor, as a diff that passes the tests when applied by hand', async () => {
    const json = path.join(folder.path, 'example.jsonl');
    const { code, out, err } = await run(['--json', json], { home });
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(out).toMatch(/^Survivor 1 of 1/m);
    expect(out).toMatch(/pass@1 \d/);
    expect(out).toContain(json);
    expect(out + err).not.toContain('\u001b');

    const { problem } = readExploration(json)!;
    const copy = path.join(folder.path, 'example');
    spawnSync('cp', ['-r', problem.workspace, copy]);
    const patch = out.slice(out.indexOf('--- a/'), out.indexOf('\n\nFound'));
    const patched = spawnSync('git', ['apply', '-'], { cwd: copy, input: `${patch}\n`, encoding: 'utf8' });
    expect(patched.stderr).toBe('');
    expect(spawnSync(process.execPath, ['--test'], { cwd: copy }).status).toBe(0);
  });

  it('leaves the user’s folder byte for byte as it was, and with --apply writes the survivor alone', async () => {
    const workspace = pythonWorkspace('untouched');
    const before = fingerprint(workspace);
    const words = ['total.py:1', ...check, '--attempts', '16'];
    expect(await run(words, { home, cwd: workspace })).toMatchObject({ code: 0 });
    expect(fingerprint(workspace)).toEqual(before);

    const source = readFileSync(path.join(workspace, 'check.py'), 'utf8');
    expect(await run([...words, '--apply'], { home, cwd: workspace })).toMatchObject({ code: 0 });
    expect(spawnSync('python3', ['-B', 'check.py'], { cwd: workspace }).status).toBe(0);
    expect(readFileSync(path.join(workspace, 'check.py'), 'utf8')).toBe(source);
    expect(fingerprint(workspace)).toHaveLength(before.length);
  });

  it('says whether several survivors behave the same, and keeps it in the record', async () => {
    const workspace = pythonWorkspace('compared');
    const json = path.join(folder.path, 'compared.jsonl');
    const examples = ['--example', 'add_all([1, 2, 3]) == 6', '--example', 'add_all([]) == 0'];
    const words = ['total.py:1', ...examples, '--attempts', '48', '--survivors', '2', '--json', json];
    const { code, out, err } = await run(words, { home, cwd: workspace });
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(out).toMatch(/^Survivor 2 of 2/m);
    expect(out).toMatch(/^Differences between survivors:\n {2}.*survivors behave the same on \d+ further inputs\.$/m);
    const state = readExploration(json)!;
    expect(state.comparison?.behaviour).toMatchObject({ kind: 'compared', apart: [] });
    expect(state.ending).toEqual({ reason: 'survivors' });
  });

  it('gives the same attempts and the same picks for the same seed, others for another', async () => {
    const workspace = pythonWorkspace('seeded');
    const explored = async (seed: number) => {
      const json = path.join(folder.path, `seed-${seed}.jsonl`);
      const words = ['total.py:1', '--command', 'false', '--attempts', '12', '--seed', String(seed), '--json', json];
      expect(await run(words, { home, cwd: workspace })).toMatchObject({ code: 1 });
      const events = readEvents(json);
      return {
        attempts: events
          .flatMap((event) => (event.type === 'attempt' ? [event.attempt] : []))
          .sort((a, b) => a.index - b.index),
        picks: events.flatMap((event) => (event.type === 'picked' ? [event.candidate] : [])),
      };
    };
    const first = await explored(5);
    expect(first.picks.length).toBeGreaterThan(1);
    expect(await explored(5)).toEqual(first);
    expect((await explored(6)).attempts.map(({ tokens }) => tokens)).not.toEqual(
      first.attempts.map(({ tokens }) => tokens),
    );
  });

  it.each([
    ['a file that is not there', ['nowhere.py:1', ...check], /nowhere\.py could not be read/],
    ['a line outside every function', ['check.py:1', ...check], /no function at line 1/],
    ['no verifier', ['total.py:1'], /No verifier is configured/],
    ['a verifier nobody configured', ['total.py:1', '--verifier', 'lint'], /no verifier named lint/],
    ['a command that is not there', ['total.py:1', '--command', 'no-such-program'], /no-such-program/],
    ['a model that is none', ['total.py:1', ...check, '--model', 'check.py'], /GGUF/],
    ['words it does not know', ['--frobnicate'], /frobnicate/],
  ])('says what is wrong and exits with 2: %s', async (_, words, message) => {
    const workspace = pythonWorkspace('wrong');
    const { code, out, err } = await run(words, { home, cwd: workspace });
    expect(code).toBe(2);
    expect(out + err).toMatch(message);
    expect(out + err).not.toMatch(/\n\s+at /);
  });

  it('finds out a flaky verifier: what passes must pass twice', async () => {
    const workspace = pythonWorkspace('flaky');
    // Passes whatever it has not seen before.
    const seen = path.join(folder.path, 'seen');
    const flaky = `import hashlib, os; os.makedirs("${seen}", exist_ok=True); os.mkdir("${seen}/" + hashlib.sha256(open("total.py", "rb").read()).hexdigest())`;
    write(workspace, { 'flaky.py': flaky });
    const json = path.join(folder.path, 'flaky.jsonl');
    const words = [
      'total.py:1',
      '--command',
      'python3 flaky.py',
      '--sandbox',
      'none',
      '--attempts',
      '4',
      '--json',
      json,
    ];
    const { code, out, err } = await run(words, { home, cwd: workspace });
    expect({ code, err }).toMatchObject({ code: 1 });
    expect(out).toMatch(/^No attempt passed/m);
    expect(err).toMatch(/is flaky: it said different things of the same code/);
    expect(readExploration(json)?.flaky).toHaveLength(1);
  });

  it('says before any candidate is judged what may not be about the code, and stops where nothing could be', async () => {
    const workspace = pythonWorkspace('doubtful');
    write(workspace, { 'imports.py': 'import no_such_module\n' });
    const explore = (command: string) =>
      run(['total.py:1', '--command', command, '--attempts', '4'], { home, cwd: workspace });
    const doubtful = await explore('python3 imports.py');
    expect(doubtful).toMatchObject({ code: 1 });
    expect(doubtful.err).toMatch(/^Note: What "python3 imports\.py" says may not be .*'no_such_module' is missing/m);
    const unable = await explore('python3 -m no_such_module');
    expect(unable).toMatchObject({ code: 2, out: expect.stringMatching(/python\S* has no module no_such_module/) });
    expect(unable.out).toMatch(/^Verified 0 of /m);
  });

  it('takes examples for a verifier', async () => {
    const workspace = pythonWorkspace('examples');
    const before = fingerprint(workspace);
    const examples = ['--example', 'add_all([]) == 0', '--example', 'add_all([1, 2, 3]) == 6'];
    const json = path.join(folder.path, 'examples.jsonl');
    const { code, out } = await run(['total.py:1', ...examples, '--json', json, '--attempts', '16'], {
      home,
      cwd: workspace,
    });
    expect({ code, out }).toMatchObject({ code: 0 });
    expect(readExploration(json)?.baseline?.checks).toMatchObject({ passed: 0, total: 2 });
    expect(fingerprint(workspace)).toEqual(before);

    const wrong = await run(['total.py:1', '--example', 'add_all([]) ='], { home, cwd: workspace });
    expect(wrong).toMatchObject({ code: 2, err: expect.stringMatching(/not an expression/) });
  });

  it('says what could be a verifier where none is configured', async () => {
    const workspace = pythonWorkspace('suggested');
    const test = 'import unittest, total\nclass T(unittest.TestCase):\n    def test_it(self): total.add_all([])\n';
    write(workspace, { 'test_total.py': test });
    const { code, err } = await run(['total.py:1'], { home, cwd: workspace });
    expect(code).toBe(2);
    expect(err).toContain('{"name":"unittest of total.py","command":["python3","-m","unittest","-v","test_total.py"]');
    expect(err).toContain('test_total.py is named after the file.');
  });

  it('names the place of a wrong setting', async () => {
    const workspace = pythonWorkspace('setting');
    write(workspace, {
      '.vscode/settings.json': '{ "exploreSolutions.verifiers": [{ "name": "a", "command": "x" }] }',
    });
    const { code, err } = await run(['total.py:1'], { home, cwd: workspace });
    expect(code).toBe(2);
    expect(err).toMatch(/exploreSolutions\.verifiers\[0\]\.command/);
  });

  it('leaves out a wrong verifier, says so, and goes on with the others', async () => {
    const workspace = pythonWorkspace('left-out');
    const verifiers = [{ name: 'a' }, { name: 'b', shell: 'true', files: '*.js' }];
    write(workspace, { '.vscode/settings.json': JSON.stringify({ 'exploreSolutions.verifiers': verifiers }) });
    const { code, err } = await run(['total.py:1'], { home, cwd: workspace });
    expect(code).toBe(2);
    expect(err).toMatch(/^Left out: exploreSolutions\.verifiers\[0\]: needs "command"/);
    expect(err).toContain('No configured verifier applies to total.py.');
  });

  it('prints help and exits with 0', async () => {
    expect(await run(['--help'], { home })).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^Usage/) });
  });
});

describe('models', () => {
  /** A user with nothing but what a test puts there. */
  const user = path.join(folder.path, 'user');
  const found = ['OLLAMA_MODELS', 'LLAMA_CACHE', 'XDG_CACHE_HOME', 'HF_HUB_CACHE', 'HUGGINGFACE_HUB_CACHE', 'HF_HOME'];

  beforeEach(() => {
    for (const name of found) vi.stubEnv(name, undefined);
    vi.stubEnv('HOME', user);
    vi.stubEnv('USERPROFILE', user);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('--models lists those on this machine, what keeps one from running, and those that can be fetched', async () => {
    const lmStudio = path.join(user, '.lmstudio/models/someone/something');
    mkdirSync(lmStudio, { recursive: true });
    writeFileSync(path.join(lmStudio, 'good.gguf'), smallModel());
    writeFileSync(path.join(lmStudio, 'state.gguf'), smallModel({ metadata: { 'general.architecture': 'mamba' } }));
    const { code, out, err } = await run(['--models'], { home });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^smollm2-135m-instruct-q4_1 +98 MB +Q4_1 +embedded +yes$/m);
    expect(out).toMatch(/^good +\S+ MB +\S+ +LM Studio +yes$/m);
    expect(out).toMatch(/^state .* no$/m);
    expect(out).toMatch(/^ {2}state has the architecture mamba/m);
    expect(out).toMatch(/^qwen2\.5-coder-1\.5b +1\.1 GB +Q4_K_M .*Apache-2\.0/m);
    expect(out).not.toContain('\u001b');
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('--model takes a name from that list, and knows names that are near', async () => {
    const workspace = pythonWorkspace('named');
    const words = ['total.py:1', '--command', 'true', '--attempts', '16', '--model'];
    expect(await run([...words, 'smollm2-135m-instruct-q4_1'], { home, cwd: workspace })).toMatchObject({ code: 0 });
    const { code, err } = await run([...words, 'smolm2-135m'], { home, cwd: workspace });
    expect(code).toBe(2);
    expect(err).toMatch(/no model named smolm2-135m.*Near it: smollm2-135m-instruct-q4_1, /);
  });

  it('fetches a model of the catalogue through the user’s proxy, until Ctrl+C', async () => {
    // It takes the call, and never answers.
    const proxy = createServer();
    const sockets: Duplex[] = [];
    const asked = new Promise<string>((resolve) => {
      proxy.on('connect', ({ url = '' }, socket) => {
        sockets.push(socket);
        resolve(url);
      });
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    try {
      vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
      for (const name of ['https_proxy', 'no_proxy', 'NO_PROXY']) vi.stubEnv(name, undefined);
      const words = ['total.py:1', ...check, '--model', 'qwen2.5-coder-0.5b'];
      const running = start(words, { home, cwd: pythonWorkspace('fetched') });
      expect(await asked).toBe('huggingface.co:443');
      running.process.kill('SIGINT');
      expect(await running.finished).toMatchObject({ code: 130, err: expect.stringContaining('Cancelled') });
      const fetched = path.join(home, 'explore-solutions/models/qwen2.5-coder-0.5b-instruct-q4_k_m.gguf');
      expect(existsSync(`${fetched}.part`)).toBe(true);
      expect(existsSync(fetched)).toBe(false);
      expect(existsSync(`${fetched}.lock`)).toBe(false);
    } finally {
      for (const socket of sockets) socket.destroy();
      proxy.close();
    }
  });
});

describe.runIf(process.platform === 'linux')('when something is killed', () => {
  /** An exploration whose verifier takes long, so that everything is running when it is struck. */
  async function explorationUnderWay(name: string) {
    const json = path.join(folder.path, `${name}.jsonl`);
    const words = ['total.py:1', '--command', 'sleep 60', '--attempts', '64', '--json', json];
    const running = start(words, { home, cwd: pythonWorkspace(name) });
    return { running, json, pid: running.process.pid! };
  }

  it('Ctrl+C shows what was found so far, exits with 130 and leaves no process', async () => {
    const { running, json, pid } = await explorationUnderWay('interrupted');
    await vi.waitFor(() => expect(descendants(pid).length).toBeGreaterThan(1), { timeout: 60_000 });
    const children = descendants(pid);
    running.process.kill('SIGINT');
    const { code, out } = await running.finished;
    expect(code).toBe(130);
    expect(out).toContain('Interrupted');
    expect(readExploration(json)?.ending).toEqual({ reason: 'cancelled' });
    await vi.waitFor(() => expect(children.filter(isAlive)).toEqual([]), { timeout: 10_000 });
  });

  it('the engine’s child: the command says so and what to do, and leaves no process', async () => {
    const workspace = pythonWorkspace('engine-killed');
    const words = ['total.py:1', '--command', 'false', '--attempts', '200'];
    const running = start(words, { home, cwd: workspace });
    await running.said('writing and verifying attempts');
    const children = descendants(running.process.pid!);
    process.kill(engineChild(running.process.pid!)!, 'SIGKILL');
    const { code, out } = await running.finished;
    expect(code).toBe(2);
    expect(out).toMatch(/Failed: .*process that runs the model/);
    await vi.waitFor(() => expect(children.filter(isAlive)).toEqual([]), { timeout: 10_000 });
  });

  it('the command itself: no process is left', async () => {
    const { running, pid } = await explorationUnderWay('command-killed');
    await vi.waitFor(() => expect(engineChild(pid)).toBeDefined(), { timeout: 60_000 });
    const children = descendants(pid);
    expect(children.length).toBeGreaterThan(0);
    process.kill(pid, 'SIGKILL');
    await running.finished;
    await vi.waitFor(() => expect(children.filter(isAlive)).toEqual([]), { timeout: 10_000 });
  });
});
