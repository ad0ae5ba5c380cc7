import { createHash } from 'node:crypto';
import type { VerificationOptions } from '../verify/verification.js';

/** What judges candidates: verifiers in order, and the files that they need. */
export type Judges = Pick<VerificationOptions, 'verifiers' | 'additions'>;

/** What a record keeps of them: their environment may hold what is nobody's business, so only a hash of it all. */
export function verifiersHash({ verifiers, additions = [] }: Judges): string {
  return createHash('sha256')
    .update(JSON.stringify([verifiers, additions]))
    .digest('hex');
}
