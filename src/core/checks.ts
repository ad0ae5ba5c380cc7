import type { Checks } from './domain.js';

/** The first check that failed, with null for what its report does not say; null where the report tells of none. */
export function firstFailure(checks: Checks | undefined) {
  const [first] = checks?.failures ?? [];
  if (!first) return null;
  const { name, message = null, expected = null, actual = null } = first;
  return { name, message, expected, actual };
}
