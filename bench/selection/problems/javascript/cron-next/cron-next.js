/**
 * The first minute after a time that fits a cron line of five fields: minute, hour, day of the month, month (1 to 12)
 * and day of the week (0 to 6, Sunday is 0). A field is '*', a number, a range 'a-b', or one of these with a step
 * ('/n' after '*' or a range), or several with commas. Both day fields must fit. The time is a Date, and so is the
 * answer, with seconds and milliseconds 0; all is UTC. null where nothing fits within eight years.
 * Example: cronNext('30 9 * * *', new Date('2024-05-01T10:00:00Z')) is new Date('2024-05-02T09:30:00Z').
 */
export function cronNext(line, after) {
  throw new Error('not implemented');
}
