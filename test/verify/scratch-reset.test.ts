import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { chmod, lstat, readdir, readFile, readlink, symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readInventory } from '../../src/verify/inventory.js';
import { Scratch } from '../../src/verify/scratch.js';
import { ScratchPool } from '../../src/verify/scratch-pool.js';
import { makeFolder, noBubblewrap, openVerifying, verifiersOf } from './workspace.js';

const FILES = {
  'a.txt': 'a',
  'run.sh': '#!/bin/sh\n',
  'deep/er/b.txt': 'b',
  'deep/er/c.txt': 'c',
  'deep/d.txt': 'd',
  'other/e.txt': 'e',
  'quiet/f.txt': 'f',
  'node_modules/pkg/index.js': 'theirs',
  'node_modules/.package-lock.json': '{}',
};

async function makeWorkspace(): Promise<string> {
  const workspace = await makeFolder(FILES);
  await chmod(path.join(workspace, 'run.sh'), 0o755);
  await symlink('deep/d.txt', path.join(workspace, 'link'));
  return workspace;
}

async function scratchOf(workspace: string): Promise<Scratch> {
  const folder = path.join(await makeFolder({}), 'scratch');
  const scratch = await Scratch.create(folder, [await readInventory(workspace)], workspace);
  onTestFinished(() => scratch.remove());
  return scratch;
}

/** What a program could read of a tree, apart from what every copy has of its own (inodes, times of change). */
async function readable(folder: string): Promise<Readonly<Record<string, string>>> {
  const result: Record<string, string> = {};
  for (const name of ['', ...(await readdir(folder, { recursive: true }))]) {
    const file = path.join(folder, name);
    const status = await lstat(file);
    if (status.isSymbolicLink()) result[name] = `link to ${await readlink(file)}`;
    else if (status.isDirectory()) result[name] = `folder ${status.mode}`;
    else result[name] = `${status.mode} ${status.nlink} ${status.mtimeMs} ${await readFile(file, 'utf8')}`;
  }
  return result;
}

/** What candidates do to a copy; the current folder is the copy. */
const deeds: Readonly<Record<string, (at: (file: string) => string) => void>> = {
  'writes over a file and sets its time and size back': (at) => {
    const { atime, mtime } = statSync(at('a.txt'));
    writeFileSync(at('a.txt'), 'A');
    utimesSync(at('a.txt'), atime, mtime);
  },
  'adds files and folders, hidden ones too': (at) => {
    mkdirSync(at('deep/er/new/.hidden'), { recursive: true });
    writeFileSync(at('deep/er/new/.hidden/x'), '');
    writeFileSync(at('node_modules/evil.js'), '');
    writeFileSync(at('.x'), '');
  },
  'removes a file and a whole folder': (at) => {
    rmSync(at('a.txt'));
    rmSync(at('deep'), { recursive: true });
  },
  'renames a file over another': (at) => renameSync(at('deep/er/b.txt'), at('deep/er/c.txt')),
  'renames a folder': (at) => renameSync(at('deep'), at('deeper')),
  'exchanges two folders': (at) => {
    renameSync(at('deep'), at('third'));
    renameSync(at('other'), at('deep'));
    renameSync(at('third'), at('other'));
  },
  'changes modes': (at) => {
    chmodSync(at('run.sh'), 0o644);
    chmodSync(at('a.txt'), 0o4777);
    chmodSync(at('deep'), 0o700);
  },
  'makes a hard link': (at) => {
    linkSync(at('a.txt'), at('other/a-too.txt'));
    appendFileSync(at('other/a-too.txt'), 'more');
  },
  'puts a symbolic link in a folder’s place': (at) => {
    renameSync(at('deep'), at('moved'));
    symlinkSync('moved', at('deep'));
  },
  'puts a folder in a file’s place and a file in a folder’s': (at) => {
    rmSync(at('a.txt'));
    mkdirSync(at('a.txt/x'), { recursive: true });
    rmSync(at('other'), { recursive: true });
    writeFileSync(at('other'), '');
  },
  'turns links elsewhere': (at) => {
    rmSync(at('link'));
    symlinkSync('a.txt', at('link'));
    rmSync(at('node_modules/pkg'));
    symlinkSync('../other', at('node_modules/pkg'));
  },
  'leaves something in the temporary folder': (at) => writeFileSync(at('../tmp/x'), ''),
};

describe('a reset copy is as new after a candidate that', () => {
  it.each(Object.entries(deeds))('%s', async (_, deed) => {
    const workspace = await makeWorkspace();
    const scratch = await scratchOf(workspace);
    const before = await readable(path.dirname(scratch.workspace));
    // Twice: the second time proves that the first reset took its stamps right.
    for (let round = 0; round < 2; round += 1) {
      deed((file) => path.join(scratch.workspace, file));
      expect(await readable(path.dirname(scratch.workspace))).not.toEqual(before);
      await scratch.reset();
      expect(await readable(path.dirname(scratch.workspace))).toEqual(before);
    }
    expect(readFileSync(path.join(workspace, 'node_modules/pkg/index.js'), 'utf8')).toBe('theirs');
  });

  it.runIf(process.platform === 'linux')('hides a message in a folder’s extended attributes', async () => {
    const scratch = await scratchOf(await makeWorkspace());
    const python = (line: string) =>
      execFileSync('python3', ['-c', `import os; ${line}`], { cwd: scratch.workspace, encoding: 'utf8' });
    python(`[os.setxattr(name, 'user.message', b'hello') for name in ('.', 'deep', 'a.txt')]`);
    await scratch.reset();
    expect(python(`print([os.listxattr(name) for name in ('.', 'deep', 'a.txt')])`)).toBe('[[], [], []]\n');
  });
});

it('a reset leaves alone what was not touched', async () => {
  const scratch = await scratchOf(await makeWorkspace());
  const inode = (file: string) => lstatSync(path.join(scratch.workspace, file)).ino;
  const names = ['quiet', 'quiet/f.txt', 'other/e.txt', 'deep/er/c.txt', 'run.sh'];
  const before = names.map(inode);
  await scratch.write('deep/er/b.txt', 'candidate');
  await scratch.write('other/new.txt', 'candidate');
  await scratch.reset();
  expect(names.map(inode)).toEqual(before);
  // A reset knows its own work: nothing is done over when the next candidate touches nothing.
  const all = async () => (await readdir(scratch.workspace, { recursive: true })).map((name) => [name, inode(name)]);
  const restored = await all();
  await scratch.reset();
  expect(await all()).toEqual(restored);
});

it('a reset goes on without a file that had vanished from the original, and removes one made in its place', async () => {
  const workspace = await makeWorkspace();
  const inventory = await readInventory(workspace);
  rmSync(path.join(workspace, 'a.txt'));
  const scratch = await Scratch.create(path.join(await makeFolder({}), 'scratch'), [inventory], workspace);
  const before = await readable(scratch.workspace);
  for (const file of ['new.txt', 'a.txt']) {
    await scratch.write(file, 'candidate');
    await scratch.reset();
    expect(await readable(scratch.workspace)).toEqual(before);
  }
});

describe('the pool', () => {
  /** With one copy in use at a time. */
  async function poolOf(workspace: string) {
    const [folder, inventory] = [await makeFolder({}), await readInventory(workspace)];
    const made: string[] = [];
    const make = () => {
      made.push(path.join(folder, String(made.length)));
      return Scratch.create(made.at(-1) ?? '', [inventory], workspace);
    };
    return { pool: new ScratchPool(make, () => 1), made };
  }

  it('gives two copies out in turns, each as new', async () => {
    const { pool, made } = await poolOf(await makeWorkspace());
    for (let candidate = 0; candidate < 6; candidate += 1) {
      const scratch = await pool.take();
      expect(readFileSync(path.join(scratch.workspace, 'a.txt'), 'utf8')).toBe('a');
      await scratch.write('a.txt', 'candidate');
      pool.giveBack(scratch, true);
    }
    await pool.settle();
    expect(made).toHaveLength(2);
  });

  it('removes a copy in which something may run', async () => {
    const { pool, made } = await poolOf(await makeWorkspace());
    const first = await pool.take();
    pool.giveBack(first, false);
    expect((await pool.take()).workspace).not.toBe(first.workspace);
    await pool.settle();
    await expect(lstat(first.workspace)).rejects.toThrow('ENOENT');
    expect(made).toHaveLength(2);
  });

  it('makes a new copy where one cannot be reset, or is kept', async () => {
    const { pool } = await poolOf(await makeWorkspace());
    const first = await pool.take();
    rmSync(first.workspace, { recursive: true });
    pool.giveBack(first, true);
    const second = await pool.take();
    expect(second.workspace).not.toBe(first.workspace);
    pool.forget();
    expect((await pool.take()).workspace).not.toBe(second.workspace);
  });

  it('says why no copy can be made', async () => {
    const pool = new ScratchPool(
      () => Promise.reject(new Error('the disk is full')),
      () => 1,
    );
    await expect(pool.take()).rejects.toThrow('the disk is full');
    pool.forget();
    await expect(pool.take()).rejects.toThrow('the disk is full');
  });

  const sandboxes = [
    ['required', noBubblewrap],
    ['none', process.platform === 'linux' ? undefined : 'only Linux shows that nothing is left running'],
  ] as const;
  it.for(sandboxes)('serves candidates one after the other from two copies, with sandbox %s', async (row, { skip }) => {
    const [sandbox, missing] = row;
    skip(missing !== undefined, missing);
    const workspace = await makeFolder({ 'main.js': '' });
    const verification = await openVerifying(
      workspace,
      verifiersOf([{ name: 'run', command: ['node', 'main.js'] }], 'main.js'),
      { sandbox },
    );
    const text = `const fs = require('fs');
      const mounts = fs.readFileSync('/proc/self/mountinfo', 'utf8').split('\\n');
      console.log(process.cwd(), mounts.filter((line) => line.includes('explore-solutions-verify-')).map((l) => l.split(' ')[3]));
      console.log(fs.readdirSync('.'));
      fs.writeFileSync('left.txt', '');`;
    const outputs: string[] = [];
    for (let round = 0; round < 6; round += 1) {
      outputs.push((await verification.verify({ file: 'main.js', text }, new AbortController().signal)).output);
    }
    for (const output of outputs) expect(output).toMatch(/explore-solutions-verify-.*\[ 'main.js' \]/s);
    expect(new Set(outputs).size).toBe(2);
  });
});
