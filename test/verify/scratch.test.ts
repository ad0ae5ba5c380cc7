import { execFileSync } from 'node:child_process';
import {
  chmod,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { OutsideScratchError, WorkspaceTooLargeError } from '../../src/verify/errors.js';
import { readInventory } from '../../src/verify/inventory.js';
import { Scratch } from '../../src/verify/scratch.js';
import { fingerprint, makeFolder } from './workspace.js';

async function scratchOf(workspace: string): Promise<Scratch> {
  const folder = path.join(await makeFolder({}), 'scratch');
  const scratch = await Scratch.create(folder, [await readInventory(workspace)], workspace);
  onTestFinished(() => scratch.remove());
  return scratch;
}

const read = (scratch: Scratch, file: string) => readFile(path.join(scratch.workspace, file), 'utf8');
const linkOf = (scratch: Scratch, file: string) => readlink(path.join(scratch.workspace, file));

describe('a scratch copy', () => {
  it('holds the same files, with their modes and times, and leaves the original as it was', async () => {
    const workspace = await makeFolder({ 'a.txt': 'a', 'deep/er/run.sh': '#!/bin/sh\n', 'empty/.keep': '' });
    await chmod(path.join(workspace, 'deep/er/run.sh'), 0o755);
    await utimes(path.join(workspace, 'a.txt'), 1_000_000_000, 1_000_000_000);
    const before = await fingerprint(workspace);
    const scratch = await scratchOf(workspace);
    expect((await readdir(scratch.workspace, { recursive: true })).sort()).toEqual(
      (await readdir(workspace, { recursive: true })).sort(),
    );
    expect(await read(scratch, 'a.txt')).toBe('a');
    expect((await stat(path.join(scratch.workspace, 'a.txt'))).mtime).toEqual(new Date(1_000_000_000_000));
    expect((await stat(path.join(scratch.workspace, 'deep/er/run.sh'))).mode & 0o777).toBe(0o755);
    expect(await fingerprint(workspace)).toEqual(before);
  });

  it('leaves out version control, sockets and pipes', async () => {
    const workspace = await makeFolder({
      'a.txt': '',
      '.git/HEAD': '',
      'sub/.git': 'gitdir: elsewhere',
    });
    const server = createServer().listen(path.join(workspace, 'socket'));
    onTestFinished(() => void server.close());
    execFileSync('mkfifo', [path.join(workspace, 'pipe')]);
    const scratch = await scratchOf(workspace);
    expect((await readdir(scratch.workspace, { recursive: true })).sort()).toEqual(['a.txt', 'sub']);
  });

  it('keeps symbolic links: into the workspace, out of it, dangling', async () => {
    const outside = await makeFolder({ 'far.txt': 'far' });
    const workspace = await makeFolder({ 'a.txt': 'a', 'sub/b.txt': 'b' });
    await symlink('../a.txt', path.join(workspace, 'sub/relative'));
    await symlink(path.join(workspace, 'sub'), path.join(workspace, 'absolute'));
    await symlink(path.join(outside, 'far.txt'), path.join(workspace, 'far'));
    await symlink(path.relative(workspace, outside), path.join(workspace, 'far-folder'));
    await symlink('nowhere', path.join(workspace, 'dangling'));
    const scratch = await scratchOf(workspace);
    expect(await linkOf(scratch, 'sub/relative')).toBe('../a.txt');
    // An absolute link to the original would let a candidate write there by accident.
    expect(await linkOf(scratch, 'absolute')).toBe('sub');
    expect(await read(scratch, 'far')).toBe('far');
    expect(await read(scratch, 'far-folder/far.txt')).toBe('far');
    expect(await linkOf(scratch, 'dangling')).toBe('nowhere');
  });

  it('shares installed packages, but not caches among them nor the workspace’s own packages', async () => {
    const workspace = await makeFolder({
      'node_modules/left-pad/index.js': '',
      'node_modules/@scope/tool/index.js': '',
      'node_modules/.cache/x': '',
      'node_modules/.package-lock.json': '{}',
      'packages/ours/index.js': 'ours',
      '.venv/pyvenv.cfg': '',
      '.venv/CACHEDIR.TAG': '',
    });
    await symlink('../packages/ours', path.join(workspace, 'node_modules/ours'));
    const scratch = await scratchOf(workspace);
    expect((await readdir(path.join(scratch.workspace, 'node_modules'))).sort()).toEqual(
      ['.package-lock.json', '@scope', 'left-pad', 'ours'].sort(),
    );
    for (const shared of ['node_modules/left-pad', 'node_modules/@scope/tool', '.venv']) {
      expect(await linkOf(scratch, shared)).toBe(path.join(workspace, shared));
    }
    await scratch.write('packages/ours/index.js', 'changed');
    expect(await read(scratch, 'node_modules/ours/index.js')).toBe('changed');
    expect(await readFile(path.join(workspace, 'packages/ours/index.js'), 'utf8')).toBe('ours');
  });

  it('goes on without a file that has vanished since the inventory was read', async () => {
    const workspace = await makeFolder({ 'a.txt': '', 'gone.txt': '' });
    const inventory = await readInventory(workspace);
    await rm(path.join(workspace, 'gone.txt'));
    const scratch = await Scratch.create(path.join(await makeFolder({}), 'scratch'), [inventory], workspace);
    expect(await readdir(scratch.workspace)).toEqual(['a.txt']);
  });

  it('is removed also after a candidate took its own permissions away', async () => {
    const scratch = await scratchOf(await makeFolder({ 'a/b.txt': '' }));
    await mkdir(path.join(scratch.workspace, 'made/deeper'), { recursive: true });
    await writeFile(path.join(scratch.workspace, 'made/deeper/x'), '');
    await chmod(path.join(scratch.workspace, 'made/deeper'), 0);
    await chmod(path.join(scratch.workspace, 'made'), 0);
    await scratch.remove();
    await expect(stat(scratch.workspace)).rejects.toThrow('ENOENT');
  });
});

describe('the candidate’s file', () => {
  it('replaces a file, keeps its mode, and is newer than the others', async () => {
    const workspace = await makeFolder({ 'a.sh': 'old', 'b.txt': '' });
    await chmod(path.join(workspace, 'a.sh'), 0o555);
    const scratch = await scratchOf(workspace);
    await scratch.write('a.sh', 'new');
    expect(await read(scratch, 'a.sh')).toBe('new');
    const [a, b] = await Promise.all(['a.sh', 'b.txt'].map((name) => stat(path.join(scratch.workspace, name))));
    expect((a?.mode ?? 0) & 0o777).toBe(0o755);
    expect(a?.mtimeMs).toBeGreaterThan(b?.mtimeMs ?? Infinity);
    expect(await readFile(path.join(workspace, 'a.sh'), 'utf8')).toBe('old');
  });

  it('takes the place of a link that leads out', async () => {
    const outside = await makeFolder({ 'a.txt': 'theirs' });
    const workspace = await makeFolder({});
    await symlink(path.join(outside, 'a.txt'), path.join(workspace, 'a.txt'));
    const scratch = await scratchOf(workspace);
    await scratch.write('a.txt', 'ours');
    expect(await read(scratch, 'a.txt')).toBe('ours');
    expect((await lstat(path.join(scratch.workspace, 'a.txt'))).isFile()).toBe(true);
    expect(await readFile(path.join(outside, 'a.txt'), 'utf8')).toBe('theirs');
  });

  it('is refused behind a folder that leads out, and above the workspace', async () => {
    const outside = await makeFolder({ 'a.txt': 'theirs' });
    const workspace = await makeFolder({ 'node_modules/pkg/index.js': 'theirs' });
    await symlink(outside, path.join(workspace, 'linked'));
    const before = [await fingerprint(outside), await fingerprint(workspace)];
    const scratch = await scratchOf(workspace);
    const paths = ['linked/a.txt', 'linked/new/b.txt', 'node_modules/pkg/index.js', '../a.txt', 'x/../../a.txt', '.'];
    for (const file of paths) {
      await expect(scratch.write(file, 'ours'), file).rejects.toThrow(OutsideScratchError);
    }
    expect([await fingerprint(outside), await fingerprint(workspace)]).toEqual(before);
  });
});

describe('a workspace that is too large', () => {
  it('is refused by the number of its files and by their size, dependencies apart', async () => {
    const workspace = await makeFolder({ 'a.txt': 'aaaa', 'b/c.txt': 'cccc', 'node_modules/p/index.js': 'pppp' });
    await expect(readInventory(workspace, { entries: 5, bytes: 8 })).resolves.toBeDefined();
    await expect(readInventory(workspace, { entries: 4, bytes: 8 })).rejects.toThrow(WorkspaceTooLargeError);
    await expect(readInventory(workspace, { entries: 5, bytes: 7 })).rejects.toThrow(WorkspaceTooLargeError);
  });
});
