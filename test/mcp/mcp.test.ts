import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { getDefaultEnvironment, StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { CallToolResult, Progress } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Findings, findingsSchema } from '../../src/explore/findings.js';
import { readExploration } from '../../src/explore/record.js';
import { descendants, engineChild, isAlive } from '../support/processes.js';
import { fingerprint, root, temporaryFolder, write } from '../terminal/command.js';

/** The server as other programs meet it: the SDK's own client, a real process, a real model, real files. */

const folder = temporaryFolder();
const home = path.join(folder.path, 'home');
afterAll(() => folder.remove());

let client: Client;
let transport: StdioClientTransport;
/** What the client could not understand: anything on standard output that is not the protocol. */
let garbage: Error[];

/** Starts a server whose records go to `home`, so that nothing of the machine's user is touched. */
async function connect(environment: Readonly<Record<string, string>>): Promise<void> {
  garbage = [];
  const args = [path.join(root, 'dist/mcp.js')];
  const env = { ...environment, XDG_DATA_HOME: home };
  transport = new StdioClientTransport({ command: process.execPath, args, env, stderr: 'pipe' });
  client = new Client({ name: 'test', version: '1' });
  client.onerror = (error) => garbage.push(error);
  await client.connect(transport);
}

beforeEach(() => connect(getDefaultEnvironment()));
afterEach(async () => {
  await client.close();
  expect(garbage).toEqual([]);
});

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

interface Call {
  readonly signal?: AbortSignal;
  readonly onprogress?: (progress: Progress) => void;
}

async function explore(input: object, { signal, onprogress }: Call = {}): Promise<CallToolResult> {
  const options = { timeout: 110_000, ...(signal && { signal }), ...(onprogress && { onprogress }) };
  const call = { name: 'explore_solutions', arguments: { ...input } };
  return (await client.callTool(call, undefined, options)) as CallToolResult;
}

function findingsIn({ structuredContent }: CallToolResult): Findings {
  return findingsSchema.parse(structuredContent);
}

function textIn({ content }: CallToolResult): string {
  return content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
}

describe('the MCP server', () => {
  it('finds survivors with evidence, tells how far it is, and leaves the workspace byte for byte as it was', async () => {
    const workspace = pythonWorkspace('found');
    const before = fingerprint(workspace);
    const told: Progress[] = [];
    const input = { file: 'total.py', line: 1, workspace, command: 'python3 check.py', attempts: 16 };
    const result = await explore(input, { onprogress: (progress) => told.push(progress) });
    expect(fingerprint(workspace)).toEqual(before);

    const findings = findingsIn(result);
    expect(findings).toMatchObject({ ending: 'survivors', file: 'total.py', function: 'add_all', nearMisses: [] });
    expect(findings.verifiers).toEqual(['python3 check.py']);
    const [survivor] = findings.survivors;
    expect(survivor).toMatchObject({ verdict: { outcome: 'pass', verifier: 'python3 check.py', exitCode: 0 } });
    expect(survivor!.attempts).toBeGreaterThan(0);
    expect(survivor!.verdict.seconds).toBeGreaterThan(0);
    expect(textIn(result)).toContain(survivor!.diff.trim());
    expect(readExploration(findings.record)?.ending).toEqual({ reason: 'survivors' });

    expect(told.map(({ progress }) => progress)).toEqual(told.map((_, index) => index + 1));
    expect(told.at(-1)?.message).toMatch(/^attempts \d+\/16 · distinct \d+ · verified \d+ · survivors 1\/1$/);

    const copy = path.join(folder.path, 'found-copy');
    spawnSync('cp', ['-r', workspace, copy]);
    const applied = spawnSync('git', ['apply', '-'], { cwd: copy, input: survivor!.diff, encoding: 'utf8' });
    expect(applied.stderr).toBe('');
    expect(spawnSync('python3', ['check.py'], { cwd: copy }).status).toBe(0);
  });

  it('tells the nearest misses, each with the check that failed, where nothing passed', async () => {
    const workspace = pythonWorkspace('missed');
    const examples = ['add_all([]) == 0', 'add_all([1, 2]) == 4'];
    const result = await explore({ file: path.join(workspace, 'total.py'), line: 1, workspace, examples, attempts: 8 });
    const { ending, survivors, nearMisses } = findingsIn(result);
    expect({ ending, survivors }).toEqual({ ending: 'exhausted', survivors: [] });
    expect(nearMisses[0]?.verdict).toMatchObject({ outcome: 'fail', checks: { total: 2 } });
    expect(nearMisses[0]?.verdict.firstFailure?.name).toMatch(/^add_all\(/);
    const passed = nearMisses.map(({ verdict }) => verdict.checks?.passed ?? 0);
    expect(passed).toEqual([...passed].sort((a, b) => b - a));
    expect(textIn(result)).toContain('First failing check: add_all(');
  });

  it('takes the verifiers that the workspace configures, by name, and says which entries it left out', async () => {
    const workspace = pythonWorkspace('configured');
    const verifiers = [{ name: 'never', shell: 'false' }, { name: 'tests', shell: 'python3 check.py' }, { name: 'no' }];
    write(workspace, { '.vscode/settings.json': JSON.stringify({ 'exploreSolutions.verifiers': verifiers }) });
    const input = { file: path.join(workspace, 'total.py'), line: 1, verifiers: ['tests'], attempts: 16 };
    const findings = findingsIn(await explore(input));
    expect(findings).toMatchObject({ workspace, verifiers: ['tests'], ending: 'survivors' });
    expect(findings.notes).toContainEqual(expect.stringMatching(/^Left out: exploreSolutions\.verifiers\[2\]/));
  });

  it.each([
    ['a file that is not there', { file: 'nowhere.py' }, /nowhere\.py could not be read.*\nName a file/],
    ['a line outside every function', { file: 'check.py' }, /no function at line 1/],
    ['a file outside the workspace', { file: '../outside.py' }, /not inside the workspace folder/],
    ['no verifier', { command: undefined }, /No verifier is configured.*\n(.|\n)*Give a command or examples/],
    ['a verifier nobody configured', { command: undefined, verifiers: ['lint'] }, /no verifier named lint/],
    ['verifiers and a command', { verifiers: ['lint'] }, /exclude each other.*\nGive one of/],
    ['a command that is not there', { command: 'no-such-program' }, /no-such-program/],
    ['a model that is not known', { model: 'smolm2-135m' }, /no model named smolm2-135m.*Near it: smollm2-135m/],
    ['no line', { line: undefined }, /line/],
    ['words it does not know', { frobnicate: true }, /frobnicate/],
  ])('answers with an error that says what to do: %s', async (_, changes, message) => {
    const workspace = pythonWorkspace('wrong');
    const result = await explore({ file: 'total.py', line: 1, workspace, command: 'python3 check.py', ...changes });
    expect(result.isError).toBe(true);
    expect(textIn(result)).toMatch(message);
    expect(textIn(result)).not.toMatch(/\n\s+at /);
  });

  it('lists the models on this machine, and fetches none of the others', async () => {
    await client.close();
    // A user with nothing.
    await connect({ PATH: process.env.PATH!, HOME: folder.path });
    const { structuredContent } = (await client.callTool({ name: 'list_models' })) as CallToolResult;
    expect(structuredContent).toMatchObject({
      models: [{ name: 'smollm2-135m-instruct-q4_1', quantisation: 'Q4_1', from: 'embedded', problem: null }],
      fetchable: expect.arrayContaining([expect.objectContaining({ name: 'qwen2.5-coder-1.5b' })]),
    });
    const input = { file: 'total.py', line: 1, workspace: pythonWorkspace('fetch'), command: 'true' };
    const result = await explore({ ...input, model: 'qwen2.5-coder-1.5b' });
    expect(textIn(result)).toMatch(/not on this machine.*\nCall list_models/);
  });

  it('says that it runs code: clients must not take it for harmless', async () => {
    const { tools } = await client.listTools();
    const named = Object.fromEntries(tools.map(({ name, annotations }) => [name, annotations?.readOnlyHint]));
    expect(named).toEqual({ explore_solutions: false, list_models: true });
  });
});

describe.runIf(process.platform === 'linux')('when an exploration is cut off', () => {
  /** One whose verifier takes long, with everything running. */
  async function underWay(name: string) {
    const stop = new AbortController();
    const input = { file: 'total.py', line: 1, workspace: pythonWorkspace(name), command: 'sleep 60', attempts: 64 };
    const exploring = explore(input, { signal: stop.signal }).catch((error: unknown) => error);
    const pid = transport.pid!;
    await vi.waitFor(() => expect(engineChild(pid)).toBeDefined(), { timeout: 60_000 });
    await vi.waitFor(() => expect(descendants(pid).length).toBeGreaterThan(2), { timeout: 60_000 });
    return { stop, exploring, input, pid, children: descendants(pid) };
  }

  const records = path.join(home, 'explore-solutions/explorations');
  const endings = () => readdirSync(records).map((name) => readExploration(path.join(records, name))?.ending?.reason);

  it('a cancel ends it, keeps its record, leaves no process, and lets the next one run', async () => {
    const { stop, exploring, input, pid, children } = await underWay('cancelled');
    stop.abort();
    expect(await exploring).toBeInstanceOf(Error);
    await vi.waitFor(() => expect(children.filter(isAlive)).toEqual([]), { timeout: 10_000 });
    expect(isAlive(pid)).toBe(true);
    expect(endings()).toContain('cancelled');
    const next = await explore({ ...input, command: 'python3 check.py', attempts: 16 });
    expect(findingsIn(next).ending).toBe('survivors');
  });

  it('a second one meanwhile is refused and told what to do', async () => {
    const { stop, exploring, input } = await underWay('busy');
    const second = await explore({ ...input, command: 'true' });
    expect(second).toMatchObject({ isError: true });
    expect(textIn(second)).toMatch(/running already\.\nWait until it has ended, or cancel it/);
    stop.abort();
    await exploring;
  });

  it('a client that goes away takes everything with it', async () => {
    const { exploring, pid, children } = await underWay('left');
    await client.close();
    await exploring;
    await vi.waitFor(() => expect([pid, ...children].filter(isAlive)).toEqual([]), { timeout: 10_000 });
  });

  it('a server that is killed leaves no process', async () => {
    const { exploring, pid, children } = await underWay('killed');
    process.kill(pid, 'SIGKILL');
    await exploring;
    await vi.waitFor(() => expect(children.filter(isAlive)).toEqual([]), { timeout: 10_000 });
  });
});
