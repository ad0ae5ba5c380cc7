export function cronNext(line, after) {
  const limits = [
    [0, 59],
    [0, 23],
    [1, 31],
    [1, 12],
    [0, 6],
  ];
  const [minutes, hours, days, months, weekdays] = line.split(' ').map((field, index) => {
    const values = new Set();
    for (const part of field.split(',')) {
      const [range, step = '1'] = part.split('/');
      const [first, last = first] = range === '*' ? limits[index] : range.split('-').map(Number);
      for (let value = first; value <= last; value += Number(step)) values.add(value);
    }
    return values;
  });
  const start = Math.floor(after.getTime() / 60_000) * 60_000 + 60_000;
  const date = new Date(start);
  const end = new Date(start).setUTCFullYear(date.getUTCFullYear() + 8);
  while (date.getTime() <= end) {
    const isDay = months.has(date.getUTCMonth() + 1) && days.has(date.getUTCDate()) && weekdays.has(date.getUTCDay());
    if (!isDay) date.setUTCHours(24, 0);
    else if (!hours.has(date.getUTCHours())) date.setUTCMinutes(60);
    else if (!minutes.has(date.getUTCMinutes())) date.setUTCMinutes(date.getUTCMinutes() + 1);
    else return date;
  }
  return null;
}
