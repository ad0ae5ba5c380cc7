/** What Chromium's tracing writes, as far as it is read here. */
interface Trace {
  readonly traceEvents: readonly {
    readonly name: string;
    readonly ph: string;
    readonly pid: number;
    readonly tid: number;
    /** Microseconds. */
    readonly dur?: number;
    readonly args?: { readonly name?: string };
  }[];
}

/** Milliseconds of the longest tasks on the main threads of pages, the longest first. */
export function longestTasks(trace: Buffer, count: number): number[] {
  const { traceEvents } = JSON.parse(trace.toString('utf8')) as Trace;
  const thread = ({ pid, tid }: { pid: number; tid: number }) => `${pid}/${tid}`;
  const pages = new Set(
    traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain').map(thread),
  );
  return traceEvents
    .filter((event) => event.ph === 'X' && /^(RunTask|ThreadControllerImpl::RunTask)$/.test(event.name))
    .filter((event) => pages.has(thread(event)))
    .map(({ dur = 0 }) => dur / 1000)
    .sort((a, b) => b - a)
    .slice(0, count);
}
