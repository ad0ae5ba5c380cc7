import { readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** package.json as VS Code shows it in English: its texts stand in the place of their keys. */
export function englishManifest() {
  const texts: Record<string, string> = JSON.parse(read('package.nls.json'));
  return JSON.parse(read('package.json'), (_, value) => {
    const key = typeof value === 'string' && /^%(.+)%$/.exec(value)?.[1];
    return key ? texts[key] : value;
  });
}

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}
