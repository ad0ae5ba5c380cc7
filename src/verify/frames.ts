import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { pathInScratch } from './session.js';
import { findFiles } from './suggest/search.js';
import type { WorkspaceView } from './suggest/workspace.js';

/** A place in a file that a failing test's output names. */
export interface Frame {
  /** As it is written: absolute, relative to where the test ran, or as Java has it, within the sources. */
  readonly file: string;
  readonly line: number;
}

/** How stacks are written; the groups are the file and the line. */
const shapes: readonly RegExp[] = [
  // V8: `at f (/w/sum.js:3:9)`, `at file:///w/sum.mjs:3:9`; TAP leaves out the `at`, Vitest has `❯ sum.js:3:9`.
  /(?<file>[^\s()'"]+\.[cm]?[jt]sx?):(?<line>\d+):\d+\)?$/,
  // Python: `File "/w/sums.py", line 3, in f`.
  /^\s*File "(?<file>[^"]+)", line (?<line>\d+)/,
  // pytest: `sums.py:3: ValueError`; Go's tests and panics: `sum_test.go:9: got 3`, `/w/sum.go:3 +0x1d`.
  /^\s*(?<file>\S+\.(?:py|go)):(?<line>\d+)(?::|\s)/,
];

/** Java and Kotlin: `at com.acme.Sum.of(Sum.java:3)`; the package is the folder. */
const java =
  /^\s*at (?:[\w.@/-]+\/)?(?<owner>[\w.$]+)\.[\w$<>]+\((?<name>[\w$]+\.(?:java|kt|groovy|scala)):(?<line>\d+)\)$/;

/** The places that an output names, the innermost call's first, as far as that can be told. */
export function framesIn(output: string): readonly Frame[] {
  const frames: Frame[] = [];
  const tracebacks: Frame[] = [];
  for (const text of output.split(/\r?\n/)) {
    const inJava = java.exec(text)?.groups;
    if (inJava) {
      const folder = (inJava.owner ?? '').split('.').slice(0, -1);
      frames.push({ file: [...folder, inJava.name].join('/'), line: Number(inJava.line) });
      continue;
    }
    for (const [index, shape] of shapes.entries()) {
      const { file, line } = shape.exec(text)?.groups ?? {};
      if (file === undefined) continue;
      // Python names the innermost call last.
      if (index === 1) tracebacks.unshift({ file, line: Number(line) });
      else frames.push({ file, line: Number(line) });
      break;
    }
  }
  return [...tracebacks, ...frames];
}

/**
 * The frames that are in files of the workspace, whose paths are then relative to it; those in dependencies are left out.
 *
 * @param root the workspace's absolute path; scratch copies of it count as itself
 */
export async function framesInWorkspace(
  workspace: WorkspaceView,
  root: string,
  frames: readonly Frame[],
): Promise<readonly Frame[]> {
  const wanted = frames.map((frame) => ({ ...frame, file: withoutRoot(frame.file, root) }));
  const names = new Set(wanted.map(({ file }) => path.posix.basename(file)));
  const own = names.size === 0 ? [] : await findFiles(workspace, '.', (name) => names.has(name));
  return wanted.flatMap(({ file, line }) => {
    if (file.startsWith('/') || /^[a-z]:/i.test(file)) return [];
    const found = own.find((each) => each === file) ?? own.find((each) => each.endsWith(`/${file}`));
    return found === undefined ? [] : [{ file: found, line }];
  });
}

function withoutRoot(file: string, root: string): string {
  const plain = file.startsWith('file:') ? fileURLToPath(file) : file;
  const inside = pathInScratch(plain) ?? (plain.startsWith(root + path.sep) ? plain.slice(root.length + 1) : plain);
  return path.posix.normalize(inside.replaceAll('\\', '/'));
}
