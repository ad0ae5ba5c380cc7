import { Engine } from '../engine/engine.js';
import type { Means } from '../explore/explore.js';
import type { Installation } from '../explore/installation.js';
import { openVerification, type VerificationOptions } from '../verify/verification.js';

/** What an exploration works with, and must not outlive it. */
export type OpenMeans = Pick<Means, 'engine' | 'verification'>;

/**
 * Opens them for `work` and closes them whatever happens; no process is left when it resolves. Whoever called the
 * program trusts the workspace.
 *
 * @param signal aborting ends the model's process at once, which may be in the middle of native code: nobody needs it again
 * @throws what `openVerification` throws
 */
export async function withMeans<T>(
  { engineChild }: Installation,
  options: Omit<VerificationOptions, 'isTrusted'>,
  signal: AbortSignal,
  work: (means: OpenMeans) => Promise<T>,
): Promise<T> {
  const verification = await openVerification({ ...options, isTrusted: () => true });
  const engine = new Engine({ childPath: engineChild });
  const endEngine = () => void engine.dispose();
  signal.addEventListener('abort', endEngine, { once: true });
  try {
    return await work({ engine, verification });
  } finally {
    signal.removeEventListener('abort', endEngine);
    await Promise.all([engine.dispose(), verification.close()]);
  }
}
