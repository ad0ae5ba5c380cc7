import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultPlan } from '../../src/core/defaults.js';
import { RandomStream } from '../../src/core/random.js';
import { installationAt } from '../../src/explore/installation.js';
import { RecordWriter } from '../../src/explore/record.js';
import { Adapters } from '../../src/model/adapters.js';
import { identifyModel } from '../../src/model/identify.js';
import { initialAdapter } from '../../src/model/training/adapter.js';
import { CodeParser } from '../../src/problem/parser.js';
import { selectProblem } from '../../src/problem/select.js';
import { embeddedModel } from '../engine/support/engine-child.js';
import { root, run, start, temporaryFolder, write } from './command.js';

const folder = temporaryFolder();
const home = path.join(folder.path, 'home');
const records = path.join(folder.path, 'records');
const workspace = path.join(folder.path, 'workspace');
const call = { home, bundle: 'train' } as const;
afterAll(() => folder.remove());

const functions = ['add', 'subtract', 'larger', 'product'];

/** Explorations as their records begin: more of them is not needed for a problem. */
beforeAll(async () => {
  const source = (name: string) => `export function ${name}(a, b) {\n  throw new Error('not implemented');\n}\n`;
  // Nothing is right but a body of one line: some attempts are, and some are not.
  const check = `import { readFileSync } from 'node:fs';\nconst lines = readFileSync(process.argv[2], 'utf8').trim().split('\\n');\nprocess.exit(lines.length === 3 ? 0 : 1);\n`;
  const verifiers = [{ name: 'short', command: ['node', 'check.mjs', '$' + '{relativeFile}'] }];
  write(workspace, {
    ...Object.fromEntries(functions.map((name) => [`${name}.js`, source(name)])),
    'check.mjs': check,
    '.vscode/settings.json': JSON.stringify({ 'exploreSolutions.verifiers': verifiers }),
  });
  const parser = await CodeParser.load(installationAt(path.join(root, 'dist')).grammars);
  for (const name of functions) {
    const place = { workspace, file: `${name}.js`, language: 'javascript', source: source(name) } as const;
    const problem = selectProblem({ ...place, selection: { kind: 'line', line: 1 } }, parser);
    const record = RecordWriter.create(path.join(records, `${name}.jsonl`));
    record.append({
      type: 'started',
      id: name,
      verifiersHash: '',
      problem,
      plan: defaultPlan,
      startedAt: '2026-01-01T00:00:00Z',
      verifiers: ['short'],
      sandbox: '',
    });
    record.close();
  }
});

const small = [
  '--steps',
  '3',
  '--group',
  '3',
  '--groups',
  '1',
  '--max-tokens',
  '16',
  '--rank',
  '2',
  '--rate',
  '0.001',
  '--every',
  '2',
  '--attempts',
  '2',
];

interface JournalLine {
  readonly type: string;
  readonly report?: { readonly taught: number; readonly seconds: unknown };
}

/** What a training did, without how long it took. */
function journalOf(training: string): JournalLine[] {
  const [, ...events] = readFileSync(path.join(training, 'journal.jsonl'), 'utf8').trim().split('\n');
  return events.map((line) => {
    const event = JSON.parse(line) as JournalLine;
    return event.report ? { ...event, report: { ...event.report, seconds: null } } : event;
  });
}

describe('npm run train', () => {
  it('learns from records, tells how the left-out problem went, and goes on after ten kills as if there had been none', async () => {
    const [whole, killed] = [path.join(folder.path, 'whole'), path.join(folder.path, 'killed')];
    const began = performance.now();
    const undisturbed = await run([records, ...small, '--folder', whole], call);
    const duration = performance.now() - began;
    expect(undisturbed.err).toContain('3 problems to learn from, 1 left out');
    expect(undisturbed.err).toMatch(/step 3 of 3 · reward/);
    expect(undisturbed.code).toBe(1);
    const events = journalOf(whole);
    expect(events.filter(({ type }) => type === 'step')).toHaveLength(3);
    expect(events.some(({ report }) => (report?.taught ?? 0) > 0)).toBe(true);

    const random = RandomStream.of(1);
    for (let kills = 0; kills < 10; kills++) {
      const words = existsSync(path.join(killed, 'training.json'))
        ? ['--resume', killed]
        : [records, ...small, '--folder', killed];
      const running = start(words, call);
      await running.said('problems to learn from');
      const timer = setTimeout(() => running.process.kill('SIGKILL'), random.next() * duration);
      await running.finished;
      clearTimeout(timer);
    }
    const last = await run(['--resume', killed], call);
    expect(last.err).toContain('step 3 of 3');
    expect(journalOf(killed)).toEqual(journalOf(whole));
    const checkpoint = (training: string) => readFileSync(path.join(training, 'checkpoints/checkpoint-3.safetensors'));
    expect(checkpoint(killed).equals(checkpoint(whole))).toBe(true);
    expect(readdirSync(path.join(killed, 'checkpoints')).filter((name) => name.endsWith('.partial'))).toEqual([]);
  }, 900_000);

  it('goes on with more steps, and in no other folder than one of its own', async () => {
    const training = path.join(folder.path, 'whole');
    const more = await run(['--resume', training, '--steps', '4'], call);
    expect(more.err).toContain('step 4 of 4');
    expect(journalOf(training).filter((event) => 'report' in event)).toHaveLength(4);
    const again = await run([records, ...small, '--folder', training], call);
    expect(again).toMatchObject({ code: 2, err: expect.stringContaining('go on with --resume') });
    const nowhere = await run(['--resume', path.join(folder.path, 'nowhere')], call);
    expect(nowhere).toMatchObject({ code: 2, err: expect.stringContaining('holds no training') });
  });

  it('lists adapters, explores with the one that is named or used where none is, and deletes it', async () => {
    const cache = path.join(folder.path, 'cache');
    const model = await identifyModel(embeddedModel.modelPath, cache, new AbortController().signal);
    await new Adapters(path.join(home, 'explore-solutions/adapters')).save(model.hash, 'whole', {
      adapter: initialAdapter(model.architecture, 2, RandomStream.of(1)),
      architecture: model.architecture,
      made: '2026-01-01T00:00:00Z',
      modelName: model.name,
      training: {
        step: 3,
        problems: { training: 3, leftOut: 1 },
        gain: { difference: 0, low: 0, high: 0 },
        helps: false,
      },
    });
    expect((await run(['--list'], call)).out).toMatch(/^whole .* no$/m);
    const place = [
      `${path.join(workspace, 'add.js')}:1`,
      '--workspace',
      workspace,
      '--attempts',
      '2',
      '--survivors',
      '2',
    ];
    const plain = await run([...place, '--json', path.join(folder.path, 'plain.jsonl')], { home });
    expect(plain.err).not.toContain('+ whole');
    const adapted = await run([...place, '--adapter', 'whole', '--json', path.join(folder.path, 'adapted.jsonl')], {
      home,
    });
    expect(adapted.err).toContain('+ whole runs on');
    expect(adapted.out).toContain('--adapter whole');

    expect((await run(['--use', 'whole'], call)).out).toContain('is used with whole');
    expect((await run(['--list'], call)).out).toContain('whole *');
    expect((await run([...place, '--json', path.join(folder.path, 'chosen.jsonl')], { home })).err).toContain(
      '+ whole runs on',
    );
    const onwards = ['--resume', path.join(folder.path, 'adapted.jsonl'), '--more', '1', '--adapter', 'none'];
    expect((await run(onwards, { home })).out).toMatch(/began with the model .* \+ whole/);

    expect((await run(['--delete', 'whole'], call)).out).toContain('whole is deleted');
    expect((await run(['--list'], call)).out).toContain('has no adapters');
    expect((await run([...place, '--adapter', 'whole'], { home })).err).toContain('no adapter named whole');
  });

  it('says what is missing where there is too little to learn from', async () => {
    const one = await run([path.join(records, 'add.jsonl'), ...small], call);
    expect(one).toMatchObject({ code: 2, err: expect.stringContaining('There are 1 problems to learn from') });
  });
});
