export interface Slot {
  /** Minutes since midnight. */
  start: number;
  end: number;
}

export function freeSlots(day: Slot, calendars: readonly (readonly Slot[])[], minutes: number): Slot[] {
  const slots: Slot[] = [];
  let free = day.start;
  for (const { start, end } of [
    ...calendars.flat().sort((a, b) => a.start - b.start),
    { start: day.end, end: day.end },
  ]) {
    const until = Math.min(start, day.end);
    if (until > free && until - free >= minutes) slots.push({ start: free, end: until });
    free = Math.max(free, end);
  }
  return slots;
}
