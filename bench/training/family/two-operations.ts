import { twoOnNumbers } from './arithmetic.js';
import * as given from './inputs.js';
import { named } from './inputs.js';
import { numberRules, type Rule, wordRules } from './rules.js';
import { inName, type Task, task, tasks } from './task.js';

const { even, odd, positive, negative, above, below, multiple } = numberRules;
const { longer, shorter, starting, ending, containing, vowel } = wordRules;

/** The numbers, or words, that a rule means, and then something of them. */
function eachRule(
  takes: given.Input,
  rules: readonly Rule[],
  operation: string,
  describe: (rule: Rule) => readonly [name: string, says: string, code: string],
): Task[] {
  return rules.flatMap((rule) => task(`${operation} ${rule.operation}`, takes, ...describe(rule)));
}

const ruledNumbers: readonly Task[] = [
  ...eachRule(
    given.numbers,
    [even, odd, positive, negative, above(5), above(3), below(4), multiple(3), multiple(4)],
    'sum of',
    ({ name, noun, test }) => [
      `sumOf${name}`,
      `Returns the sum of the ${noun} in the list.`,
      `numbers.filter((x) => ${test}).reduce((total, x) => total + x, 0)`,
    ],
  ),
  ...eachRule(
    given.numbers,
    [even, odd, positive, negative, above(4), below(3), multiple(3), multiple(5)],
    'count of',
    ({ name, noun, test }) => [
      `count${name}`,
      `Counts the ${noun} in the list.`,
      `numbers.filter((x) => ${test}).length`,
    ],
  ),
  ...eachRule(given.numbers, [even, odd, positive, negative], 'squares of', ({ name, noun, test }) => [
    `squaresOf${name}`,
    `Returns the squares of the ${noun}, in the order of the list.`,
    `numbers.filter((x) => ${test}).map((x) => x * x)`,
  ]),
  ...eachRule(given.numbers, [even, positive, above(2)], 'sorted', ({ name, noun, test }) => [
    `sorted${name}`,
    `Returns the ${noun} sorted from smallest to largest.`,
    `numbers.filter((x) => ${test}).sort((a, b) => a - b)`,
  ]),
  ...eachRule(given.numbers, [even, negative, above(6)], 'first of', ({ name, noun, test }) => [
    `firstOf${name}`,
    `Returns the first of the ${noun} in the list, or null if there are none.`,
    `numbers.find((x) => ${test}) ?? null`,
  ]),
  ...tasks(
    'sum of each',
    given.numbers,
    [
      ['sumOfSquares', 'squares', 'x * x'],
      ['sumOfCubes', 'cubes', 'x ** 3'],
      ['sumOfAbsoluteValues', 'absolute values', 'Math.abs(x)'],
      ['sumOfDoubles', 'doubles', '2 * x'],
    ] as const,
    ([name, what, map]) => [
      name,
      `Returns the sum of the ${what} of the numbers.`,
      `numbers.reduce((total, x) => total + ${map}, 0)`,
    ],
  ),
];

const numbers: readonly Task[] = [
  ...tasks(
    'between',
    given.integer,
    [
      [1, 10],
      [5, 15],
    ] as const,
    ([low, high]) => [
      `isBetween${inName(low)}And${inName(high)}`,
      `Whether x is between ${low} and ${high}, both included.`,
      `x >= ${low} && x <= ${high}`,
    ],
  ),
  ...tasks(
    'clamp',
    given.integer,
    [
      [0, 10],
      [1, 6],
    ] as const,
    ([low, high]) => [
      `clampTo${inName(low)}And${inName(high)}`,
      `Returns ${low} if x is below ${low}, ${high} if x is above ${high}, and otherwise x.`,
      `Math.min(Math.max(x, ${low}), ${high})`,
    ],
  ),
  task(
    'sign of',
    given.integer,
    'signOf',
    'Returns 1 if x is positive, -1 if it is negative and 0 if it is zero.',
    'Math.sign(x)',
  ),
  ...tasks(
    'replace multiples',
    given.natural,
    [
      [3, 'fizz'],
      [5, 'buzz'],
      [7, 'boom'],
    ] as const,
    ([k, says]) => [
      `${says}Multiples`,
      `Returns "${says}" if n is divisible by ${k}, and otherwise n as a string.`,
      `n % ${k} === 0 ? '${says}' : String(n)`,
    ],
  ),
  ...tasks('pass or fail', given.score, [50, 60], (k) => [
    `passesWith${inName(k)}`,
    `Returns "pass" if the score is ${k} or more, and "fail" otherwise.`,
    `score >= ${k} ? 'pass' : 'fail'`,
  ]),
  task(
    'factorial',
    given.small,
    'factorial',
    'Returns the factorial of n.',
    'let product = 1;\nfor (let i = 2; i <= n; i++) product *= i;\nreturn product;',
  ),
  task('sum up to', given.natural, 'sumUpTo', 'Returns the sum of all whole numbers from 1 to n.', '(n * (n + 1)) / 2'),
  task(
    'list up to',
    given.small,
    'listUpTo',
    'Returns a list of the numbers from 1 to n.',
    'Array.from({ length: n }, (_, i) => i + 1)',
  ),
  task(
    'countdown',
    given.small,
    'countdown',
    'Returns the numbers from n down to 0.',
    'Array.from({ length: n + 1 }, (_, i) => n - i)',
  ),
  ...tasks(
    'parity up to',
    given.small,
    [
      ['evensUpTo', 'even', '==='],
      ['oddsUpTo', 'odd', '!=='],
    ] as const,
    ([name, what, is]) => [
      name,
      `Returns a list of the ${what} numbers from 1 to n.`,
      `Array.from({ length: n }, (_, i) => i + 1).filter((x) => x % 2 ${is} 0)`,
    ],
  ),
  ...tasks('first multiples', given.small, [3, 5], (k) => [
    `firstMultiplesOf${inName(k)}`,
    `Returns the first n multiples of ${k}, beginning with ${k} itself.`,
    `Array.from({ length: n }, (_, i) => ${k} * (i + 1))`,
  ]),
  task(
    'digit sum',
    given.natural,
    'sumOfDigits',
    'Returns the sum of the digits of n.',
    '[...String(n)].reduce((total, digit) => total + Number(digit), 0)',
  ),
  task(
    'distance',
    [named(given.integer, 'a'), named(given.integer, 'b')],
    'distance',
    'Returns the absolute difference of a and b.',
    'Math.abs(a - b)',
  ),
  task(
    'sum of two squares',
    [named(given.integer, 'a'), named(given.integer, 'b')],
    'sumOfTwoSquares',
    'Returns a squared plus b squared.',
    'a * a + b * b',
  ),
  task(
    'average of two',
    [named(given.integer, 'a'), named(given.integer, 'b')],
    'averageOfTwo',
    'Returns the average of a and b.',
    '(a + b) / 2',
  ),
  task(
    'perimeter',
    [named(given.positive, 'width'), named(given.positive, 'height')],
    'perimeter',
    'Returns the perimeter of a rectangle of this width and height.',
    '2 * (width + height)',
  ),
  task(
    'is multiple',
    [named(given.natural, 'a'), named(given.positive, 'b')],
    'isMultiple',
    'Whether a is a multiple of b.',
    'a % b === 0',
  ),
  task(
    'fahrenheit',
    given.multipleOfFive,
    'toFahrenheit',
    'Converts x degrees Celsius to Fahrenheit: times 9, divided by 5, plus 32.',
    '(x * 9) / 5 + 32',
  ),
];

const lists: readonly Task[] = [
  task(
    'average',
    given.filled,
    'average',
    'Returns the average of the numbers.',
    'numbers.reduce((total, x) => total + x, 0) / numbers.length',
  ),
  task(
    'range',
    given.filled,
    'range',
    'Returns the difference between the largest and the smallest number.',
    'Math.max(...numbers) - Math.min(...numbers)',
  ),
  task(
    'sum of ends',
    given.filled,
    'sumOfEnds',
    'Returns the sum of the first and the last number.',
    'numbers[0] + numbers[numbers.length - 1]',
  ),
  ...tasks(
    'every k-th',
    given.numbers,
    [
      ['everySecond', 'second', 2],
      ['everyThird', 'third', 3],
    ] as const,
    ([name, which, k]) => [
      name,
      `Returns every ${which} element, beginning with the first one.`,
      `numbers.filter((_, i) => i % ${k} === 0)`,
    ],
  ),
  ...tasks(
    'rotate',
    given.numbers,
    [
      ['moveFirstToEnd', 'first element of the list to the end', '[...numbers.slice(1), ...numbers.slice(0, 1)]'],
      ['moveLastToFront', 'last element of the list to the front', '[...numbers.slice(-1), ...numbers.slice(0, -1)]'],
    ] as const,
    ([name, what, code]) => [name, `Moves the ${what}.`, code],
  ),
  task(
    'add lists',
    [given.triple, named(given.triple, 'others')],
    'addLists',
    'Adds two lists of the same length, element by element.',
    'numbers.map((x, i) => x + others[i])',
  ),
  task(
    'zip',
    [given.triple, named(given.triple, 'others')],
    'zip',
    'Makes a list of pairs of two lists of the same length.',
    'numbers.map((x, i) => [x, others[i]])',
  ),
  task(
    'dot product',
    [given.triple, named(given.triple, 'others')],
    'dotProduct',
    'Multiplies two lists of the same length element by element and returns the sum.',
    'numbers.reduce((total, x, i) => total + x * others[i], 0)',
  ),
  task(
    'larger of each',
    [given.triple, named(given.triple, 'others')],
    'largerOfEach',
    'Compares two lists of the same length and returns the larger number at each position.',
    'numbers.map((x, i) => Math.max(x, others[i]))',
  ),
  task(
    'differences',
    given.numbers,
    'differences',
    'Returns how much each number is more than the one before it.',
    'numbers.slice(1).map((x, i) => x - numbers[i])',
  ),
  task(
    'running sum',
    given.numbers,
    'runningSum',
    'Returns for each position the sum of the numbers up to it.',
    'numbers.map((_, i) => numbers.slice(0, i + 1).reduce((total, x) => total + x, 0))',
  ),
  task(
    'count occurrences',
    [given.repeated, named(given.small, 'x')],
    'countOccurrences',
    'Returns how often x is in the list.',
    'numbers.filter((each) => each === x).length',
  ),
  task(
    'without',
    [given.repeated, named(given.small, 'x')],
    'without',
    'Returns the list without any x.',
    'numbers.filter((each) => each !== x)',
  ),
  ...tasks(
    'index of extreme',
    given.filled,
    [
      ['indexOfLargest', 'largest', 'max'],
      ['indexOfSmallest', 'smallest', 'min'],
    ] as const,
    ([name, which, method]) => [
      name,
      `Returns the index of the ${which} number; the first one if there are several.`,
      `numbers.indexOf(Math.${method}(...numbers))`,
    ],
  ),
  ...tasks(
    'is sorted',
    given.numbers,
    [
      ['isAscending', 'smaller than the one before it', '>='],
      ['isDescending', 'larger than the one before it', '<='],
    ] as const,
    ([name, what, is]) => [
      name,
      `Whether no number of the list is ${what}.`,
      `numbers.every((x, i) => i === 0 || x ${is} numbers[i - 1])`,
    ],
  ),
  ...tasks(
    'sum of part',
    given.numbers,
    [
      ['sumOfFirstThree', 'first three', '0, 3'],
      ['sumOfLastTwo', 'last two', '-2'],
    ] as const,
    ([name, which, part]) => [
      name,
      `Returns the sum of the ${which} numbers, or of all if there are fewer.`,
      `numbers.slice(${part}).reduce((total, x) => total + x, 0)`,
    ],
  ),
  ...tasks(
    'extreme few',
    given.numbers,
    [
      ['twoLargest', 'two largest numbers, the largest first', 'b - a', 2],
      ['threeSmallest', 'three smallest numbers, the smallest first', 'a - b', 3],
    ] as const,
    ([name, what, order, k]) => [
      name,
      `Returns the ${what}; all if there are fewer.`,
      `[...numbers].sort((a, b) => ${order}).slice(0, ${k})`,
    ],
  ),
  ...tasks(
    'replace some',
    given.numbers,
    [
      ['negativesToZero', 'Replaces the negative numbers by 0.', 'Math.max(x, 0)'],
      ['limitToFive', 'Replaces the numbers greater than 5 by 5.', 'Math.min(x, 5)'],
    ] as const,
    ([name, says, map]) => [name, says, `numbers.map((x) => ${map})`],
  ),
  task(
    'double and reverse',
    given.numbers,
    'doubleAndReverse',
    'Doubles the numbers and returns them in reverse order.',
    'numbers.map((x) => 2 * x).reverse()',
  ),
  task(
    'parity names',
    given.numbers,
    'parityNames',
    'Returns "even" or "odd" for each number.',
    "numbers.map((x) => (x % 2 === 0 ? 'even' : 'odd'))",
  ),
  task('flatten', given.grid, 'flatten', 'Puts the rows of the grid together to one list.', 'grid.flat()'),
  task(
    'row sums',
    given.grid,
    'rowSums',
    'Returns the sum of each row of the grid.',
    'grid.map((row) => row.reduce((total, x) => total + x, 0))',
  ),
  task(
    'cells',
    given.grid,
    'largestOfRows',
    'Returns the largest number of each row.',
    'grid.map((row) => Math.max(...row))',
  ),
];

const strings: readonly Task[] = [
  task(
    'palindrome',
    given.lowerWord,
    'isPalindrome',
    'Whether the word is the same when read backwards.',
    "[...word].reverse().join('') === word",
  ),
  task(
    'capitalize',
    given.text,
    'capitalize',
    'Returns the text with its first letter in uppercase.',
    'text.charAt(0).toUpperCase() + text.slice(1)',
  ),
  task(
    'count vowels',
    given.text,
    'countVowels',
    'Counts the vowels (a, e, i, o, u) in the text.',
    "[...text].filter((each) => 'aeiou'.includes(each)).length",
  ),
  ...tasks(
    'replace vowels',
    given.text,
    [
      ['hideVowels', 'Replaces every vowel (a, e, i, o, u) with a star.', '*'],
      ['removeVowels', 'Removes the vowels (a, e, i, o, u) from the text.', ''],
    ] as const,
    ([name, says, by]) => [name, says, `text.replace(/[aeiou]/g, '${by}')`],
  ),
  ...tasks('count letter', given.text, ['a', 'e', 'o'], (k) => [
    `countLetter${k.toUpperCase()}`,
    `Counts how often the letter ${k} is in the text.`,
    `text.split('${k}').length - 1`,
  ]),
  task(
    'double letters',
    given.word,
    'doubleLetters',
    'Repeats each character of the text: "ab" becomes "aabb".',
    "[...text].map((each) => each + each).join('')",
  ),
  task(
    'same ends',
    given.lowerWord,
    'hasSameEnds',
    'Whether the word begins and ends with the same letter.',
    'word[0] === word[word.length - 1]',
  ),
  task(
    'word count',
    given.text,
    'wordCount',
    'Counts the words of the text, which have spaces between them.',
    "text === '' ? 0 : text.split(' ').length",
  ),
  task(
    'reverse words',
    given.text,
    'reverseWords',
    'Returns the words of the text in reverse order.',
    "text.split(' ').reverse().join(' ')",
  ),
  ...tasks(
    'length of extreme',
    given.filledText,
    [
      ['longestWordLength', 'longest', 'max'],
      ['shortestWordLength', 'shortest', 'min'],
    ] as const,
    ([name, which, method]) => [
      name,
      `Returns the length of the ${which} word in the text.`,
      `Math.${method}(...text.split(' ').map((word) => word.length))`,
    ],
  ),
  task(
    'initials',
    given.filledText,
    'initials',
    'Returns the first letters of the words in uppercase: "red sun" becomes "RS".',
    "text.split(' ').map((word) => word[0].toUpperCase()).join('')",
  ),
  ...tasks(
    'word at',
    given.filledText,
    [
      ['firstWord', 'first', 'text.split(" ")[0]'],
      ['lastWord', 'last', 'text.split(" ").pop()'],
    ] as const,
    ([name, which, code]) => [name, `Returns the ${which} word of the text.`, code.replaceAll('"', "'")],
  ),
  task(
    'every second character',
    given.word,
    'everySecondCharacter',
    'Returns every second character, beginning with the first one.',
    "[...text].filter((_, i) => i % 2 === 0).join('')",
  ),
  task(
    'inner',
    given.word,
    'withoutEnds',
    'Returns the text without its first and its last character.',
    'text.slice(1, -1)',
  ),
  task(
    'count capitals',
    given.mixedText,
    'countCapitals',
    'Counts the uppercase letters in the text.',
    "text.replace(/[^A-Z]/g, '').length",
  ),
  ...tasks(
    'slug',
    given.mixedText,
    [
      ['toSlug', '-', 'dashes'],
      ['toSnakeCase', '_', 'underscores'],
    ] as const,
    ([name, by, what]) => [
      name,
      `Converts the text to lowercase and its spaces to ${what}.`,
      `text.toLowerCase().replaceAll(' ', '${by}')`,
    ],
  ),
  task(
    'extension',
    given.fileName,
    'extensionOf',
    "Returns what is behind the last dot of a file's name.",
    "file.split('.').pop()",
  ),
  task('digits', given.code, 'digitsOnly', 'Returns only the digits of the text.', "text.replace(/[^0-9]/g, '')"),
  task('repeat', [given.word, given.small], 'repeatText', 'Repeats the text n times.', 'text.repeat(n)'),
  task(
    'total length',
    [given.word, named(given.word, 'other')],
    'totalLength',
    'Returns how many characters the two texts have together.',
    'text.length + other.length',
  ),
  task(
    'longer',
    [given.word, named(given.word, 'other')],
    'longerText',
    'Returns the longer of the two texts; the first if they are equally long.',
    'other.length > text.length ? other : text',
  ),
  task(
    'same but case',
    [named(given.filledWord, 'a'), named(given.filledWord, 'b')],
    'startAlike',
    'Whether the two words begin with the same letter, in uppercase or lowercase.',
    'a[0].toLowerCase() === b[0].toLowerCase()',
  ),
];

const ruledWords: readonly Task[] = [
  ...eachRule(
    given.words,
    [longer(4), longer(3), shorter(5), starting('b'), starting('s'), ending('e'), containing('o'), vowel],
    'count',
    ({ name, noun, test }) => [`count${name}`, `Counts the ${noun}.`, `words.filter((word) => ${test}).length`],
  ),
  ...eachRule(given.words, [longer(4), starting('c'), ending('t')], 'uppercase', ({ name, noun, test }) => [
    `uppercase${name}`,
    `Returns the ${noun}, in uppercase.`,
    `words.filter((word) => ${test}).map((word) => word.toUpperCase())`,
  ]),
  ...eachRule(given.words, [containing('a'), ending('e'), vowel], 'lengths', ({ name, noun, test }) => [
    `lengthsOf${name}`,
    `Returns the lengths of the ${noun}.`,
    `words.filter((word) => ${test}).map((word) => word.length)`,
  ]),
  ...eachRule(given.words, [shorter(5), containing('e')], 'join', ({ name, noun, test }) => [
    `join${name}`,
    `Joins the ${noun}, with a comma and a space between them.`,
    `words.filter((word) => ${test}).join(', ')`,
  ]),
];

const collections: readonly Task[] = [
  task(
    'letters of words',
    given.words,
    'lettersInAll',
    'Returns how many letters the words have together.',
    "words.join('').length",
  ),
  task(
    'first letters',
    given.words,
    'firstLetters',
    'Returns a list of the first letters of the words.',
    'words.map((word) => word[0])',
  ),
  task(
    'capitalize each',
    given.words,
    'capitalizeAll',
    'Capitalizes each word.',
    'words.map((word) => word[0].toUpperCase() + word.slice(1))',
  ),
  task(
    'reverse each',
    given.words,
    'reverseEach',
    'Reverses the letters of each word.',
    "words.map((word) => [...word].reverse().join(''))",
  ),
  task(
    'sort by length',
    given.words,
    'sortByLength',
    'Sorts the words by their length, shortest first; equally long ones stay in their order.',
    '[...words].sort((a, b) => a.length - b.length)',
  ),
  task(
    'numbered',
    given.words,
    'numbered',
    'Puts the number of its position, a dot and a space before each word: "1. red".',
    "words.map((word, i) => i + 1 + '. ' + word)",
  ),
  ...tasks('total with delivery', given.prices, [3, 5], (k) => [
    `totalWithDelivery${inName(k)}`,
    `Returns the sum of all prices plus ${k} for the delivery.`,
    `Object.values(prices).reduce((total, price) => total + price, ${k})`,
  ]),
  ...tasks(
    'extreme price',
    given.filledPrices,
    [
      ['cheapestFruit', 'lowest', '<'],
      ['dearestFruit', 'highest', '>'],
    ] as const,
    ([name, which, is]) => [
      name,
      `Returns the name of the fruit with the ${which} price; the first one if there are several.`,
      `Object.keys(prices).reduce((best, name) => (prices[name] ${is} prices[best] ? name : best))`,
    ],
  ),
  ...tasks('dear', given.prices, [4, 6], (k) => [
    `fruitAbove${inName(k)}`,
    `Returns the names of the fruit whose price is more than ${k}.`,
    `Object.keys(prices).filter((name) => prices[name] > ${k})`,
  ]),
  task(
    'describe prices',
    given.prices,
    'priceLabels',
    'Returns labels such as "fig: 3", one for each fruit.',
    "Object.entries(prices).map(([name, price]) => name + ': ' + price)",
  ),
  task('names', given.people, 'namesOf', 'Returns the names of the people.', 'people.map((person) => person.name)'),
  ...tasks('older', given.people, [18, 30], (k) => [
    `countOlderThan${inName(k)}`,
    `Counts the people who are older than ${k}.`,
    `people.filter((person) => person.age > ${k}).length`,
  ]),
  task(
    'total age',
    given.people,
    'totalAge',
    'Returns the sum of the ages of the people.',
    'people.reduce((total, person) => total + person.age, 0)',
  ),
  task(
    'oldest age',
    given.filledPeople,
    'highestAge',
    'Returns the age of the oldest person.',
    'Math.max(...people.map((person) => person.age))',
  ),
  task(
    'birthday',
    given.person,
    'afterBirthday',
    'Returns a person of the same name who is a year older.',
    '({ name: person.name, age: person.age + 1 })',
  ),
  ...tasks(
    'describe',
    given.person,
    [
      ['describePerson', '"Ana is 34"', "person.name + ' is ' + person.age"],
      ['personLabel', '"Ana (34)"', "person.name + ' (' + person.age + ')'"],
    ] as const,
    ([name, such, code]) => [name, `Describes a person with name and age, such as ${such}.`, code],
  ),
  ...tasks('of age', given.person, [18, 65], (k) => [
    `isAtLeast${inName(k)}`,
    `Whether the person is ${k} years old or older.`,
    `person.age >= ${k}`,
  ]),
  task(
    'total cost',
    given.items,
    'totalCost',
    'Returns the sum of price times quantity of all items.',
    'items.reduce((total, item) => total + item.price * item.quantity, 0)',
  ),
  task(
    'in stock',
    given.items,
    'namesInStock',
    'Returns the names of the items whose quantity is not 0.',
    'items.filter((item) => item.quantity > 0).map((item) => item.name)',
  ),
  task(
    'count yes',
    given.answers,
    'countYes',
    'Counts how many of the answers are "yes".',
    "answers.filter((answer) => answer === 'yes').length",
  ),
  task(
    'exactly one',
    [named(given.flag, 'a'), named(given.flag, 'b'), named(given.flag, 'c')],
    'exactlyOne',
    'Whether exactly one of a, b and c is true.',
    'Number(a) + Number(b) + Number(c) === 1',
  ),
];

/** Level 2: two operations each. */
export const twoOperations: readonly Task[] = [
  ...ruledNumbers,
  ...twoOnNumbers,
  ...numbers,
  ...lists,
  ...strings,
  ...ruledWords,
  ...collections,
];
