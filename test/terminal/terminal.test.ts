import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { readEvents, readExploration } from '../../src/explore/record.js';
import { descendants, engineChild, isAlive } from '../support/processes.js';
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

  it('names the place of a wrong setting', async () => {
    const workspace = pythonWorkspace('setting');
    write(workspace, {
      '.vscode/settings.json': '{ "exploreSolutions.verifiers": [{ "name": "a", "command": "x" }] }',
    });
    const { code, err } = await run(['total.py:1'], { home, cwd: workspace });
    expect(code).toBe(2);
    expect(err).toMatch(/exploreSolutions\.verifiers\[0\]\.command/);
  });

  it('prints help and exits with 0', async () => {
    expect(await run(['--help'], { home })).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^Usage/) });
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
