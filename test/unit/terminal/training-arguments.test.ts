import { describe, expect, it } from 'vitest';
import { parseTraining } from '../../../src/terminal/training/arguments.js';
import { defaultTrainingPlan } from '../../../src/train/plan.js';

describe('the words of a call of npm run train', () => {
  it('without any train with the usual plan on the command’s own records', () => {
    expect(parseTraining([])).toEqual({
      kind: 'train',
      records: [],
      model: null,
      plan: defaultTrainingPlan,
      leftOut: 0.25,
      seed: 1,
      folder: null,
      sandbox: 'auto',
    });
  });

  it('take every option', () => {
    const words =
      'records a.jsonl --model m.gguf --steps 5 --arm grpo --seed 0 --rank 4 --group 6 --groups 2 --rate 0.001 --checks --max-tokens 64 --left-out 0.5 --every 3 --attempts 8 --sandbox none --folder f';
    const plan = {
      ...defaultTrainingPlan,
      steps: 5,
      arm: 'grpo',
      seed: 0,
      rank: 4,
      groupSize: 6,
      groupsPerStep: 2,
      reward: 'checks',
      maxTokens: 64,
      optimizer: { ...defaultTrainingPlan.optimizer, learningRate: 0.001 },
      evaluation: { ...defaultTrainingPlan.evaluation, every: 3, attempts: 8 },
    };
    const records = ['records', 'a.jsonl'];
    const others = { model: 'm.gguf', leftOut: 0.5, seed: 0, sandbox: 'none', folder: 'f' };
    expect(parseTraining(words.split(' '))).toEqual({ kind: 'train', records, plan, ...others });
  });

  it.each([
    ['--list', { kind: 'list', model: null }],
    ['--use first --model m', { kind: 'use', model: 'm', name: 'first' }],
    ['--use none', { kind: 'use', model: null, name: null }],
    ['--import lora --model m', { kind: 'import', model: 'm', folder: 'lora' }],
    [
      'a.jsonl --export-verl o',
      { kind: 'export', records: ['a.jsonl'], leftOut: 0.25, seed: 1, sandbox: 'auto', folder: 'o' },
    ],
    ['--delete first', { kind: 'delete', model: null, name: 'first' }],
    ['--resume f --steps 9', { kind: 'resume', folder: 'f', steps: 9, sandbox: 'auto' }],
    ['--help', 'help'],
  ])('%s', (words, task) => {
    expect(parseTraining(words.split(' '))).toEqual(task);
  });

  it.each([
    ['--arm best', '--arm is one of'],
    ['--left-out 1', 'more than 0 and less than 1'],
    ['--group 1', 'at least 2'],
    ['--resume f --rank 2', 'leave out --rank'],
    ['--resume f a.jsonl', 'leave out a.jsonl'],
    ['--nothing', 'nothing'],
  ])('%s is explained', (words, reason) => {
    expect(() => parseTraining(words.split(' '))).toThrow(reason);
  });
});
