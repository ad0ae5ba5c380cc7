import { setImmediate } from 'node:timers/promises';

/** Long enough to be parsed well, short enough to be parsed in some hundredths of a second. */
const PART_CHARACTERS = 64 * 1024;

/**
 * A text in parts that end where a line does. Between two of them everything else in this process has its turn: a
 * report of some megabytes takes seconds to parse.
 *
 * @throws the signal's reason when it is aborted meanwhile
 */
export async function* inParts(text: string, signal: AbortSignal): AsyncGenerator<string, void> {
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at + PART_CHARACTERS) + 1 || text.length;
    yield text.slice(at, end);
    at = end;
    if (at < text.length) await setImmediate();
    signal.throwIfAborted();
  }
}
