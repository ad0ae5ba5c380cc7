import type { Value } from './inputs.js';

/** A value as a person writes it in JavaScript, on one line. */
export function literal(value: Value): string {
  if (typeof value === 'string') return quoted(value);
  if (value === null || typeof value !== 'object') return String(value);
  if (isList(value)) return `[${value.map(literal).join(', ')}]`;
  const entries = Object.entries(value).map(([key, each]) => `${keyOf(key)}: ${literal(each)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

function quoted(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1);
  return /['"\\]/.test(text) ? `"${inner}"` : `'${inner}'`;
}

function keyOf(key: string): string {
  return /^([a-z_]\w*|\d+)$/i.test(key) ? key : quoted(key);
}

function isList(value: object): value is readonly Value[] {
  return Array.isArray(value);
}
