import { describe, expect, it } from 'vitest';
import { suggestVerifiers, type VerifierEntry, viewOnDisk } from '../../src/verify/suggest/index.js';
import { makeFolder, verifiersOf } from './workspace.js';

/** The suggestions for a file of a workspace with these files; each is held to be a correct entry that applies to it. */
async function suggested(
  files: Readonly<Record<string, string>>,
  file: string,
  name?: string,
): Promise<readonly VerifierEntry[]> {
  const workspace = await makeFolder({ [file]: '', ...files });
  const suggestions = await suggestVerifiers(viewOnDisk(workspace), file, name);
  const entries = suggestions.map(({ entry }) => entry);
  if (entries.length > 0) expect(verifiersOf(entries, file)).toHaveLength(entries.length);
  for (const { reason } of suggestions) expect(reason).toMatch(/^[A-Za-z_./].*\.$/);
  return entries;
}

const commands = async (...request: Parameters<typeof suggested>) =>
  (await suggested(...request)).map(({ command }) => command.join(' '));

const manifest = (test: string, more: object = {}) => ({
  'package.json': JSON.stringify({ scripts: { test }, ...more }),
});

describe('JavaScript', () => {
  it.each([
    [
      'vitest run',
      [
        `npx --no-install vitest related --run --reporter=tap --passWithNoTests=false \${file}`,
        'npm test -- --reporter=tap',
      ],
    ],
    [
      'vitest --config c.ts --coverage',
      [
        `npx --no-install vitest related --run --reporter=tap --config c.ts --passWithNoTests=false \${file}`,
        'npx --no-install vitest run --reporter=tap --config c.ts --coverage',
      ],
    ],
    ['vitest watch', expect.arrayContaining(['npx --no-install vitest run --reporter=tap'])],
    [
      'jest',
      [
        `npx --no-install jest --watchAll=false --reporters=default --verbose --passWithNoTests=false --findRelatedTests \${file}`,
        'npm test -- --reporters=default --verbose',
      ],
    ],
    [
      'jest --watch --config "a b.js"',
      [
        `npx --no-install jest --watchAll=false --reporters=default --verbose --config a b.js --passWithNoTests=false --findRelatedTests \${file}`,
        'npx --no-install jest --watchAll=false --reporters=default --verbose --config a b.js',
      ],
    ],
    [
      'node --experimental-vm-modules node_modules/jest/bin/jest.js',
      [
        `node --experimental-vm-modules node_modules/jest/bin/jest.js --watchAll=false --reporters=default --verbose --passWithNoTests=false --findRelatedTests \${file}`,
        'npm test -- --reporters=default --verbose',
      ],
    ],
    [
      'react-scripts test',
      [
        `npx --no-install react-scripts test --watchAll=false --reporters=default --verbose --passWithNoTests=false --findRelatedTests \${file}`,
        'npx --no-install react-scripts test --watchAll=false --reporters=default --verbose',
      ],
    ],
    ['node --test', ['node --test-reporter=tap src/sum.test.js', 'npm test -- --test-reporter=tap']],
    [
      'node --import tsx --test',
      ['node --test-reporter=tap --import tsx src/sum.test.js', 'npm test -- --test-reporter=tap'],
    ],
    // After a file, a flag would be another file.
    ['node --test src/*.test.js', ['node --test-reporter=tap src/sum.test.js', 'npm test']],
    ['node --test --test-reporter spec', ['node --test-reporter=tap src/sum.test.js', 'npm test']],
    ['tsx --test', ['npx --no-install tsx --test-reporter=tap src/sum.test.js', 'npm test -- --test-reporter=tap']],
    ['node --test --watch', ['node --test-reporter=tap src/sum.test.js', 'node --test-reporter=tap --test']],
    [
      'mocha -r tsx "src/**/*.test.js"',
      ['npx --no-install mocha --reporter=tap -r tsx src/sum.test.js', 'npm test -- --reporter=tap'],
    ],
    [
      'mocha -w -R dot --reporter-option=x=1 src',
      ['npx --no-install mocha --reporter=tap src/sum.test.js', 'npx --no-install mocha --reporter=tap src'],
    ],
    ['mocha --reporter dot', ['npx --no-install mocha --reporter=tap src/sum.test.js', 'npm test']],
    ['tsc && vitest run', ['npm test']],
    ['tsc; mocha --watch', ['npx --no-install mocha --reporter=tap']],
    ['ava', ['npm test']],
    ['mocha $(find test)', ['npm test']],
    ['echo "Error: no test specified" && exit 1', []],
  ])('understands the script %s', async (script, expected) => {
    expect(await commands({ ...manifest(script), 'src/sum.test.js': '' }, 'src/sum.js')).toEqual(expected);
  });

  it('follows a script to another, and keeps its variables', async () => {
    const scripts = { test: 'npm run unit', unit: 'cross-env NODE_OPTIONS=--no-warnings jest' };
    const [narrow] = await suggested({ 'package.json': JSON.stringify({ scripts }) }, 'a.js');
    expect(narrow).toMatchObject({ env: { NODE_OPTIONS: '--no-warnings' } });
    const circle = { test: 'npm run b', b: 'npm test' };
    expect(await commands({ 'package.json': JSON.stringify({ scripts: circle }) }, 'a.js')).toEqual(['npm test']);
  });

  it('has a report where the flags that make the runner write it are its own', async () => {
    const reports = async (script: string, manager = 'npm') => {
      const files = manifest(script, { packageManager: `${manager}@9.0.0` });
      return (await suggested({ ...files, 'a.test.js': '' }, 'a.js')).map(({ report }) => report);
    };
    const jest = { format: 'regex', pattern: expect.stringContaining('<check>') };
    expect(await reports('node --test')).toEqual(['tap', 'tap']);
    expect(await reports('vitest')).toEqual(['tap', 'tap']);
    expect(await reports('mocha', 'yarn')).toEqual(['tap', 'tap']);
    expect(await reports('jest')).toEqual([jest, jest]);
    expect(await reports('node --test test')).toEqual(['tap', undefined]);
    expect(await reports('vitest run -- x')).toEqual(['tap', undefined]);
    expect(await reports('tsc && jest')).toEqual([undefined]);
    expect(await reports('ava')).toEqual([undefined]);
    const scripts = { test: 'npm run unit', unit: 'vitest run' };
    const through = await suggested({ 'package.json': JSON.stringify({ scripts }) }, 'a.js');
    expect(through.map(({ report }) => report)).toEqual(['tap', undefined]);
  });

  it('does not narrow past a script that prepares the tests', async () => {
    const scripts = { pretest: 'tsc', test: 'vitest run' };
    expect(await commands({ 'package.json': JSON.stringify({ scripts }) }, 'a.js')).toEqual(['npm test']);
  });

  it('runs in the nearest package that has tests, by the package manager of the nearest lock file', async () => {
    const files = {
      ...manifest('vitest run'),
      'pnpm-lock.yaml': '',
      'packages/[a]/package.json': '{"scripts":{"test":"vitest run"}}',
      'packages/[a]/esm/package.json': '{"type":"module"}',
      'packages/broken/package.json': '{"scripts":',
    };
    expect(await suggested(files, 'packages/[a]/esm/x.ts')).toEqual([
      expect.objectContaining({
        cwd: 'packages/[a]',
        command: [
          'pnpm',
          'exec',
          'vitest',
          'related',
          '--run',
          '--reporter=tap',
          '--passWithNoTests=false',
          `\${file}`,
        ],
      }),
      expect.objectContaining({
        name: 'pnpm test',
        cwd: 'packages/[a]',
        command: ['pnpm', 'run', 'test', '--reporter=tap'],
      }),
    ]);
    expect((await suggested(files, 'packages/broken/x.ts'))[1]).not.toHaveProperty('cwd');
    expect(await commands({ ...manifest('ava'), 'yarn.lock': '' }, 'a.js')).toEqual(['yarn test']);
    expect(await commands(manifest('ava', { packageManager: 'pnpm@9.1.0' }), 'a.js')).toEqual(['pnpm test']);
  });

  it('takes a runner among the dependencies where there is no script', async () => {
    const files = { 'package.json': JSON.stringify({ devDependencies: { vitest: '4' } }) };
    expect((await commands(files, 'a.ts'))[1]).toBe('npx --no-install vitest run --reporter=tap');
  });

  it('finds tests named after the file in folders of tests', async () => {
    const files = {
      ...manifest('node --test'),
      'lib/__tests__/sum.spec.mjs': '',
      'test/deep/sum.js': '',
      'test/other.js': '',
      'node_modules/x/test/sum.js': '',
    };
    expect((await commands(files, 'lib/sum.js'))[0]).toBe(
      'node --test-reporter=tap --test lib/__tests__/sum.spec.mjs test/deep/sum.js',
    );
  });
});

describe('Python', () => {
  const pytests = { 'tests/test_sum.py': 'def test_sum():\n    pass\n', 'tests/test_b.py': '' };

  const pytest = 'python3 -m pytest -q --junitxml=.explore-solutions/pytest.xml';

  it('narrows pytest to the tests named after the file', async () => {
    expect(await suggested(pytests, 'src/sum.py')).toEqual([
      {
        name: 'pytest of src/sum.py',
        command: [...pytest.split(' '), 'tests/test_sum.py'],
        files: 'src/sum.py',
        timeoutSeconds: 60,
        report: { format: 'junit', file: '.explore-solutions/pytest.xml' },
      },
      expect.objectContaining({ name: 'pytest', command: pytest.split(' '), files: '**/*.py' }),
    ]);
    expect(await commands(pytests, 'src/c.py')).toEqual([pytest]);
  });

  it.each([
    ['pytest.ini', ''],
    ['conftest.py', ''],
    ['pyproject.toml', '[project]\n[tool.pytest.ini_options]\n'],
    ['pyproject.toml', '[dependency-groups]\ndev = ["pytest>=8"]\n'],
    ['setup.cfg', '[tool:pytest]\n'],
    ['tox.ini', '[testenv]\ndeps = pytest\n'],
    ['requirements.txt', 'numpy\npytest\n'],
  ])('takes pytest for what %s says, over what the tests import', async (name, text) => {
    const files = { 'tests/test_a.py': 'import unittest\n', [name]: text };
    expect((await commands(files, 'a.py')).at(-1)).toBe(pytest);
  });

  it('takes unittest for tests that import it, where they are', async () => {
    const files = { 'pyproject.toml': '# pytest\n', 'tests/test_a.py': 'import unittest\n' };
    expect(await commands(files, 'a.py')).toEqual([
      'python3 -m unittest -v tests/test_a.py',
      'python3 -m unittest discover -v -s tests -p test_*.py',
    ]);
  });

  it('runs a package of tests as a package', async () => {
    const files = { 'tests/__init__.py': '', 'tests/test_a.py': 'import unittest\n' };
    expect(await commands(files, 'b.py')).toEqual(['python3 -m unittest discover -v -s tests -p test_*.py -t .']);
  });

  it('runs in the project above the file, on its virtual environment', async () => {
    const files = { 'api/pyproject.toml': '', 'api/test_a.py': 'import pytest\n', 'api/.venv/bin/python': '' };
    expect((await suggested(files, 'api/a.py'))[0]).toMatchObject({
      cwd: 'api',
      command: [`\${workspaceFolder}/api/.venv/bin/python`, ...pytest.split(' ').slice(1), 'test_a.py'],
      files: 'api/a.py',
    });
  });

  it('suggests doctests where the file has them, and can be run by itself', async () => {
    const source = 'def f():\n    """\n    >>> f()\n    1\n    """\n';
    expect(await commands({ 'p/a.py': source }, 'p/a.py')).toEqual([`python3 -m doctest -v \${file}`]);
    expect(await commands({ 'p/a.py': `from .b import c\n${source}` }, 'p/a.py')).toEqual([]);
    expect(await commands({ 'p/a.py': '# >>>\n' }, 'p/a.py')).toEqual([]);
  });

  it('suggests nothing without tests', async () => {
    expect(await commands({ 'pytest.ini': '' }, 'a.py')).toEqual([]);
  });
});

describe('compiled languages', () => {
  it('cargo: the integration test named after the file, and all', async () => {
    const files = { 'k/Cargo.toml': '', 'k/tests/parse.rs': '', 'k/tests/common/parse.rs': '' };
    expect(await suggested(files, 'k/src/parse.rs')).toMatchObject([
      { command: ['cargo', 'test', '--offline', '--test', 'parse'], cwd: 'k', files: 'k/src/parse.rs' },
      { command: ['cargo', 'test', '--offline'], cwd: 'k', files: 'k/**/*.rs' },
    ]);
  });

  it('go: the tests named after the function, the package, the module', async () => {
    const files = {
      'go.mod': '',
      'calc/add_test.go':
        'func TestAdd(t *testing.T) {}\nfunc TestAdd_Big(t *testing.T) {}\nfunc TestSub(t *testing.T) {}\n',
      'main_test.go': '',
    };
    expect(await commands(files, 'calc/add.go', 'Add')).toEqual([
      'go test -v -run ^(TestAdd|TestAdd_Big)$ ./calc',
      'go test -v ./calc',
      'go test -v ./...',
    ]);
    expect(await commands(files, 'calc/add.go', 'Mul')).toEqual(['go test -v ./calc', 'go test -v ./...']);
    expect(await commands({ 'go.mod': '' }, 'a.go')).toEqual([]);
  });

  const java = { 'src/test/java/x/CalcTest.java': '' };

  it('Maven: the class named after the file, and all, by the wrapper where there is one', async () => {
    expect(await commands({ 'pom.xml': '', ...java }, 'src/main/java/x/Calc.java')).toEqual([
      'mvn --batch-mode --offline test -Dtest=CalcTest',
      'mvn --batch-mode --offline test',
    ]);
    const wrapped = await commands({ 'pom.xml': '', mvnw: '', ...java }, 'src/main/java/x/Other.java');
    expect(wrapped).toEqual([`\${workspaceFolder}/mvnw --batch-mode --offline test`]);
    expect(await commands({ 'pom.xml': '' }, 'src/main/java/x/Calc.java')).toEqual([]);
  });

  it('Gradle: the class named after the file, and all', async () => {
    const files = { 'app/build.gradle.kts': '', gradlew: '', 'app/src/test/kotlin/CalcTest.kt': '' };
    expect(await suggested(files, 'app/src/main/kotlin/Calc.kt')).toMatchObject([
      {
        command: [`\${workspaceFolder}/gradlew`, '--offline', '--no-daemon', 'test', '--tests', 'CalcTest'],
        cwd: 'app',
      },
      { command: [`\${workspaceFolder}/gradlew`, '--offline', '--no-daemon', 'test'], cwd: 'app' },
    ]);
  });

  it('CTest where CMakeLists.txt enables testing', async () => {
    expect(await commands({ 'CMakeLists.txt': 'project(x)\nenable_testing()\n' }, 'src/a.c')).toEqual([
      expect.stringMatching(/^ctest --build-and-test \. .*--no-tests=error$/),
    ]);
    expect(await commands({ 'CMakeLists.txt': '# enable_testing()\n' }, 'src/a.c')).toEqual([]);
  });
});

describe('make', () => {
  it.each([
    ['all: x\n\ntest: all\n\t./run\n', ['make test']],
    ['check test-all:\n\t./run\n', ['make check']],
    ['test := 1\nx:\n\techo test:\n', []],
  ])('has a target for tests or not: %j', async (text, expected) => {
    expect(await commands({ Makefile: text }, 'a.lua')).toEqual(expected);
  });
});
