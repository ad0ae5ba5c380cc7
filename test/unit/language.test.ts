import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { textsOfSources } from '../../scripts/l10n.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const textsIn = (file: string): Record<string, string> => JSON.parse(read(file));
const languagesOf = (folder: string, name: RegExp) =>
  readdirSync(path.join(root, folder)).flatMap((file) => name.exec(file)?.slice(1) ?? []);

const languages = languagesOf('l10n', /^bundle\.l10n\.(.+)\.json$/);

/** What must be the same in every language: places for values, links, settings, code and icons. */
function fixedParts(text: string): string[] {
  return (text.match(/\{\d+\}|\]\([^)]+\)|#[\w.]+#|`[^`]+`|\$\([\w~-]+\)|\n/g) ?? []).sort();
}

function expectTranslated(english: Record<string, string>, translated: Record<string, string>): void {
  expect(Object.keys(translated)).toEqual(Object.keys(english));
  for (const [key, text] of Object.entries(translated)) {
    expect(text.trim(), key).not.toBe('');
    expect(fixedParts(text), key).toEqual(fixedParts(english[key]!));
  }
}

describe('the languages', () => {
  it('are those of the manifest', () => {
    expect(languages).toContain('de');
    expect(languagesOf('.', /^package\.nls\.(.+)\.json$/)).toEqual(languages);
  });

  it('have the texts that the sources have: `npm run l10n` collects them', async () => {
    expect(Object.entries(textsIn('l10n/bundle.l10n.json'))).toEqual(Object.entries(await textsOfSources()));
  });

  it.each(languages)('%s has every text, with the same values in it', (language) => {
    expectTranslated(textsIn('l10n/bundle.l10n.json'), textsIn(`l10n/bundle.l10n.${language}.json`));
  });

  it.each(languages)('%s has every text of the manifest, with the same links and code in it', (language) => {
    expectTranslated(textsIn('package.nls.json'), textsIn(`package.nls.${language}.json`));
  });

  it('has a text for every key of the manifest, and no other', () => {
    const used = [...read('package.json').matchAll(/"%([^"%]+)%"/g)].map(([, key]) => key);
    expect([...new Set(used)].sort()).toEqual(Object.keys(textsIn('package.nls.json')).sort());
  });

  it('names what a person reads in the manifest by keys', () => {
    const shown = /"(?:title|markdownDescription|patternErrorMessage|altText|contents|userDescription)": "([^"]+)"/g;
    const texts = [...read('package.json').matchAll(shown)].map(([, text]) => text!);
    // The product's name is the same everywhere.
    expect(texts.filter((text) => !/^%.+%$/.test(text) && text !== 'Explore Solutions')).toEqual([]);
  });
});

describe('the panel', () => {
  // A word that begins with a capital letter, or several words: neither is a class, a key, an attribute or an event.
  const sentence = /^\p{Lu}\p{Ll}|\p{L}{2,} \p{L}{2,}.*[.:…)]$/su;
  const files = readdirSync(path.join(root, 'webview')).filter((file) => /(?<!\.d)\.ts$/.test(file));
  /** Keys of the keyboard and of an SVG path's attributes. */
  const notWords = /^(Arrow(Left|Right|Up|Down)|Page(Up|Down)|Home|End|Enter|M\d.*)$/;

  it.each(files)('says nothing that cannot be translated in %s', (file) => {
    const code = read(`webview/${file}`)
      .replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '')
      .replace(/\bl10n\.t\(\s*'(?:[^'\\]|\\.)*'/g, '');
    const literals = [...code.matchAll(/'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g)].map(([, a, b]) => a ?? b ?? '');
    expect(literals.filter((text) => sentence.test(text) && !notWords.test(text))).toEqual([]);
  });
});
