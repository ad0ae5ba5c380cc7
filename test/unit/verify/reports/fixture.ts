import { readFileSync } from 'node:fs';
import path from 'node:path';

/** What a real runner wrote, with its paths and the longer stacks taken out. */
export function fixture(name: string): string {
  return readFileSync(path.join(import.meta.dirname, 'fixtures', name), 'utf8');
}
