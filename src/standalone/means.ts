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
 * @param signal as of `withEngine`
 * @throws what `openVerification` throws
 */
export async function withMeans<T>(
  installation: Installation,
  options: Omit<VerificationOptions, 'isTrusted'>,
  signal: AbortSignal,
  work: (means: OpenMeans) => Promise<T>,
): Promise<T> {
  const verification = await openVerification({ ...options, isTrusted: () => true });
  try {
    return await withEngine(installation, signal, (engine) => work({ engine, verification }));
  } finally {
    await verification.close();
  }
}

/**
 * An engine for `work`, which has ended when it resolves.
 *
 * @param signal aborting ends the model's process at once, which may be in the middle of native code: nobody needs it again
 */
export async function withEngine<T>(
  { engineChild }: Installation,
  signal: AbortSignal,
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const engine = new Engine({ childPath: engineChild });
  const endEngine = () => void engine.dispose();
  signal.addEventListener('abort', endEngine, { once: true });
  try {
    return await work(engine);
  } finally {
    signal.removeEventListener('abort', endEngine);
    await engine.dispose();
  }
}
