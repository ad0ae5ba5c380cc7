// Collects the texts of src/ and webview/ in l10n/bundle.l10n.json, from which they are translated: `npm run l10n`.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { getL10nJson } from '@vscode/l10n-dev';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Every text that is given to `l10n.t`, in the order of the alphabet. */
export async function textsOfSources() {
  const files = [];
  for (const folder of ['src', 'webview']) {
    for (const name of await readdir(path.join(root, folder), { recursive: true })) {
      if (!name.endsWith('.ts')) continue;
      const contents = await readFile(path.join(root, folder, name), 'utf8');
      if (contents.includes('l10n.t(')) files.push({ extension: '.ts', contents });
    }
  }
  return Object.fromEntries(Object.entries(await getL10nJson(files)).sort(([a], [b]) => (a < b ? -1 : 1)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const bundle = path.join(root, 'l10n/bundle.l10n.json');
  await writeFile(bundle, `${JSON.stringify(await textsOfSources(), null, 2)}\n`);
}
