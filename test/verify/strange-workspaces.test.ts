// Workspaces that hold what a copy cannot simply hold too.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WorkspaceTooLargeError } from '../../src/verify/errors.js';
import { fingerprint, makeFolder, noBubblewrap, ORDINARY_PARENT, openVerifying, verifiersOf } from './workspace.js';

const isRoot = process.getuid?.() === 0;

describe.skipIf(process.platform !== 'linux').each([
  ['required', noBubblewrap],
  ['none', undefined],
] as const)('with sandbox %s, a workspace', (sandbox, missing) => {
  const test = it.skipIf(missing !== undefined);
  const confined = sandbox === 'required';

  /** Evaluates Node expressions in a copy: their values, or the codes of their errors. */
  async function evaluate(workspace: string, expressions: readonly string[]): Promise<unknown> {
    const verification = await openVerifying(
      workspace,
      verifiersOf([{ name: 'run', command: ['node', 'main.js'] }], 'main.js'),
      { sandbox },
    );
    const values = expressions.map((each) => `attempt(() => ${each})`);
    const text = `const fs = require('fs');
      const attempt = (evaluate) => { try { return evaluate() ?? 'done'; } catch (error) { return error.code; } };
      console.log(JSON.stringify([${values.join(', ')}]));`;
    const verdict = await verification.verify({ file: 'main.js', text }, new AbortController().signal);
    expect(verdict).toMatchObject({ outcome: 'pass' });
    return JSON.parse(verdict.output);
  }

  const listing = `fs.readdirSync('.').sort()`;

  test('with a socket and a pipe has copies without them', async () => {
    const workspace = await makeFolder({ 'main.js': '' });
    execFileSync('mkfifo', [path.join(workspace, 'pipe')]);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(path.join(workspace, 'socket'), resolve));
    onTestFinished(() => void server.close());
    expect(await evaluate(workspace, [listing])).toEqual([['main.js']]);
  });

  test('with names that are not UTF-8 can be used, without those files', async () => {
    const workspace = await makeFolder({ 'main.js': '', 'a.txt': '' });
    writeFileSync(Buffer.concat([Buffer.from(`${workspace}/`), Buffer.from([0xff, 0xfe])]), 'x');
    expect(await evaluate(workspace, [listing])).toEqual([['a.txt', 'main.js']]);
  });

  test('with what may not be read can be used, without it where it really cannot be read', async () => {
    const workspace = await makeFolder({ 'main.js': '', 'closed.txt': 'x', 'closed/a.txt': 'x' });
    for (const name of ['closed.txt', 'closed']) chmodSync(path.join(workspace, name), 0);
    onTestFinished(() => chmodSync(path.join(workspace, 'closed'), 0o700));
    const [names, read] = (await evaluate(workspace, [listing, `fs.readFileSync('closed.txt', 'utf8')`])) as unknown[];
    // Root reads everything, but has no such privilege in the sandbox.
    expect(names).toEqual(isRoot ? ['closed', 'closed.txt', 'main.js'] : ['closed', 'main.js']);
    expect(read).toBe(isRoot ? (confined ? 'EACCES' : 'x') : 'ENOENT');
  });

  test('with links in a loop, and links to nothing, has the same in its copies', async () => {
    const workspace = await makeFolder({ 'main.js': '', 'deep/a.txt': '' });
    const link = (target: string, name: string) => symlinkSync(target, path.join(workspace, name));
    link('one', 'two');
    link('two', 'one');
    link('..', 'deep/up');
    link('nowhere', 'nothing');
    const read = (name: string) => `fs.readFileSync('${name}', 'utf8')`;
    expect(await evaluate(workspace, [read('one'), read('nothing'), read('deep/up/deep/up/deep/a.txt')])).toEqual([
      ...['ELOOP', 'ENOENT', ''],
    ]);
  });

  test('with links that lead out is not a way to write there, in a sandbox', async () => {
    const outside = await makeFolder({ 'theirs.txt': 'theirs' }, ORDINARY_PARENT);
    const workspace = await makeFolder({ 'main.js': '' }, ORDINARY_PARENT);
    symlinkSync(outside, path.join(workspace, 'absolute'));
    symlinkSync(path.relative(workspace, outside), path.join(workspace, 'relative'));
    const before = await fingerprint(outside);
    const result = await evaluate(workspace, [
      `fs.readFileSync('absolute/theirs.txt', 'utf8')`,
      `fs.readFileSync('relative/theirs.txt', 'utf8')`,
      `fs.writeFileSync('relative/theirs.txt', 'ours')`,
    ]);
    expect(result).toEqual(['theirs', 'theirs', confined ? 'EROFS' : 'done']);
    if (confined) expect(await fingerprint(outside)).toEqual(before);
  });

  test('with links into the system’s temporary folder can read what they lead to', async () => {
    const outside = await makeFolder({ 'data.txt': 'theirs', 'deep/b.txt': 'b' });
    const workspace = await makeFolder({ 'main.js': '' }, ORDINARY_PARENT);
    mkdirSync(path.join(workspace, 'links'));
    symlinkSync(outside, path.join(workspace, 'links/folder'));
    symlinkSync(path.join(outside, 'data.txt'), path.join(workspace, 'links/file'));
    symlinkSync('/tmp', path.join(workspace, 'links/all'));
    const result = await evaluate(workspace, [
      `fs.readFileSync('links/file', 'utf8')`,
      `fs.readFileSync('links/folder/deep/b.txt', 'utf8')`,
      `fs.writeFileSync('links/folder/new.txt', '')`,
      `fs.writeFileSync('links/all/verify-test-own', '')`,
      `fs.unlinkSync('/tmp/verify-test-own')`,
    ]);
    expect(result).toEqual(['theirs', 'b', confined ? 'EROFS' : 'done', 'done', 'done']);
  });

  test('with a file of 2 GiB can be used in a sandbox, which keeps it from being written to', async () => {
    const workspace = await makeFolder({ 'main.js': '', 'data/large.bin': 'theirs' }, ORDINARY_PARENT);
    truncateSync(path.join(workspace, 'data/large.bin'), 2 * 1024 ** 3);
    const used = evaluate(workspace, [
      `fs.statSync('data/large.bin').size`,
      `fs.readSync(fs.openSync('data/large.bin'), Buffer.alloc(6))`,
      `fs.appendFileSync('data/large.bin', 'ours')`,
    ]);
    if (confined) expect(await used).toEqual([2 * 1024 ** 3, 6, 'EROFS']);
    else await expect(used).rejects.toThrow(WorkspaceTooLargeError);
  });
});
