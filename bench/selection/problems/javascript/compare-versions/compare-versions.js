/**
 * -1, 0 or 1, as the first version is older than, equal to or newer than the second. Versions are numbers with dots
 * between; those that are missing count as 0.
 * Example: compareVersions('1.9', '1.10') is -1.
 */
export function compareVersions(first, second) {
  throw new Error('not implemented');
}
