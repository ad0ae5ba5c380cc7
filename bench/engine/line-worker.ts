import { createInterface } from 'node:readline';

/** The other side of `LineProcess`: says that it is ready, then answers each line until there are no more. */
export async function answerLines(answer: (question: unknown) => Promise<object>): Promise<void> {
  process.stdout.write('ready\n');
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
  }
}
