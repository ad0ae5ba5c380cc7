export interface Slot {
  /** Minutes since midnight. */
  start: number;
  end: number;
}

/**
 * The times within a working day at which everybody is free for at least so many minutes, in order and each as long as
 * can be. Every person has a list of busy times, in any order, which may overlap and may lie outside of the day.
 * Example: within 540 to 600, with one person busy from 550 to 560, of 15 minutes there is [{ start: 560, end: 600 }].
 */
export function freeSlots(day: Slot, calendars: readonly (readonly Slot[])[], minutes: number): Slot[] {
  throw new Error('not implemented');
}
