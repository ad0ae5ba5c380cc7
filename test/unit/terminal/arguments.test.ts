import { describe, expect, it } from 'vitest';
import { defaultPlan } from '../../../src/core/defaults.js';
import { parseArguments, UsageError } from '../../../src/terminal/arguments.js';

describe('the words of a call', () => {
  it('none: the bundled example, as the defaults say', () => {
    expect(parseArguments([])).toMatchObject({
      task: { place: null, plan: defaultPlan },
      apply: false,
      sandbox: 'auto',
    });
  });

  it.each([
    ['a.py:12', { file: 'a.py', from: 12, to: null }],
    ['src/a.py:3-9', { file: 'src/a.py', from: 3, to: 9 }],
    ['C:\\code\\a.py:3', { file: 'C:\\code\\a.py', from: 3, to: null }],
    ['odd:name.js:7-7', { file: 'odd:name.js', from: 7, to: 7 }],
  ])('%s', (word, place) => {
    expect(parseArguments([word])).toMatchObject({ task: { place } });
  });

  it('takes every option', () => {
    const words =
      'a.js:1 --attempts 5 --survivors 2 --budget 9 --seed 0 --selector random --temperature 0.5 --max-tokens 64 --model m.gguf --adapter a --exact --device cpu --verifier a --verifier b --workspace w --sandbox none --parallel 3 --apply --json o.jsonl';
    expect(parseArguments(words.split(' '))).toEqual({
      task: {
        kind: 'explore',
        place: { file: 'a.js', from: 1, to: null },
        plan: {
          attempts: 5,
          survivors: 2,
          budget: 9,
          seed: 0,
          selector: 'random',
          sampling: { ...defaultPlan.sampling, temperature: 0.5 },
          maxTokens: 64,
        },
        workspace: 'w',
        json: 'o.jsonl',
      },
      model: 'm.gguf',
      adapter: 'a',
      exact: true,
      device: 'cpu',
      judges: { kind: 'configured', names: ['a', 'b'] },
      sandbox: 'none',
      parallel: 3,
      apply: true,
    });
  });

  it('--resume takes what the record does not say', () => {
    const words = ['--resume', 'o.jsonl', '--command', "grep 'a b' c", '--sandbox', 'none', '--apply'];
    const parsed = parseArguments(words);
    expect(parsed).toMatchObject({
      task: { kind: 'resume', record: 'o.jsonl', more: null },
      judges: { kind: 'command', line: "grep 'a b' c" },
      sandbox: 'none',
      apply: true,
    });
  });

  it('--more asks for more attempts than a record has', () => {
    const task = { kind: 'resume', record: 'o.jsonl', more: 40 };
    expect(parseArguments(['--resume', 'o.jsonl', '--more', '40'])).toMatchObject({ task });
  });

  it('takes several examples', () => {
    const words = ['a.js:1', '--example', 'f(1) == 2', '--example', 'f(0) throws RangeError'];
    expect(parseArguments(words)).toMatchObject({
      judges: { kind: 'examples', lines: ['f(1) == 2', 'f(0) throws RangeError'] },
    });
  });

  it.each([
    [['a.py']],
    [['a.py:0']],
    [['a.py:9-3']],
    [['a.py:1', 'b.py:2']],
    [['--attempts', '0']],
    [['--attempts', 'many']],
    [['--attempts', '1.5']],
    [['--seed', '-1']],
    [['--temperature', 'hot']],
    [['--selector', 'best']],
    [['--sandbox', 'docker']],
    [['--device', 'tpu']],
    [['--verifier', 'a', '--command', 'b']],
    [['--example', 'f() == 1', '--command', 'b']],
    [['--example', 'f() == 1', '--verifier', 'a']],
    [['--no-such-thing']],
    [['a.py:1', '--resume', 'o.jsonl']],
    [['a.py:1', '--more', '40']],
    [['--resume', 'o.jsonl', '--more', '0']],
    ...[
      '--attempts',
      '--survivors',
      '--budget',
      '--seed',
      '--temperature',
      '--max-tokens',
      '--workspace',
      '--json',
    ].map((name) => [['--resume', 'o.jsonl', name, '1']]),
    [['--resume', 'o.jsonl', '--selector', 'random']],
  ])('refuses %j', (words) => {
    expect(() => parseArguments(words)).toThrow(UsageError);
  });

  it('--models needs nothing else', () => expect(parseArguments(['--models'])).toBe('models'));

  it('help wins', () => expect(parseArguments(['a.py:1', '-h'])).toBe('help'));
});
