import { inName } from './task.js';

/** Which elements of a list are meant. */
export interface Rule {
  /** Without constants. */
  readonly operation: string;
  /** As a name ends: `Evens`. */
  readonly name: string;
  /** `even numbers`. */
  readonly noun: string;
  /** An expression of `x`, or of `word`. */
  readonly test: string;
}

const above = (k: number): Rule => ({
  operation: 'above',
  name: `NumbersAbove${inName(k)}`,
  noun: `numbers greater than ${k}`,
  test: `x > ${k}`,
});
const below = (k: number): Rule => ({
  operation: 'below',
  name: `NumbersBelow${inName(k)}`,
  noun: `numbers less than ${k}`,
  test: `x < ${k}`,
});
const multiple = (k: number): Rule => ({
  operation: 'multiple',
  name: `MultiplesOf${inName(k)}`,
  noun: `multiples of ${k}`,
  test: `x % ${k} === 0`,
});

/** Rules for whole numbers. */
export const numberRules = {
  even: { operation: 'even', name: 'Evens', noun: 'even numbers', test: 'x % 2 === 0' },
  odd: { operation: 'odd', name: 'Odds', noun: 'odd numbers', test: 'x % 2 !== 0' },
  positive: { operation: 'positive', name: 'Positives', noun: 'positive numbers', test: 'x > 0' },
  negative: { operation: 'negative', name: 'Negatives', noun: 'negative numbers', test: 'x < 0' },
  above,
  below,
  multiple,
} as const;

/** Rules for words in small letters. */
export const wordRules = {
  longer: (k: number): Rule => ({
    operation: 'longer',
    name: `WordsLongerThan${inName(k)}`,
    noun: `words with more than ${k} letters`,
    test: `word.length > ${k}`,
  }),
  shorter: (k: number): Rule => ({
    operation: 'shorter',
    name: `WordsShorterThan${inName(k)}`,
    noun: `words with fewer than ${k} letters`,
    test: `word.length < ${k}`,
  }),
  starting: (letter: string): Rule => ({
    operation: 'starting',
    name: `WordsStartingWith${letter.toUpperCase()}`,
    noun: `words that start with ${letter}`,
    test: `word.startsWith('${letter}')`,
  }),
  ending: (letter: string): Rule => ({
    operation: 'ending',
    name: `WordsEndingWith${letter.toUpperCase()}`,
    noun: `words that end with ${letter}`,
    test: `word.endsWith('${letter}')`,
  }),
  containing: (letter: string): Rule => ({
    operation: 'containing',
    name: `WordsContaining${letter.toUpperCase()}`,
    noun: `words that contain the letter ${letter}`,
    test: `word.includes('${letter}')`,
  }),
  vowel: {
    operation: 'vowel',
    name: 'WordsStartingWithVowel',
    noun: 'words that begin with a vowel',
    test: "'aeiou'.includes(word[0])",
  },
} as const;
