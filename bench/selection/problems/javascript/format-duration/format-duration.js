/**
 * Seconds in words, with hours, minutes and seconds, without the parts that are 0; 'now' for 0. Two parts are joined
 * by ' and ', three by a comma and ' and '.
 * Example: formatDuration(3662) is '1 hour, 1 minute and 2 seconds'.
 */
export function formatDuration(seconds) {
  throw new Error('not implemented');
}
