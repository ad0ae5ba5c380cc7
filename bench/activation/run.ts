// How long the extension takes to activate in a fresh extension host, and what it loads there: JavaScript, and no native
// module, also after an exploration. The bundles are minified first, as in the package.
// usage: npm run bench:activation [-- HOSTS]   (as many fresh code-servers, some 15 seconds each)
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureCodeServer } from '../../test/host/kit/code-server-install.js';
import { type Host, runInHost } from '../../test/host/kit/run-in-host.js';
import { machine } from '../machine.js';
import { root } from '../root.js';
import { summarize } from '../statistics.js';
import { table } from '../table.js';
import { type Activation, type Explored, figuresVariable } from './figures.js';

const [hosts = 7] = process.argv.slice(2).map(Number);
const here = path.join(root, 'bench/activation');

/** Runs the suite of a folder in a fresh host, and returns which host it was and what the suite hands over. */
async function measured<T extends Activation | Explored>(host: Host, suite: string): Promise<{ host: string } & T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-activation-'));
  const file = path.join(folder, 'figures.json');
  process.env[figuresVariable] = file;
  try {
    const workspace = path.join(root, 'test/host/workspaces/basic');
    const report = await runInHost(host, { suites: path.join(here, suite), workspace, trusted: true });
    const failed = report.tests.find(({ outcome }) => outcome.state !== 'passed');
    if (failed) throw new Error(`${failed.title}: ${JSON.stringify(failed.outcome)}`);
    return { host: report.host, ...(JSON.parse(readFileSync(file, 'utf8')) as T) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function describe(scripts: Activation['scripts']): string {
  return Object.entries(scripts)
    .map(([name, kilobytes]) => `${name} (${kilobytes} kB)`)
    .join(', ');
}

async function main(): Promise<void> {
  const codeServer = ensureCodeServer();
  if (!codeServer.found) throw new Error(codeServer.reason);
  const host: Host = { kind: 'code-server', ...codeServer };
  const activations: Activation[] = [];
  for (let index = 0; index < hosts; index += 1) {
    activations.push(await measured<Activation>(host, 'activating'));
    process.stderr.write(`${index + 1} of ${hosts} hosts\n`);
  }
  const [first] = activations;
  if (!first) throw new RangeError('at least one host is needed');
  const explored = await measured<Explored>(host, 'exploring');

  const times = table(
    ['hosts', 'reading and running the script, ms', 'activating, ms', 'both, ms'],
    [
      [
        `${hosts}`,
        summarize(activations.map(({ loading }) => loading)),
        summarize(activations.map(({ activating }) => activating)),
        summarize(activations.map(({ loading, activating }) => loading + activating)),
      ],
    ],
  );
  const native = (modules: readonly string[]) => (modules.length === 0 ? 'none' : modules.join(', '));
  const facts = [
    `Loaded at activation: ${describe(first.scripts)}; after an exploration: ${describe(explored.scripts)}.`,
    `Native modules at activation: ${native(activations.flatMap((each) => each.native))}; after an exploration with ` +
      `${explored.survivors} survivor${explored.survivors === 1 ? '' : 's'}: ${native(explored.native)}.`,
    `Median (least to greatest); ${explored.host}.`,
  ];
  const record = { machine: machine(), host: explored.host, activations, explored };
  writeFileSync(path.join(here, 'results.json'), `${JSON.stringify(record, null, 1)}\n`);
  writeFileSync(path.join(here, 'results.md'), `${times}\n\n${facts.join('\n')}\nMeasured on ${machine()}.\n`);
  process.stdout.write(`${times}\n\n${facts.join('\n')}\n`);
}

void main();
