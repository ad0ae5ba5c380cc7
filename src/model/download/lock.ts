import lockfile from 'proper-lockfile';
import { DownloadInProgressError } from './errors.js';

/**
 * Runs `work` while no other process does so for the same file. The lock of a process that died is free after ten
 * seconds, wherever that process ran: what keeps a lock is that it is renewed.
 *
 * @param work gets a signal that is aborted when the lock was lost, as after the machine has slept
 * @throws DownloadInProgressError; what `work` throws
 */
export async function withLock<T>(file: string, work: (lost: AbortSignal) => Promise<T>): Promise<T> {
  const lost = new AbortController();
  const release = await lockfile
    .lock(file, {
      realpath: false,
      onCompromised: (cause) => lost.abort(new DownloadInProgressError(file, { cause })),
    })
    .catch((cause: Error & { code?: string }) => {
      throw cause.code === 'ELOCKED' ? new DownloadInProgressError(file, { cause }) : cause;
    });
  try {
    return await work(lost.signal);
  } finally {
    if (!lost.signal.aborted) await release();
  }
}
