import { readFileSync } from 'node:fs';
import * as z from 'zod';

/** onnxruntime's profile: Chrome's trace event format, times in microseconds. */
const event = z.object({
  cat: z.string(),
  name: z.string(),
  ts: z.number(),
  dur: z.number(),
  args: z.object({ op_name: z.string().optional() }),
});

/** Seconds spent in one kind of operator. */
export type SecondsByOperator = Readonly<Record<string, number>>;

/** Adds up the kernels' times by operator, leaving out the first `runsBefore` runs of the graph. */
export function secondsByOperator(file: string, runsBefore: number): SecondsByOperator {
  const whole = z.array(z.unknown()).parse(JSON.parse(readFileSync(file, 'utf8')));
  const events = whole.flatMap((each) => {
    const { success, data } = event.safeParse(each);
    return success ? [data] : [];
  });
  const runs = events.filter(({ name }) => name === 'model_run').sort((a, b) => a.ts - b.ts);
  const begin = runs[runsBefore]?.ts;
  if (begin === undefined) throw new Error(`${file} has no more than ${runs.length} runs`);
  const seconds: Record<string, number> = {};
  for (const { cat, name, ts, dur, args } of events) {
    if (cat !== 'Node' || !name.endsWith('_kernel_time') || ts < begin) continue;
    const operator = args.op_name ?? 'unknown';
    seconds[operator] = (seconds[operator] ?? 0) + dur / 1e6;
  }
  return seconds;
}

/** Products with the weights, in any of the forms in which they are kept, and those of attention. */
export function isMatrixProduct(operator: string): boolean {
  return /MatMul|Gemm/.test(operator);
}
