// What verifying a candidate costs beside running the same command by hand in the workspace.
// usage: npm run bench:verify [-- FILES DEPENDENCIES]   (files of the workspace, files in its node_modules)
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseVerifiers, verifiersFor } from '../../src/verify/configuration.js';
import { Cores } from '../../src/verify/cores.js';
import type { Sandbox, SandboxSetting } from '../../src/verify/sandbox.js';
import { openVerification } from '../../src/verify/verification.js';
import { machine } from '../machine.js';
import { root } from '../root.js';
import { median, summarize } from '../statistics.js';
import { table } from '../table.js';

interface Result {
  readonly sandbox: Sandbox['kind'];
  readonly test: string;
  /** Milliseconds of each round. */
  readonly byHand: readonly number[];
  readonly verified: readonly number[];
  /** Milliseconds from opening to the first verdict, which needs the first copy. */
  readonly first: number;
}

const [files = 5000, dependencies = 20_000] = process.argv.slice(2).map(Number);
const PER_FOLDER = 50;
const FILE = 'src/0/0.js';
const WARM_UP_MILLISECONDS = 3000;
const tests = [
  { test: 'nothing', command: ['true'], rounds: 100 },
  { test: 'one second', command: ['sleep', '1'], rounds: 20 },
] as const;

function fill(folder: string, count: number): void {
  for (let index = 0; index < count; index += 1) {
    const inside = path.join(folder, String(Math.floor(index / PER_FOLDER)));
    mkdirSync(inside, { recursive: true });
    writeFileSync(path.join(inside, `${index % PER_FOLDER}.js`), '// 3 kB\n'.repeat(384));
  }
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function measure(workspace: string, sandbox: SandboxSetting, { test, command, rounds }: (typeof tests)[number]) {
  const [program = '', ...args] = command;
  const runByHand = () => once(spawn(program, args, { cwd: workspace, stdio: 'ignore' }), 'close');
  const start = performance.now();
  const { verifiers: entries } = parseVerifiers([{ name: test, command }]);
  const verifiers = verifiersFor(entries, { file: FILE, language: 'javascript' });
  const verification = await openVerification({
    workspace,
    verifiers,
    cores: new Cores(1),
    sandbox,
    isTrusted: () => true,
  });
  try {
    const verify = async (text: string) => {
      const { outcome, output } = await verification.verify({ file: FILE, text }, new AbortController().signal);
      if (outcome !== 'pass') throw new Error(`the verifier said ${outcome}: ${output}`);
    };
    await verify('// the first\n');
    const first = performance.now() - start;
    // A second copy is made meanwhile, once.
    while (performance.now() - start < first + WARM_UP_MILLISECONDS) await verify('// not measured\n');
    const [byHand, verified]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      // One after the other in turns, so that what else the machine does falls on both.
      verified.push(await milliseconds(() => verify(`// candidate ${round}\n`)));
      byHand.push(await milliseconds(runByHand));
    }
    return { sandbox: verification.sandbox.kind, test, byHand, verified, first };
  } finally {
    await verification.close();
  }
}

async function main(): Promise<void> {
  const workspace = mkdtempSync(path.join(tmpdir(), 'bench-verify-'));
  const results: Result[] = [];
  try {
    fill(path.join(workspace, 'src'), files);
    fill(path.join(workspace, 'node_modules'), dependencies);
    for (const sandbox of ['required', 'none'] as const) {
      for (const each of tests) results.push(await measure(workspace, sandbox, each));
    }
  } finally {
    rmSync(workspace, { recursive: true });
  }
  const rows = results.map(({ sandbox, test, byHand, verified, first }) => {
    const [hand, ours] = [median(byHand), median(verified)];
    const cells = [summarize(byHand, 1), summarize(verified, 1), (ours - hand).toFixed(1), (ours / hand).toFixed(3)];
    return [sandbox, test, `${byHand.length}`, ...cells, first.toFixed(0)];
  });
  const heads = ['sandbox', 'test', 'rounds', 'by hand, ms', 'verified, ms', 'added, ms', 'ratio', 'first verdict, ms'];
  const costs = table(heads, rows);
  const setting = `${files} files, ${dependencies} in node_modules; median (least to greatest), one slot`;
  const here = path.join(root, 'bench/verify');
  const record = { machine: machine(), files, dependencies, results };
  writeFileSync(path.join(here, 'results.json'), `${JSON.stringify(record, null, 1)}\n`);
  writeFileSync(path.join(here, 'results.md'), `${costs}\n\n${setting}. Measured on ${machine()}.\n`);
  process.stdout.write(`${costs}\n${setting}\n`);
}

void main();
