import pc from 'picocolors';
import { CancelledError, ExplainedError, toError } from '../core/errors.js';
import { visible } from '../core/visible.js';
import { Interrupt } from '../standalone/interrupt.js';

/** What a command tells its caller. */
export const exitCodes = { survivor: 0, none: 1, wrong: 2, interrupted: 130 } as const;

/** Runs a command that Ctrl+C aborts; what it throws is explained, and becomes an exit code. */
export async function runCommand(work: (signal: AbortSignal) => Promise<number>): Promise<number> {
  const interrupt = new Interrupt();
  try {
    return await work(interrupt.signal);
  } catch (thrown) {
    const error = toError(thrown);
    const nextStep = error instanceof ExplainedError ? error.nextStep : error.stack;
    process.stderr.write(`${pc.createColors(inColors(process.stderr)).red(visible(error.message))}\n${nextStep}\n`);
    return error instanceof CancelledError ? exitCodes.interrupted : exitCodes.wrong;
  } finally {
    interrupt.dispose();
  }
}

/** Colours are for terminals, and only if the user has not declined them (no-color.org). */
export function inColors(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true && !process.env.NO_COLOR;
}
