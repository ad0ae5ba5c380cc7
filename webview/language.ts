import { useLanguage } from '../src/core/language.js';

/** The page says its language, and brings the translations as data; an English one brings none. */
const translations = document.getElementById('translations')?.textContent;
if (translations) useLanguage(document.documentElement.lang, translations);
