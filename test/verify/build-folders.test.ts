import { execFileSync, spawnSync } from 'node:child_process';
import { utimes } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readInventory } from '../../src/verify/inventory.js';
import type { SandboxSetting } from '../../src/verify/sandbox.js';
import { fingerprint, makeFolder, noBubblewrap, ORDINARY_PARENT, openVerifying, verifiersOf } from './workspace.js';

const never = new AbortController().signal;
const CACHE_TAG = 'Signature: 8a477f597d28d172789f06886806bc55\n';

/** A workspace with a verifier that runs a file of it. */
async function open(files: Readonly<Record<string, string>>, file: string, entry: object, sandbox: SandboxSetting) {
  const workspace = await makeFolder(files, ORDINARY_PARENT);
  execFileSync('git', ['init', '--quiet'], { cwd: workspace });
  const verifiers = verifiersOf([{ name: 'run', ...entry }], file);
  const verification = await openVerifying(workspace, verifiers, { sandbox });
  return {
    workspace,
    original: async (text: string) => (await verification.verifyOriginal({ file, text }, never)).output,
    candidate: async (text: string) => (await verification.verify({ file, text }, never)).output,
  };
}

describe('what is built of the code as it is', () => {
  const test = it.skipIf(noBubblewrap !== undefined);
  const shell = { shell: 'sh main.sh' };
  const build = (folder: string) => `cat ${folder}/built; mkdir -p ${folder}; echo "$1" > ${folder}/built; true`;

  test.each([
    ['git ignores', 'out/\n', build('out')],
    ['git ignores in a folder that it has made', 'out/\n', build('a/out')],
    ['is marked as a cache', '', `${build('out')}; echo '${CACHE_TAG}' > out/CACHEDIR.TAG`],
  ])('is there for each candidate, where it %s', async (_, ignored, text) => {
    const { workspace, original, candidate } = await open(
      { '.gitignore': ignored, 'main.sh': '', 'a/x': '' },
      'main.sh',
      shell,
      'required',
    );
    const before = await fingerprint(workspace);
    expect(await original(`set original; ${text}`)).toMatch(/No such file/);
    expect(await candidate(`set first; ${text}`)).toBe('original\n');
    expect(await candidate(`set second; ${text}`)).toBe('original\n');
    expect(await fingerprint(workspace)).toEqual(before);
  });

  test('takes the place of what had been built before', async () => {
    const files = { '.gitignore': 'out\n', 'main.sh': '', 'out/built': 'old\n', 'out/gone': '', 'data/x': '' };
    const { original, candidate } = await open(files, 'main.sh', shell, 'required');
    expect(await original(`rm out/gone; set original; ${build('out')}`)).toBe('old\n');
    expect(await candidate('ls . data out; cat out/built')).toBe(
      '.:\ndata\nmain.sh\nout\n\ndata:\nx\n\nout:\nbuilt\noriginal\n',
    );
  });

  test('is not kept where it is not known to be built, nor what Python compiled', async () => {
    const files = { '.gitignore': '__pycache__/\n', 'main.py': '', 'other.py': 'x = 1\n' };
    const { original, candidate } = await open(files, 'main.py', { command: ['python3', 'main.py'] }, 'required');
    const text = `import os; print(os.listdir('.')); import other; os.makedirs('left', exist_ok=True)`;
    const fresh = await original(text);
    expect(fresh).not.toMatch(/__pycache__|left/);
    expect(await candidate(text)).toBe(fresh);
  });

  it('is not kept without a sandbox, where copies have different paths', async () => {
    const { original, candidate } = await open({ '.gitignore': 'out/\n', 'main.sh': '' }, 'main.sh', shell, 'none');
    expect(await original(build('out'))).toMatch(/No such file/);
    expect(await candidate(build('out'))).toMatch(/No such file/);
  });

  const hasCargo = spawnSync('cargo', ['--version']).status === 0;
  if (hasCargo)
    test('spares cargo from compiling dependencies again', async () => {
      const files = {
        '.gitignore': 'target\n',
        'Cargo.toml':
          '[package]\nname = "main"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\ndep = { path = "dep" }\n',
        'dep/Cargo.toml': '[package]\nname = "dep"\nversion = "0.1.0"\nedition = "2021"\n',
        'dep/src/lib.rs': 'pub fn one() -> i32 { 1 }\n',
        'src/lib.rs': '',
      };
      const code = (sum: string) => `pub fn two() -> i32 { ${sum} }\n#[test]\nfn test_two() { assert_eq!(two(), 2) }\n`;
      const entry = { command: ['cargo', 'test', '--offline', '--lib'], timeoutSeconds: 120 };
      const { original, candidate } = await open(files, 'src/lib.rs', entry, 'required');
      expect(await original(code('dep::one()'))).toMatch(/Compiling dep/);
      const wrong = await candidate(code('dep::one() + 3'));
      expect(wrong).toMatch(/test_two \.\.\. FAILED/);
      expect(wrong).not.toMatch(/Compiling dep/);
      expect(await candidate(code('dep::one() + 1'))).toMatch(/test_two \.\.\. ok/);
    });
});

describe('a cache in the workspace', () => {
  const names = async (workspace: string, limits = {}) =>
    (await readInventory(workspace, limits)).entries.map((entry) => entry.path).sort();

  it('is copied while it is not too large; it does not count as the workspace’s own', async () => {
    const workspace = await makeFolder({
      'a.rs': '',
      'target/CACHEDIR.TAG': CACHE_TAG,
      'target/a': '',
      'target/b': '',
    });
    const own = ['a.rs'];
    const cache = ['target', path.join('target', 'CACHEDIR.TAG'), path.join('target', 'a'), path.join('target', 'b')];
    expect(await names(workspace)).toEqual([...own, ...cache]);
    expect(await names(workspace, { entries: 4 })).toEqual([...own, ...cache]);
    expect(await names(workspace, { entries: 3 })).toEqual(own);
  });

  it('has files as old as they were, to the microsecond', async () => {
    const workspace = await makeFolder({ 'target/CACHEDIR.TAG': CACHE_TAG });
    await utimes(path.join(workspace, 'target/CACHEDIR.TAG'), 1_700_000_000, 1_700_000_000.123456);
    const [, tag] = (await readInventory(workspace)).entries;
    expect(tag?.kind === 'file' && tag.modified).toBeCloseTo(1_700_000_000.123456, 5);
  });
});
