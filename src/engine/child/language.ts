import { readFileSync } from 'node:fs';
import { useLanguage } from '../../core/language.js';
import { toldLanguage } from '../language.js';

/** Imported before everything else. Translations that cannot be read keep no model from running. */
const language = toldLanguage();
try {
  if (language) useLanguage(language.name, readFileSync(language.translations, 'utf8'));
} catch {
  // It speaks English.
}
