import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../../src/terminal/arguments.js';
import { resumeCommand } from '../../../src/terminal/resume-command.js';

describe('the command that goes on', () => {
  it.each([
    [['a.py:1']],
    [['a.py:1', '--command', `grep "it's" $HOME | tail -n1`, '--sandbox', 'none', '--device', 'cpu', '--exact']],
    [
      [
        'a.py:1',
        '--example',
        `f('a b') == "c"`,
        '--example',
        '>>> f()',
        '--model',
        'my model.gguf',
        '--adapter',
        'a',
        '--apply',
      ],
    ],
    [['a.py:1', '--attempts', '7', '--verifier', 'unit tests', '--verifier', 'types', '--parallel', '3']],
  ])('says again, for a shell, what %j said and a record does not', (words) => {
    const before = parseArguments(words);
    if (typeof before === 'string' || 'records' in before) throw new Error('nothing that a record could say');
    const line = resumeCommand('/some where/a.jsonl', before).replace(/^npm run explore -- /, '');
    const program = 'process.stdout.write(JSON.stringify(process.argv.slice(1)))';
    const { stdout } = spawnSync(`"${process.execPath}" -e "${program}" -- ${line}`, { shell: true, encoding: 'utf8' });
    const task = { kind: 'resume', record: '/some where/a.jsonl', more: null };
    expect(parseArguments(JSON.parse(stdout))).toEqual({ ...before, task });
  });
});
