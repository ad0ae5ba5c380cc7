import { createHash } from 'node:crypto';
import type { Judges } from '../verify/verification.js';

/** What a record keeps of them: their environment may hold what is nobody's business, so only a hash of it all. */
export function verifiersHash({ verifiers, additions = [] }: Judges): string {
  return createHash('sha256')
    .update(JSON.stringify([verifiers, additions]))
    .digest('hex');
}
