import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChatFormat } from '../../src/model/chat.js';
import { GgufFile } from '../../src/model/gguf/file.js';
import { readTokenizer } from '../../src/model/tokenizer/read.js';
import { CodeParser } from '../../src/problem/parser.js';
import { buildPrompt } from '../../src/problem/prompt.js';
import { problemInFile } from '../../src/standalone/problem-in-file.js';
import { exportForVerl } from '../../src/train/verl/export.js';
import type { NamedProblem } from '../../src/train/verl/problem-file.js';
import { ensurePython } from '../python/install.js';
import { untilGone, untilRunning } from './processes.js';
import { sessionFolders } from './workspace.js';

/** An export as verl meets it: real Python with verl's libraries, the judge's process, real workspaces and verifiers. */

const root = path.resolve(import.meta.dirname, '../..');
const python = ensurePython(root);
/** What verifiers run: no other program has it in its command line. */
const check = `check-${crypto.randomUUID()}.py`;
const judge = (folder: string) => path.join(folder, 'judge/judge.js');

let folder: string;
let exported: string;
let parser: CodeParser;
let sum: NamedProblem;
let quoted: NamedProblem;

/** A workspace with one Python function and a test of it, whose report counts two checks. */
async function problem(id: string, source: string, test: string): Promise<NamedProblem> {
  const workspace = path.join(folder, 'workspaces', id);
  const verifier = {
    name: 'tests',
    command: ['python3', check],
    report: { format: 'regex', pattern: '(?<passed>\\d+) of (?<total>\\d+)' },
  };
  const settings = JSON.stringify({ 'exploreSolutions.verifiers': [verifier] });
  await mkdir(path.join(workspace, '.vscode'), { recursive: true });
  await writeFile(path.join(workspace, '.vscode/settings.json'), settings);
  await writeFile(path.join(workspace, 'main.py'), source);
  await writeFile(path.join(workspace, check), test);
  return {
    id,
    problem: await problemInFile({ file: path.join(workspace, 'main.py'), from: 1, to: null }, workspace, parser),
  };
}

const checks = (calls: string) => `import sys
from main import f
passed = 0
for arguments, expected in ${calls}:
    try:
        passed += f(*arguments) == expected
    except Exception:
        pass
print(f"{passed} of 2")
sys.exit(passed != 2)
`;

/** What a program of Python with the export's folder in its path says, as JSON. */
function ask(program: string, environment: Readonly<Record<string, string>> = {}) {
  const { stdout, stderr, status } = spawnSync(
    python,
    ['-c', `import json, sys\nsys.path.insert(0, ${JSON.stringify(exported)})\n${program}`],
    {
      encoding: 'utf8',
      timeout: 60_000,
      env: { ...process.env, ...environment },
    },
  );
  return { said: stdout === '' ? null : JSON.parse(stdout), stderr, status };
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'verl-test-'));
  exported = path.join(folder, 'export');
  parser = await CodeParser.load(path.join(root, 'dist/grammars'));
  sum = await problem(
    'sum',
    'def f(a, b):\n    """a and b together"""\n    raise NotImplementedError\n',
    checks('[((1, 2), 3), ((0, 0), 0)]'),
  );
  quoted = await problem(
    'quoted/“x”',
    'def f(x):\n    """x within «»\n\n    ```\n    f("é")\n    ```\n    """\n    raise NotImplementedError\n',
    checks('[(("a",), "«a»"), (("",), "«»")]'),
  );
  await exportForVerl({
    training: [sum, quoted],
    leftOut: [{ ...sum, id: 'left out' }],
    folder: exported,
    means: { parser, bundles: path.join(root, 'dist') },
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('Parquet files', () => {
  it('are what verl reads, by datasets, pandas and pyarrow, and its prompts are those of an exploration', async () => {
    const oracle = path.join(root, 'test/oracles/verl.py');
    const read = JSON.parse(
      execFileSync(python, [oracle, exported, path.join(folder, 'cache')], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    );
    const row = ({ problem }: NamedProblem, id: string, split: string, index: number, file: string) => {
      const { messages, answerPrefix } = buildPrompt(problem, parser);
      return {
        data_source: 'explore-solutions',
        prompt: [...messages, { role: 'assistant', content: answerPrefix }],
        ability: 'code',
        reward_model: { style: 'rule', ground_truth: `problems/${file}` },
        extra_info: { split, index, id },
      };
    };
    const train = [row(sum, 'sum', 'train', 0, 'sum.json'), row(quoted, 'quoted/“x”', 'train', 1, 'quoted_x_.json')];
    const test = [row(sum, 'left out', 'test', 0, 'left_out.json')];
    expect(read.train.rows).toEqual(train);
    expect(read.train.pandas).toEqual(train);
    expect(read.test.rows).toEqual(test);
    expect(read.test.pandas).toEqual(test);
    expect(read.train.types).toEqual({
      data_source: 'string',
      prompt: 'list<element: struct<role: string not null, content: string not null> not null>',
      ability: 'string',
      reward_model: 'struct<style: string not null, ground_truth: string not null>',
      extra_info: 'struct<split: string not null, index: int32 not null, id: string not null>',
    });

    const file = await GgufFile.open(path.join(root, 'models/smollm2-135m-instruct-q4_1.gguf'));
    const chat = new ChatFormat(file, readTokenizer(file));
    await file.close();
    const prompts = [sum, quoted].map(({ problem }) => {
      const { messages, answerPrefix } = buildPrompt(problem, parser);
      return chat.render(messages, answerPrefix);
    });
    expect(read.train.prompts).toEqual(prompts);
    expect(read.empty).toBe('<|im_start|>\n<|im_end|>\n');
  });
});

describe('compute_score', () => {
  it('is 1 for a right response and 0 for a wrong one, whatever is said after where the product stops', () => {
    const { said, status } = ask(`
from reward import compute_score
responses = ["\\n    return a + b", "\\n    return a + b\\n\`\`\`\\nIt adds.\\n\`\`\`python\\nf = None\\n\`\`\`", "\\n    return a - b", "\\n    return (", "\\n    pass\\n\\nprint(1)\\n\\ndef f(a, b):\\n    return a + b", ""]
print(json.dumps([compute_score("explore-solutions", each, "problems/sum.json", {"index": 0}) for each in responses]))`);
    expect(said).toEqual([1, 1, 0, 0, 0, 0]);
    expect(status).toBe(0);
  });

  it('is the share of checks where that is wanted', () => {
    const { said } = ask(`
from reward import compute_score
print(json.dumps([compute_score("", each, "problems/sum.json", None, checks=True, slots=1) for each in ["\\n    return a + b", "\\n    return a - b"]]))`);
    expect(said).toEqual([1, 0.5]);
  });

  it('can be asked by many threads, about many problems, by a process that was forked too; one judge answers', () => {
    const { said } = ask(`
import os
from concurrent.futures import ThreadPoolExecutor
import reward
started = []
class Counted(reward.Judge):
    def __init__(self, *options):
        started.append(options)
        super().__init__(*options)
reward.Judge = Counted
def score(index):
    problem, right, wrong = [("sum", "a + b", "b"), ("quoted_x_", '"«" + x + "»"', "x")][index % 2]
    return reward.compute_score("", f"\\n    return {right if index % 3 else wrong}", f"problems/{problem}.json")
with ThreadPoolExecutor(16) as pool:
    scores = list(pool.map(score, range(24)))
child = os.fork()
if child == 0:
    os._exit(score(1) == 1 and score(0) == 0)
print(json.dumps([scores, len(started), os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])]))`);
    expect(said).toEqual([Array.from({ length: 24 }, (_, index) => (index % 3 ? 1 : 0)), 1, 1]);
  });

  it('is 0 where there is no verdict, which is logged once a problem', () => {
    const { said, stderr } = ask(`
from reward import compute_score
print(json.dumps([compute_score("", "x", "problems/missing.json") for _ in range(3)]))`);
    expect(said).toEqual([0, 0, 0]);
    expect(stderr.match(/missing\.json: no verdict/g)).toHaveLength(1);
  });

  it('is 0 for what a judge that dies was asked, and the next one is judged by another', () => {
    const { said, stderr } = ask(`
import reward
right = "\\n    return a + b"
scores = [reward.compute_score("", right, "problems/sum.json")]
dead = reward._judge
def die(*_, **__):
    dead._program.kill()
    return reward.Judge.ask(dead, "problems/sum.json", response=right)
dead.ask = die
scores.append(reward.compute_score("", right, "problems/sum.json"))
dead._program.wait()
while dead.is_running: pass
scores.append(reward.compute_score("", right, "problems/sum.json"))
print(json.dumps(scores))`);
    expect(said).toEqual([1, 0, 1]);
    expect(stderr).toContain('no verdict');
  });

  it('raises where nothing can ever be judged', () => {
    const program = 'from reward import compute_score\ncompute_score("", "x", "problems/sum.json")';
    const { status, stderr } = ask(program, { EXPLORE_SOLUTIONS_NODE: path.join(folder, 'no-node') });
    expect(status).not.toBe(0);
    expect(stderr).toContain('FileNotFoundError');
  });

  it('is what the recipe’s manager of rewards uses, which asks about equal responses once', () => {
    // The recipe's classes, as far as ours meets them: verl and PyTorch are too large for a test.
    const { said } = ask(`
import threading, types
import numpy as np
registered = {}
class Elliptical:
    def __init__(self, tokenizer, num_examine, compute_score=None, reward_fn_key="data_source", beta=1.0):
        self.tokenizer, self.reward_fn_key, self.beta = tokenizer, reward_fn_key, beta
        self.compute_score = None  # the recipe's own
    def __call__(self, data, return_dict=False):
        scores = []
        for item in data:
            length = item.batch["prompts"].shape[-1]
            valid = item.batch["attention_mask"][length:].sum()
            scores.append(self.compute_score(
                data_source=item.non_tensor_batch["data_source"],
                solution_str=self.tokenizer.decode(item.batch["responses"][:valid], skip_special_tokens=True),
                ground_truth=item.non_tensor_batch["reward_model"]["ground_truth"],
                extra_info=item.non_tensor_batch["extra_info"]))
        return [scores, self.beta]
def module(name, **content):
    sys.modules[name] = types.ModuleType(name)
    vars(sys.modules[name]).update(content)
def register(name):
    return lambda own: registered.setdefault(name, own)
module("rep_exp"); module("rep_exp.reward_manager")
module("rep_exp.reward_manager.elliptical_reward_manager", EllipticalRewardManager=Elliptical)
module("verl"); module("verl.workers"); module("verl.workers.reward_manager", register=register)
import repexp_reward

class Tokenizer:
    def decode(self, tokens, skip_special_tokens): return bytes(tokens.tolist()).decode()
asked = []
def counted(**question):
    asked.append(question["solution_str"])
    return repexp_reward.compute_score(**question)
def item(response):
    tokens = np.frombuffer(response.encode(), dtype=np.uint8)
    row = {"data_source": "explore-solutions", "reward_model": {"ground_truth": "problems/sum.json"}, "extra_info": {}}
    mask = np.concatenate([[0, 1, 1], np.ones(len(tokens), int), np.zeros(5, int)])
    return types.SimpleNamespace(non_tensor_batch=row, batch={
        "prompts": np.zeros(3), "responses": np.concatenate([tokens, np.zeros(5, np.uint8)]), "attention_mask": mask})
manager = registered["explore_solutions"](Tokenizer(), 0, counted, reward_fn_key="data_source", beta=0.01)
batch = [item(f"\\n    return a {sign} b") for sign in "+-+*+"]
print(json.dumps([manager(batch, return_dict=True), sorted(asked)]))`);
    expect(said).toEqual([[[1, 0, 1, 0, 1], 0.01], ['*', '+', '-'].map((sign) => `\n    return a ${sign} b`)]);
  });
});

describe('reward.py, called by a person', () => {
  it('says which verifiers cannot run', async () => {
    const called = () => spawnSync(python, [path.join(exported, 'reward.py')], { encoding: 'utf8' });
    expect(called()).toMatchObject({ status: 0, stdout: "{'fail': 3}\n" });
    const settings = path.join(folder, 'workspaces/quoted/“x”/.vscode/settings.json');
    const verifier = { name: 'tests', command: ['no-such-program'] };
    await writeFile(settings, JSON.stringify({ 'exploreSolutions.verifiers': [verifier] }));
    const { status, stdout } = called();
    expect(status).toBe(1);
    expect(stdout).toMatch(/^quoted_x_\.json: tests: .*no-such-program/);
  });
});

describe('the judge', () => {
  const start = (...options: string[]) => {
    const program = spawn(process.execPath, [judge(exported), ...options], { stdio: ['pipe', 'pipe', 'ignore'] });
    const lines = createInterface({ input: program.stdout })[Symbol.asyncIterator]();
    const send = (line: object | string) =>
      program.stdin.write(`${typeof line === 'string' ? line : JSON.stringify(line)}\n`);
    const next = async () => JSON.parse((await lines.next()).value ?? 'null');
    return { program, send, next };
  };
  const file = () => path.join(exported, 'problems/sum.json');

  it('answers each line, says what it makes of it, and leaves nothing behind at its input’s end', async () => {
    const { program, send, next } = start();
    send({ id: 'a', problem: file(), response: '\n    return b + a' });
    expect(await next()).toEqual({ id: 'a', reward: 1, outcome: 'pass' });
    send({ id: 2, problem: file(), response: '\n    return a +' });
    expect(await next()).toMatchObject({ id: 2, reward: 0, outcome: 'unusable', reason: expect.any(String) });
    send('{"id": 3}');
    expect(await next()).toMatchObject({ id: null, reward: 0, outcome: 'error' });
    send({ id: 4, problem: file(), response: '\n    return a' });
    program.stdin.end();
    expect(await next()).toEqual({ id: 4, reward: 0, outcome: 'fail' });
    const [code] = await once(program, 'exit');
    expect(code).toBe(0);
    expect(await sessionFolders(program.pid)).toEqual([]);
  });

  it('ends what runs when it is told to stop', async () => {
    const { program, send } = start('--slots', '1');
    send({ id: 1, problem: file(), response: '\n    while True: pass' });
    send({ id: 2, problem: file(), response: '\n    while a or True: pass' });
    await untilRunning(check, 1);
    program.kill('SIGTERM');
    const [code] = await once(program, 'exit');
    expect(code).toBe(0);
    await untilGone(check);
    expect(await sessionFolders(program.pid)).toEqual([]);
  });

  it('ends what runs when nobody reads its answers any more', async () => {
    const { program, send } = start();
    send({ id: 1, problem: file(), response: '\n    while True: pass' });
    await untilRunning(check, 1);
    program.stdout.destroy();
    send({ id: 2, problem: file(), response: 'no code (' });
    await once(program, 'exit');
    await untilGone(check);
    expect(await sessionFolders(program.pid)).toEqual([]);
  });

  it('says how it is used where it is not understood', async () => {
    const { status, stderr } = spawnSync(process.execPath, [judge(exported), '--slots', 'many'], { encoding: 'utf8' });
    expect(status).toBe(2);
    expect(stderr).toContain('--slots many is no number');
  });
});
