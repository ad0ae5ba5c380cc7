import * as l10n from '@vscode/l10n';

/** Translations by their English texts; or the same as JSON. */
export type Translations = Readonly<Record<string, string>> | string;

/** British, as the texts are. */
const ENGLISH = { name: 'en-GB', translations: {} };

let language: { readonly name: string; readonly translations: Readonly<Record<string, string>> } = ENGLISH;

/**
 * Texts and numbers are in this language from now on; without, they are English. A process calls it before it loads
 * anything that makes texts, because some are made while modules are loaded.
 *
 * @param name such as `de`
 */
export function useLanguage(name: string, translations: Translations): void {
  become({ name, translations: typeof translations === 'string' ? JSON.parse(translations) : translations });
}

/** What `say` says in English, whatever the language: for a text that models read, too. */
export function inEnglish(say: () => string): string {
  const own = language;
  become(ENGLISH);
  try {
    return say();
  } finally {
    become(own);
  }
}

function become(other: typeof language): void {
  l10n.config({ contents: other.translations });
  language = other;
}

/** A number with so many decimal places. */
export function decimal(value: number, places: number): string {
  return new Intl.NumberFormat(language.name, {
    minimumFractionDigits: places,
    maximumFractionDigits: places,
    useGrouping: false,
  }).format(value);
}

/** A number with so many digits at most that are not leading zeros. */
export function rounded(value: number, digits: number): string {
  return new Intl.NumberFormat(language.name, { maximumSignificantDigits: digits, useGrouping: false }).format(value);
}

/** A time before now, such as "2 hours ago". */
export function before(amount: number, unit: Intl.RelativeTimeFormatUnit): string {
  return new Intl.RelativeTimeFormat(language.name, { numeric: 'auto' }).format(-amount, unit);
}

/** A whole number, in groups of digits. */
export function grouped(value: number): string {
  return new Intl.NumberFormat(language.name).format(value);
}

/** "a, b and c". */
export function and(items: readonly string[]): string {
  return new Intl.ListFormat(language.name, { type: 'conjunction' }).format(items);
}

/** "a, b or c". */
export function or(items: readonly string[]): string {
  return new Intl.ListFormat(language.name, { type: 'disjunction' }).format(items);
}
