import * as given from './inputs.js';
import { named } from './inputs.js';
import { inName, type Task, task, tasks } from './task.js';

const numbers: readonly Task[] = [
  ...tasks('add', given.integer, [3, 7, 9, 12, 25, 50], (k) => [`add${inName(k)}`, `Returns x plus ${k}.`, `x + ${k}`]),
  ...tasks('subtract', given.integer, [2, 5, 8, 10, 20], (k) => [
    `subtract${inName(k)}`,
    `Subtracts ${k} from x.`,
    `x - ${k}`,
  ]),
  ...tasks(
    'multiply',
    given.integer,
    [
      ['double', 'Doubles x.', 2],
      ['triple', 'Returns three times x.', 3],
      ['fourTimes', 'Returns four times x.', 4],
      ['fiveTimes', 'Multiplies x by five.', 5],
      ['timesTen', 'Multiplies x by ten.', 10],
    ] as const,
    ([name, says, k]) => [name, says, `x * ${k}`],
  ),
  ...tasks(
    'divide',
    given.integer,
    [
      ['half', 'Returns half of x.', 2],
      ['quarter', 'Returns a quarter of x.', 4],
      ['eighth', 'Divides x by eight.', 8],
    ] as const,
    ([name, says, k]) => [name, says, `x / ${k}`],
  ),
  ...tasks(
    'power',
    given.integer,
    [
      ['square', 'Returns the square of x.', 2],
      ['cube', 'Returns x to the power of three.', 3],
      ['fourthPower', 'Returns x to the power of four.', 4],
    ] as const,
    ([name, says, k]) => [name, says, `x ** ${k}`],
  ),
  task('negate', given.integer, 'negate', 'Returns x with the opposite sign.', '-x'),
  task('absolute', given.integer, 'absoluteValue', 'Returns the absolute value of x.', 'Math.abs(x)'),
  ...tasks(
    'parity',
    given.integer,
    [
      ['isEven', 'even', '==='],
      ['isOdd', 'odd', '!=='],
    ] as const,
    ([name, what, is]) => [name, `Whether x is ${what}.`, `x % 2 ${is} 0`],
  ),
  ...tasks(
    'sign',
    given.integer,
    [
      ['isPositive', 'Whether x is greater than zero.', '>'],
      ['isNegative', 'Whether x is below zero.', '<'],
      ['isZero', 'Whether x is zero.', '==='],
    ] as const,
    ([name, says, is]) => [name, says, `x ${is} 0`],
  ),
  ...tasks('divisible', given.integer, [3, 5, 7, 9, 11], (k) => [
    `isDivisibleBy${inName(k)}`,
    `Checks if x can be divided by ${k} without a remainder.`,
    `x % ${k} === 0`,
  ]),
  ...tasks('remainder', given.natural, [3, 4, 10], (k) => [
    `remainderBy${inName(k)}`,
    `Returns the remainder of n divided by ${k}.`,
    `n % ${k}`,
  ]),
  ...tasks('above', given.integer, [5, 10, 100], (k) => [
    `isGreaterThan${inName(k)}`,
    `Returns true if x is greater than ${k}, otherwise false.`,
    `x > ${k}`,
  ]),
  ...tasks('below', given.integer, [4, 7, 20], (k) => [
    `isLessThan${inName(k)}`,
    `Whether x is less than ${k}.`,
    `x < ${k}`,
  ]),
  ...tasks('at least', given.integer, [0, 1, 5], (k) => [
    `atLeast${inName(k)}`,
    `Returns x, or ${k} if x is smaller than ${k}.`,
    `Math.max(x, ${k})`,
  ]),
  ...tasks('at most', given.integer, [0, 10, 100], (k) => [
    `atMost${inName(k)}`,
    `Returns x, but never more than ${k}.`,
    `Math.min(x, ${k})`,
  ]),
  ...tasks(
    'arithmetic',
    [named(given.integer, 'a'), named(given.integer, 'b')],
    [
      ['addNumbers', 'Returns the sum of a and b.', '+'],
      ['subtractNumbers', 'Returns a minus b.', '-'],
      ['multiplyNumbers', 'Returns the product of a and b.', '*'],
    ] as const,
    ([name, says, sign]) => [name, says, `a ${sign} b`],
  ),
  ...tasks(
    'larger of two',
    [named(given.integer, 'a'), named(given.integer, 'b')],
    [
      ['larger', 'max'],
      ['smaller', 'min'],
    ] as const,
    ([name, method]) => [name, `Returns the ${name} of the two numbers.`, `Math.${method}(a, b)`],
  ),
  ...tasks(
    'convert',
    given.natural,
    [
      ['minutes', 'Seconds', 60],
      ['days', 'Hours', 24],
      ['weeks', 'Days', 7],
      ['meters', 'Centimeters', 100],
      ['feet', 'Inches', 12],
      ['pounds', 'Ounces', 16],
      ['kilometers', 'Meters', 1000],
      ['hours', 'Seconds', 3600],
    ] as const,
    ([from, to, k]) => [`${from}To${to}`, `Converts a number n of ${from} to ${to.toLowerCase()}.`, `n * ${k}`],
  ),
  ...tasks(
    'round',
    given.quarters,
    [
      ['roundDown', 'Rounds x down to a whole number.', 'floor'],
      ['roundUp', 'Rounds x up to a whole number.', 'ceil'],
      ['roundToNearest', 'Rounds x to the nearest whole number.', 'round'],
    ] as const,
    ([name, says, method]) => [name, says, `Math.${method}(x)`],
  ),
  task('to text', given.integer, 'numberToText', 'Converts the number x to a string.', 'String(x)'),
];

const lists: readonly Task[] = [
  task('last', given.filled, 'lastElement', 'Returns the last element of the list.', 'numbers[numbers.length - 1]'),
  ...tasks(
    'at',
    given.manyNumbers,
    [
      ['second', 1],
      ['third', 2],
      ['fourth', 3],
    ] as const,
    ([which, at]) => [`${which}Element`, `Returns the ${which} element of the list.`, `numbers[${at}]`],
  ),
  task('sum', given.numbers, 'sum', 'Returns the sum of the numbers.', 'numbers.reduce((total, x) => total + x, 0)'),
  task(
    'product',
    given.numbers,
    'product',
    'Multiplies all the numbers; the product of no numbers is 1.',
    'numbers.reduce((total, x) => total * x, 1)',
  ),
  ...tasks(
    'extreme',
    given.filled,
    [
      ['largest', 'max'],
      ['smallest', 'min'],
    ] as const,
    ([name, method]) => [name, `Returns the ${name} number of the list.`, `Math.${method}(...numbers)`],
  ),
  task('reverse list', given.numbers, 'reversed', 'Returns the list in reverse order.', '[...numbers].reverse()'),
  ...tasks(
    'sort numbers',
    given.numbers,
    [
      ['sortAscending', 'Sorts the numbers from smallest to largest.', 'a - b'],
      ['sortDescending', 'Sorts the numbers from largest to smallest.', 'b - a'],
    ] as const,
    ([name, says, order]) => [name, says, `[...numbers].sort((a, b) => ${order})`],
  ),
  ...tasks(
    'keep by parity',
    given.numbers,
    [
      ['keepEven', 'even', '==='],
      ['keepOdd', 'odd', '!=='],
    ] as const,
    ([name, what, is]) => [
      name,
      `Returns only the ${what} numbers of the list.`,
      `numbers.filter((x) => x % 2 ${is} 0)`,
    ],
  ),
  ...tasks(
    'keep by sign',
    given.numbers,
    [
      ['keepPositive', 'Keeps only the numbers that are greater than zero.', '> 0'],
      ['removeZeros', 'Removes all zeros from the list.', '!== 0'],
      ['keepNegative', 'Returns the negative numbers of the list.', '< 0'],
    ] as const,
    ([name, says, is]) => [name, says, `numbers.filter((x) => x ${is})`],
  ),
  ...tasks('keep above', given.numbers, [3, 5], (k) => [
    `keepAbove${inName(k)}`,
    `Returns the numbers that are greater than ${k}.`,
    `numbers.filter((x) => x > ${k})`,
  ]),
  ...tasks(
    'multiply each',
    given.numbers,
    [
      ['doubleAll', 'Doubles each number in the list.', 2],
      ['tripleAll', 'Returns a list with three times each number.', 3],
    ] as const,
    ([name, says, k]) => [name, says, `numbers.map((x) => x * ${k})`],
  ),
  ...tasks(
    'add to each',
    given.numbers,
    [
      ['incrementAll', 'Adds 1 to every number of the list.', 1],
      ['addTenToAll', 'Adds 10 to every number of the list.', 10],
    ] as const,
    ([name, says, k]) => [name, says, `numbers.map((x) => x + ${k})`],
  ),
  task('square each', given.numbers, 'squareAll', 'Returns the squares of the numbers.', 'numbers.map((x) => x * x)'),
  task('negate each', given.numbers, 'negateAll', 'Changes the sign of every number.', 'numbers.map((x) => -x)'),
  task(
    'absolute each',
    given.numbers,
    'absoluteValues',
    'Returns the absolute value of each number.',
    'numbers.map((x) => Math.abs(x))',
  ),
  ...tasks('contains constant', given.numbers, [0, 7], (k) => [
    `contains${inName(k)}`,
    `Whether the list contains the number ${k}.`,
    `numbers.includes(${k})`,
  ]),
  task(
    'contains',
    [given.repeated, named(given.small, 'x')],
    'contains',
    'Checks whether x is one of the numbers.',
    'numbers.includes(x)',
  ),
  ...tasks(
    'count constant',
    given.repeated,
    [
      ['Zeros', 'zeros', 0],
      ['Ones', 'ones', 1],
    ] as const,
    ([name, what, k]) => [
      `count${name}`,
      `Counts how many ${what} are in the list.`,
      `numbers.filter((x) => x === ${k}).length`,
    ],
  ),
  ...tasks('take first', given.numbers, [2, 3], (k) => [
    `first${inName(k)}`,
    `Returns the first ${k} elements, or all if there are fewer.`,
    `numbers.slice(0, ${k})`,
  ]),
  ...tasks('take last', given.numbers, [2, 3], (k) => [
    `last${inName(k)}`,
    `Returns the last ${k} elements, or all if there are fewer.`,
    `numbers.slice(-${k})`,
  ]),
  ...tasks(
    'drop first',
    given.numbers,
    [
      ['dropFirst', 'first element', 1],
      ['dropFirstTwo', 'first two elements', 2],
    ] as const,
    ([name, what, k]) => [name, `Returns the list without the ${what}.`, `numbers.slice(${k})`],
  ),
  task('drop last', given.numbers, 'dropLast', 'Returns the list without its last element.', 'numbers.slice(0, -1)'),
  ...tasks('append', given.numbers, [0, 9], (k) => [
    `append${inName(k)}`,
    `Returns a new list with ${k} added at the end.`,
    `[...numbers, ${k}]`,
  ]),
  task('prepend', given.numbers, 'prependZero', 'Returns a new list with 0 at the front.', '[0, ...numbers]'),
  task('is empty', given.numbers, 'isEmpty', 'Whether the list is empty.', 'numbers.length === 0'),
  ...tasks(
    'join numbers',
    given.numbers,
    [
      ['joinWithDashes', 'a dash', '-'],
      ['joinWithCommas', 'a comma and a space', ', '],
    ] as const,
    ([name, what, k]) => [name, `Joins the numbers to a string, with ${what} between them.`, `numbers.join('${k}')`],
  ),
  task(
    'concatenate',
    [given.numbers, named(given.numbers, 'others')],
    'concatenate',
    'Puts two lists together, first the numbers and then the others.',
    '[...numbers, ...others]',
  ),
  task(
    'position',
    [given.repeated, named(given.small, 'x')],
    'positionOf',
    'Returns the index of the first x in the list, or -1 if there is none.',
    'numbers.indexOf(x)',
  ),
  task('unique', given.repeated, 'unique', 'Removes duplicates from the list.', '[...new Set(numbers)]'),
  ...tasks(
    'every',
    given.numbers,
    [
      ['allPositive', 'positive', '> 0'],
      ['allEven', 'even', '% 2 === 0'],
    ] as const,
    ([name, what, is]) => [name, `Whether all the numbers are ${what}.`, `numbers.every((x) => x ${is})`],
  ),
  ...tasks(
    'some',
    given.numbers,
    [
      ['anyNegative', 'negative', '< 0'],
      ['anyOdd', 'odd', '% 2 !== 0'],
    ] as const,
    ([name, what, is]) => [name, `Whether at least one number is ${what}.`, `numbers.some((x) => x ${is})`],
  ),
];

const strings: readonly Task[] = [
  ...tasks(
    'case',
    given.mixedText,
    [
      ['toUpper', 'uppercase', 'toUpperCase'],
      ['toLower', 'lowercase', 'toLowerCase'],
    ] as const,
    ([name, what, method]) => [name, `Converts the text to ${what}.`, `text.${method}()`],
  ),
  task('length', given.text, 'textLength', 'Returns the number of characters in the text.', 'text.length'),
  task('reverse text', given.text, 'reverseText', 'Reverses the text.', "[...text].reverse().join('')"),
  task('first character', named(given.lowerWord, 'text'), 'firstCharacter', 'Returns the first character.', 'text[0]'),
  ...tasks(
    'suffix',
    given.text,
    [
      ['addExclamationMark', 'an exclamation mark', '!'],
      ['addQuestionMark', 'a question mark', '?'],
      ['addPeriod', 'a period', '.'],
    ] as const,
    ([name, what, k]) => [name, `Adds ${what} to the end of the text.`, `text + '${k}'`],
  ),
  ...tasks('greet', given.firstName, ['Hello', 'Goodbye', 'Welcome'], (k) => [
    `say${k}`,
    `Returns "${k}, " followed by the name.`,
    `'${k}, ' + name`,
  ]),
  ...tasks('starts with', given.lowerWord, ['b', 's'], (k) => [
    `startsWith${k.toUpperCase()}`,
    `Whether the word starts with the letter ${k}.`,
    `word.startsWith('${k}')`,
  ]),
  ...tasks('ends with', given.lowerWord, ['e', 's'], (k) => [
    `endsWith${k.toUpperCase()}`,
    `Whether the word ends with the letter ${k}.`,
    `word.endsWith('${k}')`,
  ]),
  ...tasks('has letter', given.lowerWord, ['a', 'o'], (k) => [
    `hasLetter${k.toUpperCase()}`,
    `Checks if the word contains the letter ${k}.`,
    `word.includes('${k}')`,
  ]),
  task('trim', given.spacedText, 'trimText', 'Removes white space from both ends of the text.', 'text.trim()'),
  ...tasks(
    'split',
    given.separated(', '),
    [
      ['splitAtSpaces', 'a space', ' '],
      ['splitAtCommas', 'a comma', ','],
    ] as const,
    ([name, what, k]) => [name, `Splits the text into a list at each occurrence of ${what}.`, `text.split('${k}')`],
  ),
  ...tasks(
    'replace spaces',
    given.mixedText,
    [
      ['spacesToDashes', 'a dash', '-'],
      ['spacesToUnderscores', 'an underscore', '_'],
    ] as const,
    ([name, what, k]) => [name, `Replaces every space with ${what}.`, `text.replaceAll(' ', '${k}')`],
  ),
  task('remove spaces', given.text, 'removeSpaces', 'Removes all spaces from the text.', "text.replaceAll(' ', '')"),
  ...tasks('first characters', given.word, [4, 5], (k) => [
    `first${inName(k)}Characters`,
    `Returns the first ${k} characters of the text, or all of it if it is shorter.`,
    `text.slice(0, ${k})`,
  ]),
  ...tasks(
    'repeat text',
    given.word,
    [
      ['repeatTwice', 'twice', 2],
      ['repeatThreeTimes', 'three times', 3],
    ] as const,
    ([name, what, k]) => [name, `Repeats the text ${what}.`, `text.repeat(${k})`],
  ),
  task(
    'same',
    [named(given.fewLetters, 'a'), named(given.fewLetters, 'b')],
    'isSame',
    'Whether the two texts are the same.',
    'a === b',
  ),
  task('to number', given.numeral, 'toNumber', 'Converts the text, such as "4.25", to a number.', 'Number(text)'),
  ...tasks(
    'surround',
    given.text,
    [
      ['inParentheses', 'parentheses', '(', ')'],
      ['inStars', 'stars', '*', '*'],
    ] as const,
    ([name, what, before, after]) => [name, `Puts ${what} around the text.`, `'${before}' + text + '${after}'`],
  ),
];

const collections: readonly Task[] = [
  ...tasks(
    'extreme word',
    given.filledWords,
    [
      ['longestWord', 'longest', '>'],
      ['shortestWord', 'shortest', '<'],
    ] as const,
    ([name, which, is]) => [
      name,
      `Returns the ${which} word; the first of them if there are several.`,
      `words.reduce((best, word) => (word.length ${is} best.length ? word : best))`,
    ],
  ),
  task(
    'word lengths',
    given.words,
    'wordLengths',
    'Returns the length of each word.',
    'words.map((word) => word.length)',
  ),
  task(
    'uppercase each',
    given.words,
    'uppercaseAll',
    'Converts every word to uppercase.',
    'words.map((word) => word.toUpperCase())',
  ),
  task('join words', given.words, 'joinWords', 'Joins the words with a space between them.', "words.join(' ')"),
  ...tasks('keep longer', given.words, [3, 4], (k) => [
    `keepLongerThan${inName(k)}`,
    `Returns the words that have more than ${k} letters.`,
    `words.filter((word) => word.length > ${k})`,
  ]),
  ...tasks('keep starting', given.words, ['a', 'b'], (k) => [
    `keepStartingWith${k.toUpperCase()}`,
    `Keeps only the words that start with ${k}.`,
    `words.filter((word) => word.startsWith('${k}'))`,
  ]),
  task('sort words', given.words, 'sortWords', 'Sorts the words alphabetically.', '[...words].sort()'),
  task('keys', given.prices, 'fruitNames', 'Returns the keys of the object.', 'Object.keys(prices)'),
  ...tasks('property', given.person, ['name', 'age'], (k) => [
    `${k}OfPerson`,
    `Returns the ${k} of a person such as { name: 'Ana', age: 34 }.`,
    `person.${k}`,
  ]),
  ...tasks('has key', given.prices, ['apple', 'pear'], (k) => [
    `hasPriceOf${k === 'apple' ? 'Apple' : 'Pear'}`,
    `Whether the object has the key '${k}'.`,
    `'${k}' in prices`,
  ]),
  task(
    'opposites',
    given.flags,
    'opposites',
    'Changes true to false and false to true in the list.',
    'flags.map((flag) => !flag)',
  ),
  task(
    'none of three',
    [named(given.flag, 'a'), named(given.flag, 'b'), named(given.flag, 'c')],
    'noneOfThree',
    'Whether a, b and c are all false.',
    '!a && !b && !c',
  ),
  task(
    'any of three',
    [named(given.flag, 'a'), named(given.flag, 'b'), named(given.flag, 'c')],
    'anyOfThree',
    'Whether at least one of a, b and c is true.',
    'a || b || c',
  ),
  task('any false', given.flags, 'anyFalse', 'Whether at least one of the flags is false.', 'flags.includes(false)'),
];

/** Level 1: one operation each. */
export const oneOperation: readonly Task[] = [...numbers, ...lists, ...strings, ...collections];
