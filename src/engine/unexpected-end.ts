import { readFileSync } from 'node:fs';
import * as l10n from '@vscode/l10n';
import type { ExplainedError } from '../core/errors.js';
import { EngineCrashedError, EngineOutOfMemoryError } from './errors.js';

/** How C++, V8, onnxruntime and the C library say that memory ran out. */
const outOfMemory =
  /bad_alloc|bad allocation|heap out of memory|Array buffer allocation failed|Failed to allocate memory|Cannot allocate memory/;

/** Whether a message says that memory ran out. */
export function tellsOfMemory(message: string): boolean {
  return outOfMemory.test(message);
}

/** Whether onnxruntime's log tells of an error of a WebGPU device: then what it computed means nothing. */
export function tellsOfDeviceError(log: string): boolean {
  return /WebGPU device (error|lost)/.test(log);
}

/** Whether onnxruntime's log or error says that a GPU's memory was not enough. */
export function tellsOfDeviceMemory(text: string): boolean {
  return /out of memory|OUT_OF_(DEVICE|HOST)_MEMORY/i.test(text) || tellsOfMemory(text);
}

/** How many processes Linux has killed for memory since it started; 0 where that is not told. */
export function countMemoryKills(): number {
  try {
    return Number(/^oom_kill (\d+)$/m.exec(readFileSync('/proc/vmstat', 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** What the end of a child process means that nobody here asked for. */
export function unexpectedEnd(end: {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The end of what it wrote. */
  readonly output: string;
  /** `countMemoryKills` when it was started. */
  readonly memoryKillsBefore: number;
}): ExplainedError {
  const killedForMemory = end.signal === 'SIGKILL' && countMemoryKills() > end.memoryKillsBefore;
  const how = end.signal ? l10n.t('signal {0}', end.signal) : l10n.t('exit code {0}', String(end.code));
  const crash = new EngineCrashedError(how, end.output.trim());
  return killedForMemory || tellsOfMemory(end.output) ? new EngineOutOfMemoryError({ cause: crash }) : crash;
}
