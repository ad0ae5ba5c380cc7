import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { toError } from '../../core/errors.js';
import { CodeParser } from '../../problem/parser.js';
import { describeSandbox, sandboxSettings } from '../../verify/sandbox.js';
import { Judge, type Judgement } from './judge.js';

const help = `Usage: node judge.js [--checks] [--slots N] [--sandbox ${sandboxSettings.join(' | ')}]

Reads one JSON object a line, {"id": …, "problem": PATH, "response": TEXT}, and writes one a line for each, in the order in which
they are judged: {"id": …, "reward": 0 to 1, "outcome": "pass | fail | timeout | error | unusable", "reason": TEXT}.
Without "response", the problem's code as it is is judged.

  --checks    a candidate that did not pass is worth the share of its checks that passed, otherwise nothing
  --slots     verifiers at once; as many as there are cores unless given
`;

const question = z.object({
  id: z.union([z.string(), z.number()]),
  problem: z.string(),
  response: z.string().optional(),
});

/** Where questions come from and answers go to. */
export interface JudgeStreams {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** For words to a person. */
  readonly log: (line: string) => void;
}

/**
 * Judges until the input's end, when all that was asked is answered, or until nobody reads the answers or `signal` is aborted,
 * when what runs is ended. No process is left when it resolves.
 *
 * @param words the command line's
 * @param grammars the folder of the parser's grammars
 * @returns the exit code
 */
export async function serveJudge(
  words: readonly string[],
  grammars: string,
  { input, output, log }: JudgeStreams,
  signal: AbortSignal,
): Promise<number> {
  const options = optionsIn(words);
  if (typeof options === 'string') {
    log(`${options}\n\n${help}`);
    return 2;
  }
  let isSandboxTold = false;
  const judge = new Judge({
    ...options,
    parser: await CodeParser.load(grammars),
    onSandbox: (sandbox) => {
      if (!isSandboxTold) log(describeSandbox(sandbox));
      isSandboxTold = true;
    },
  });
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  const answers = new Set<Promise<void>>();
  const answer = (id: string | number | null, judgement: Judgement) =>
    void output.write(`${JSON.stringify({ id, ...judgement })}\n`);
  lines.on('line', (line) => {
    if (line.trim() === '') return;
    const asked = questionIn(line);
    if (typeof asked === 'string') return answer(null, { reward: 0, outcome: 'error', reason: asked });
    const answered = judge.judge(asked).then((judgement) => answer(asked.id, judgement));
    answers.add(answered);
    void answered.then(() => answers.delete(answered));
  });
  const ended = new Promise<void>((resolve) => lines.once('close', resolve));
  const stopped = new Promise<void>((resolve) => {
    output.once('error', () => resolve());
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await Promise.race([ended.then(() => Promise.all(answers)), stopped]);
  lines.close();
  output.on('error', () => {}); // what is still said, nobody hears
  await judge.close();
  return 0;
}

function questionIn(line: string): z.infer<typeof question> | string {
  try {
    return question.parse(JSON.parse(line));
  } catch (thrown) {
    return thrown instanceof z.ZodError ? z.prettifyError(thrown) : toError(thrown).message;
  }
}

function optionsIn(words: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        checks: { type: 'boolean', default: false },
        slots: { type: 'string', default: '0' },
        sandbox: { type: 'string', default: 'auto' },
      },
    });
    const sandbox = sandboxSettings.find((choice) => choice === values.sandbox);
    if (!sandbox) return `--sandbox ${values.sandbox} is none of ${sandboxSettings.join(', ')}`;
    if (!/^\d{1,4}$/.test(values.slots)) return `--slots ${values.slots} is no number`;
    return { sandbox, slots: Number(values.slots), reward: values.checks ? 'checks' : 'passes' } as const;
  } catch (thrown) {
    return toError(thrown).message;
  }
}
