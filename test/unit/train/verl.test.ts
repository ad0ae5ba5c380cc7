import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Template } from '@huggingface/jinja';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Problem } from '../../../src/core/domain.js';
import { ChatFormat } from '../../../src/model/chat.js';
import { GgufFile } from '../../../src/model/gguf/file.js';
import { readTokenizer } from '../../../src/model/tokenizer/read.js';
import { buildPrompt } from '../../../src/problem/prompt.js';
import { openChatTemplate, verlConfig } from '../../../src/train/verl/config.js';
import { exportForVerl, VerlExportError } from '../../../src/train/verl/export.js';
import { OpenWhileUsed } from '../../../src/train/verl/open-while-used.js';
import { ProblemFileError, problemFile, readProblemFile } from '../../../src/train/verl/problem-file.js';
import { loadParser } from '../problem/support.js';

const root = path.resolve(import.meta.dirname, '../../..');
const bundles = path.join(root, 'dist');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'verl-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const source = 'def add(a, b):\n    """Sum of “a” and b."""\n    raise NotImplementedError\n';

function problemIn(workspace: string): Problem {
  return {
    workspace: path.join(folder, workspace),
    file: 'src/add.py',
    language: 'python',
    source,
    range: { start: 0, end: source.trimEnd().length },
    name: 'add',
  };
}

describe('an export', () => {
  it('has all that a training needs, each problem in a file of its own', async () => {
    const parser = await loadParser();
    const to = path.join(folder, 'export');
    const training = ['HumanEval/1', 'HumanEval:1', '../x'].map((id) => ({ id, problem: problemIn('a') }));
    const leftOut = [{ id: 'left out', problem: problemIn('b') }];
    await exportForVerl({ training, leftOut, folder: to, means: { parser, bundles } });
    expect((await readdir(to)).sort()).toEqual([
      'README.md',
      'config.yaml',
      'judge',
      'problems',
      'repexp_reward.py',
      'reward.py',
      'test.parquet',
      'train.parquet',
      'train.sh',
    ]);
    expect((await readdir(path.join(to, 'judge'))).sort()).toEqual(['grammars', 'judge.js']);
    const files = (await readdir(path.join(to, 'problems'))).sort();
    expect(files).toEqual(['.._x.json', 'HumanEval_1.json', 'HumanEval_1~2.json', 'left_out.json']);
    expect(await readProblemFile(path.join(to, 'problems/left_out.json'))).toEqual(problemIn('b'));
  });

  it('is refused where verl would have nothing to train on or to measure with, or could not tell problems apart', async () => {
    const means = { parser: await loadParser(), bundles };
    const one = { id: 'one', problem: problemIn('a') };
    const to = { folder, means };
    await expect(exportForVerl({ ...to, training: [], leftOut: [one] })).rejects.toThrow(VerlExportError);
    await expect(exportForVerl({ ...to, training: [one], leftOut: [] })).rejects.toThrow(VerlExportError);
    await expect(exportForVerl({ ...to, training: [one], leftOut: [one] })).rejects.toThrow(
      /two problems are called one/,
    );
  });
});

describe('a problem’s file', () => {
  it('names the workspace where both were moved to', async () => {
    const parser = await loadParser();
    const problem = { ...problemIn('here/workspace'), complaint: 'it is wrong' };
    const named = [{ id: 'x', problem }];
    const from = path.join(folder, 'here');
    const leftOut = [{ id: 'y', problem }];
    await exportForVerl({ training: named, leftOut, folder: path.join(from, 'out'), means: { parser, bundles } });
    await cp(from, path.join(folder, 'there'), { recursive: true });
    expect(await readProblemFile(path.join(folder, 'there/out/problems/x.json'))).toEqual({
      ...problem,
      workspace: path.join(folder, 'there/workspace'),
    });
  });

  it('holds no path of this machine', () => {
    expect(problemFile({ id: 'x', problem: problemIn('a') }, path.join(folder, 'out/problems'))).not.toContain(folder);
  });

  it('is refused where it is something else', async () => {
    await expect(readProblemFile(path.join(root, 'biome.json'))).rejects.toThrow(ProblemFileError);
    await expect(readProblemFile(path.join(root, 'LICENSE'))).rejects.toThrow(/is no JSON/);
  });
});

describe('the configuration', () => {
  const number = (text: string, key: string) => Number(new RegExp(`^ +${key}: (\\d+)`, 'm').exec(text)?.[1]);

  it.each([1, 7, 8, 9, 30, 64, 127, 128, 5000])('is one that verl accepts, for %i problems', (problems) => {
    const text = verlConfig(problems);
    const [step, update] = [number(text, 'train_batch_size'), number(text, 'ppo_mini_batch_size')];
    const [micro, attempts] = [number(text, 'ppo_micro_batch_size_per_gpu'), number(text, 'n')];
    const gpus = number(text, 'n_gpus_per_node');
    // verl/trainer/ppo/ray_trainer.py and verl/workers/fsdp_workers.py, at the recipe's commit.
    expect(step).toBeGreaterThan(0);
    expect(step).toBeLessThanOrEqual(Math.min(problems, 128));
    expect((step * attempts) % gpus).toBe(0);
    expect(step % update).toBe(0);
    expect(((update * attempts) / gpus) % micro).toBe(0);
  });

  it('has the chat template', () => {
    expect(verlConfig(1).replaceAll(/^ {6}/gm, '')).toContain(openChatTemplate);
  });
});

describe('the chat template', async () => {
  const file = await GgufFile.open(path.join(root, 'models/smollm2-135m-instruct-q4_1.gguf'));
  const chat = new ChatFormat(file, readTokenizer(file));
  await file.close();
  const template = new Template(openChatTemplate);

  it('leaves an answer open as an exploration does', async () => {
    const { messages, answerPrefix } = buildPrompt(problemIn('a'), await loadParser());
    const conversation = [...messages, { role: 'assistant', content: answerPrefix }];
    expect(answerPrefix).toContain('def add');
    expect(template.render({ messages: conversation, add_generation_prompt: true })).toBe(
      chat.render(messages, answerPrefix),
    );
  });

  it('is the model’s own where there is no answer yet', () => {
    const messages = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'One?' },
      { role: 'assistant', content: 'One.' },
      { role: 'user', content: 'Two?' },
    ] as const;
    expect(template.render({ messages, add_generation_prompt: true })).toBe(chat.render(messages, ''));
  });
});

describe('things that are open while they are used', () => {
  function opener(most: number) {
    const log: string[] = [];
    const open = new OpenWhileUsed(async (key) => {
      log.push(`open ${key}`);
      if (key === 'bad') throw new Error('cannot be opened');
      return { close: async () => void log.push(`close ${key}`) };
    }, most);
    return { log, open };
  }

  function heldBack() {
    let resolve = () => {};
    const promise = new Promise<void>((proceed) => {
      resolve = proceed;
    });
    return { promise, resolve: () => resolve() };
  }

  it('are so many at a time: those that wait get the places that nobody uses, the longest unused first', async () => {
    const { log, open } = opener(2);
    const use = (key: string) => open.use(key, async () => void log.push(`use ${key}`));
    const held = heldBack();
    const first = open.use('a', () => held.promise);
    await use('b');
    await use('b');
    await use('c');
    expect(log).toEqual(['open a', 'open b', 'use b', 'use b', 'close b', 'open c', 'use c']);
    held.resolve();
    await first;
    await use('a');
    await use('d');
    expect(log.slice(7)).toEqual(['use a', 'close c', 'open d', 'use d']);
    await open.close();
    expect(log.slice(11).sort()).toEqual(['close a', 'close d']);
  });

  it('wait where all are in use', async () => {
    const { log, open } = opener(1);
    const held = heldBack();
    const first = open.use('a', () => held.promise);
    const others = ['b', 'a', 'b'].map((key) => open.use(key, async () => key));
    expect(await others[1]).toBe('a');
    expect(log).toEqual(['open a']);
    held.resolve();
    expect(await Promise.all([first, ...others])).toEqual([undefined, 'b', 'a', 'b']);
    expect(log).toEqual(['open a', 'close a', 'open b']);
  });

  it('are tried again where they could not be opened', async () => {
    const { log, open } = opener(1);
    const use = () => open.use('bad', async () => {});
    await expect(use()).rejects.toThrow('cannot be opened');
    await expect(use()).rejects.toThrow('cannot be opened');
    expect(await open.use('good', async () => 1)).toBe(1);
    expect(log).toEqual(['open bad', 'open bad', 'open good']);
    await open.close();
  });
});
