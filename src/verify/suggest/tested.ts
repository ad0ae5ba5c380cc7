import path from 'node:path';
import { findFiles } from './search.js';
import type { WorkspaceView } from './workspace.js';

/** How an ecosystem names tests; the groups are what is left of the name, without its ending. */
interface Convention {
  readonly kinds: readonly string[];
  readonly names: readonly RegExp[];
}

const conventions: readonly Convention[] = [
  {
    kinds: ['js', 'mjs', 'cjs', 'jsx', 'ts', 'mts', 'cts', 'tsx'],
    names: [/^(.+)[.](?:test|spec)$/, /^(.+)[-_]test$/, /^test-(.+)$/],
  },
  { kinds: ['py'], names: [/^test_(.+)$/, /^(.+)_test$/] },
  { kinds: ['go'], names: [/^(.+)_test$/] },
  { kinds: ['java', 'kt', 'groovy', 'scala'], names: [/^(.+)Tests?$/, /^Test(.+)$/] },
];

/** In such a folder JavaScript's tests may have the very name of what they test. */
const testFolder = /(?:^|\/)(?:tests?|__tests__|spec)\//;

/** Whether a file is named as tests are. */
export function isTestFile(file: string): boolean {
  return testedStems(file) !== undefined;
}

/**
 * The files that a test is named after, the nearest first: `sum.js` for `sum.test.js`, `sums.py` for
 * `tests/test_sums.py`, `Foo.java` for `FooTest.java`. The reverse of what `testsNamedAfter` finds.
 *
 * @param test relative to the workspace, with forward slashes
 */
export async function filesTestedBy(workspace: WorkspaceView, test: string): Promise<readonly string[]> {
  const tested = testedStems(test);
  if (!tested) return [];
  const names = new Set(tested.stems.flatMap((stem) => tested.kinds.map((kind) => `${stem}.${kind}`)));
  const found = await findFiles(workspace, '.', (name) => names.has(name));
  const own = path.posix.dirname(test);
  const steps = (file: string) => path.posix.relative(own, path.posix.dirname(file)).split('/').filter(Boolean).length;
  return found.filter((file) => !isTestFile(file)).sort((a, b) => steps(a) - steps(b));
}

function testedStems(
  file: string,
): { readonly stems: readonly string[]; readonly kinds: readonly string[] } | undefined {
  const extension = path.posix.extname(file);
  const convention = conventions.find(({ kinds }) => kinds.includes(extension.slice(1)));
  if (!convention) return undefined;
  const { kinds, names } = convention;
  const name = path.posix.basename(file, extension);
  const stems = names.flatMap((pattern) => pattern.exec(name)?.[1] ?? []);
  if (stems.length === 0 && kinds.includes('js') && testFolder.test(file)) return { stems: [name], kinds };
  // A Python module's leading underscore is not part of its test's name.
  if (kinds.includes('py'))
    return stems.length === 0 ? undefined : { stems: [...stems, ...stems.map((one) => `_${one}`)], kinds };
  return stems.length === 0 ? undefined : { stems, kinds };
}

/** Tests of which it is looked what they say. */
const MOST_TESTS = 100;
const MOST_CHARACTERS = 200_000;

/**
 * The tests in a file's language that mention a name, with their texts; those that are named after the file first.
 *
 * @param file relative to the workspace, with forward slashes
 */
export async function testsThatMention(
  workspace: WorkspaceView,
  file: string,
  name: string,
): Promise<readonly { readonly file: string; readonly text: string }[]> {
  const kinds = conventions.find((one) => one.kinds.includes(path.posix.extname(file).slice(1)))?.kinds ?? [];
  const found = await findFiles(workspace, '.', (item) => kinds.includes(path.posix.extname(item).slice(1)));
  const stem = path.posix.basename(file, path.posix.extname(file));
  const isNamedAfter = (test: string) => testedStems(test)?.stems.includes(stem) === true;
  const tests = found.filter((test) => test !== file && isTestFile(test));
  const inOrder = [...tests.filter(isNamedAfter), ...tests.filter((test) => !isNamedAfter(test))].slice(0, MOST_TESTS);
  const texts = await Promise.all(inOrder.map(async (test) => ({ file: test, text: await workspace.read(test) })));
  return texts.flatMap(({ file, text }) =>
    text !== undefined && text.length <= MOST_CHARACTERS && text.includes(name) ? [{ file, text }] : [],
  );
}
