import { threeOnNumbers } from './arithmetic.js';
import * as given from './inputs.js';
import { named } from './inputs.js';
import { numberRules, type Rule, wordRules } from './rules.js';
import { inName, type Task, task, tasks } from './task.js';

const { even, odd, positive, negative, above, below, multiple } = numberRules;
const { longer, shorter, starting, ending, containing, vowel } = wordRules;

type Pair = readonly [Rule, Rule];
const operationOf = (what: string, ...rules: readonly Rule[]) =>
  [what, ...rules.map(({ operation }) => operation)].join(' ');
/** `words with more than 3 letters that begin with a vowel`, `words that start with b and end with e`. */
const nounOf = ([first, second]: Pair) =>
  `${first.noun} ${second.noun.replace('words that', first.noun.startsWith('words that') ? 'and' : 'that')}`;

const ruledNumbers: readonly Task[] = [
  ...([even, odd, positive, negative, multiple(3), above(3)] as const).map((rule) =>
    task(
      operationOf('sum of squares', rule),
      given.numbers,
      `sumOfSquaresOf${rule.name}`,
      `Returns the sum of the squares of the ${rule.noun}.`,
      `numbers.filter((x) => ${rule.test}).reduce((total, x) => total + x * x, 0)`,
    ),
  ),
  ...([even, negative, multiple(3), below(5)] as const).map((rule) =>
    task(
      operationOf('largest', rule),
      given.numbers,
      `largestOf${rule.name}`,
      `Returns the largest of the ${rule.noun}, or null if there are none.`,
      `const some = numbers.filter((x) => ${rule.test});\nreturn some.length > 0 ? Math.max(...some) : null;`,
    ),
  ),
  ...(
    [
      [even, positive],
      [odd, negative],
      [multiple(3), positive],
    ] satisfies Pair[]
  ).map(([first, second]) =>
    task(
      operationOf('count both', first, second),
      given.numbers,
      `count${second.name.slice(0, -1)}${first.name}`,
      `Counts the ${first.noun} that are ${second.noun.replace(' numbers', '')}.`,
      `numbers.filter((x) => ${first.test} && ${second.test}).length`,
    ),
  ),
  ...([positive, even] as const).map((rule) =>
    task(
      operationOf('average', rule),
      given.numbers,
      `averageOf${rule.name}`,
      `Returns the average of the ${rule.noun}, or 0 if there are none.`,
      `const some = numbers.filter((x) => ${rule.test});\nreturn some.length === 0 ? 0 : some.reduce((total, x) => total + x, 0) / some.length;`,
    ),
  ),
  ...([odd, negative] as const).map((rule) =>
    task(
      operationOf('positions', rule),
      given.numbers,
      `positionsOf${rule.name}`,
      `Returns the indices of the ${rule.noun} in the list.`,
      `numbers.flatMap((x, i) => (${rule.test} ? [i] : []))`,
    ),
  ),
];

const ruledWords: readonly Task[] = [
  ...(
    [
      [longer(3), vowel],
      [longer(4), vowel],
      [shorter(5), containing('e')],
      [starting('b'), ending('e')],
      [longer(4), ending('s')],
    ] satisfies Pair[]
  ).map(([first, second]) =>
    task(
      operationOf('count both', first, second),
      given.words,
      `count${first.name}And${second.name.replace(/^Words/, '')}`,
      `Counts the ${nounOf([first, second])}.`,
      `words.filter((word) => ${first.test} && ${second.test}).length`,
    ),
  ),
  ...([longer(3), longer(4), containing('o'), vowel] as const).map((rule) =>
    task(
      operationOf('initials', rule),
      given.words,
      `initialsOf${rule.name}`,
      `Joins the first letters of the ${rule.noun}, in uppercase.`,
      `words.filter((word) => ${rule.test}).map((word) => word[0].toUpperCase()).join('')`,
    ),
  ),
  ...([starting('s'), containing('a'), vowel] as const).map((rule) =>
    task(
      operationOf('letters', rule),
      given.words,
      `lettersOf${rule.name}`,
      `Returns how many letters the ${rule.noun} have together.`,
      `words.filter((word) => ${rule.test}).join('').length`,
    ),
  ),
  ...([containing('e'), starting('b')] as const).map((rule) =>
    task(
      operationOf('longest', rule),
      given.words,
      `longestOf${rule.name}`,
      `Returns the longest of the ${rule.noun}, the first of several, or '' if there are none.`,
      `words.filter((word) => ${rule.test}).reduce((best, word) => (word.length > best.length ? word : best), '')`,
    ),
  ),
  ...([longer(3), ending('e')] as const).map((rule) =>
    task(
      operationOf('sorted', rule),
      given.words,
      `sorted${rule.name}`,
      `Takes the ${rule.noun}, converts them to uppercase and sorts them alphabetically.`,
      `words.filter((word) => ${rule.test}).map((word) => word.toUpperCase()).sort()`,
    ),
  ),
];

const numbers: readonly Task[] = [
  ...tasks(
    'fizz buzz',
    given.small,
    [
      [2, 3],
      [2, 5],
      [3, 4],
    ] as const,
    ([a, b]) => [
      `fizzBuzz${inName(a)}${inName(b)}`,
      `Lists 1 to n, with "Fizz" for multiples of ${a}, "Buzz" for multiples of ${b} and "FizzBuzz" for those of both.`,
      `Array.from({ length: n }, (_, i) => i + 1).map((x) => {
  const says = (x % ${a} === 0 ? 'Fizz' : '') + (x % ${b} === 0 ? 'Buzz' : '');
  return says === '' ? x : says;
})`,
    ],
  ),
  task(
    'is prime',
    given.natural,
    'isPrime',
    'Whether n is a prime number. 0 and 1 are not.',
    'for (let d = 2; d < n; d++) if (n % d === 0) return false;\nreturn n > 1;',
  ),
  ...tasks(
    'primes',
    given.natural,
    [
      ['primesUpTo', 'Returns the prime numbers up to n.', 'primes'],
      ['countPrimesUpTo', 'Counts the prime numbers from 2 to n.', 'primes.length'],
      ['sumOfPrimesUpTo', 'Returns the sum of the prime numbers up to n.', 'primes.reduce((total, x) => total + x, 0)'],
    ] as const,
    ([name, says, what]) => [
      name,
      says,
      `const primes = [];\nfor (let x = 2; x <= n; x++) if (primes.every((d) => x % d !== 0)) primes.push(x);\nreturn ${what};`,
    ],
  ),
  ...tasks(
    'divisors',
    given.positive,
    [
      ['divisors', 'Returns all the divisors of n, from 1 to n.', ''],
      ['countDivisors', 'Returns how many numbers from 1 to n divide n without a remainder.', '.length'],
      [
        'sumOfDivisors',
        'Returns the sum of all the divisors of n, 1 and n included.',
        '.reduce((total, d) => total + d, 0)',
      ],
    ] as const,
    ([name, says, then]) => [
      name,
      says,
      `Array.from({ length: n }, (_, i) => i + 1).filter((d) => n % d === 0)${then}`,
    ],
  ),
  task(
    'gcd',
    [named(given.positive, 'a'), named(given.positive, 'b')],
    'greatestCommonDivisor',
    'Returns the greatest number that divides both a and b.',
    'for (let d = Math.min(a, b); d > 0; d--) if (a % d === 0 && b % d === 0) return d;',
  ),
  task(
    'lcm',
    [named(given.positive, 'a'), named(given.positive, 'b')],
    'leastCommonMultiple',
    'Returns the smallest positive number that both a and b divide.',
    'for (let i = 1; i <= b; i++) if ((a * i) % b === 0) return a * i;',
  ),
  task(
    'fibonacci',
    given.small,
    'fibonacci',
    'Returns the n-th Fibonacci number, where the 0-th is 0 and the first is 1.',
    'let [a, b] = [0, 1];\nfor (let i = 0; i < n; i++) [a, b] = [b, a + b];\nreturn a;',
  ),
  task(
    'collatz',
    given.positive,
    'collatzSteps',
    'Counts the steps until n is 1: halve it if it is even, otherwise take 3n + 1.',
    'for (let steps = 0; steps < 1000; steps++) {\n  if (n === 1) return steps;\n  n = n % 2 === 0 ? n / 2 : 3 * n + 1;\n}\nreturn null;',
  ),
  task(
    'digital root',
    named(given.integer, 'n'),
    'digitalRoot',
    'Adds the digits of n, ignoring its sign, again and again until one digit is left.',
    'n === 0 ? 0 : ((Math.abs(n) - 1) % 9) + 1',
  ),
  task(
    'leap year',
    given.year,
    'isLeapYear',
    'Whether the year is divisible by 4, but not by 100 unless by 400.',
    '(year % 4 === 0 && year % 100 !== 0) || year % 400 === 0',
  ),
  task(
    'reverse digits',
    given.integer,
    'reverseDigits',
    'Reverses the digits of x and keeps its sign: -120 becomes -21.',
    "Math.sign(x) * Number([...String(Math.abs(x))].reverse().join(''))",
  ),
  task('binary', given.natural, 'toBinary', 'Returns n in binary, as a string.', 'n.toString(2)'),
  ...tasks(
    'grade',
    given.score,
    [
      ['gradeOf', 90, 70, 50],
      ['strictGradeOf', 95, 80, 60],
    ] as const,
    ([name, a, b, c]) => [
      name,
      `Returns "A" for a score of at least ${a}, "B" for at least ${b}, "C" for at least ${c} and otherwise "F".`,
      `score >= ${a} ? 'A' : score >= ${b} ? 'B' : score >= ${c} ? 'C' : 'F'`,
    ],
  ),
  ...tasks(
    'ticket',
    given.age,
    [
      ['ticketPrice', 6, 18, 65, 12],
      ['museumPrice', 12, 20, 60, 8],
    ] as const,
    ([name, free, young, old, full]) => [
      name,
      `A ticket costs ${full}, half of that below ${young} years and from ${old} on, and nothing below ${free}.`,
      `age < ${free} ? 0 : age < ${young} || age >= ${old} ? ${full / 2} : ${full}`,
    ],
  ),
  ...tasks(
    'shipping',
    named(given.positive, 'weight'),
    [
      ['shippingCost', 5, 10, 2],
      ['parcelCost', 4, 20, 3],
    ] as const,
    ([name, base, limit, extra]) => [
      name,
      `Shipping costs ${base} up to a weight of ${limit}, and ${extra} more for each unit of weight above it.`,
      `${base} + ${extra} * Math.max(0, weight - ${limit})`,
    ],
  ),
  task(
    'triangle',
    [named(given.small, 'a'), named(given.small, 'b'), named(given.small, 'c')],
    'isTriangle',
    'Whether a triangle can have these sides: each is shorter than the other two together.',
    'a < b + c && b < a + c && c < a + b',
  ),
  task(
    'ordinal',
    given.natural,
    'ordinal',
    'Returns n with its ending: 1st, 2nd, 3rd, 4th, 11th, 12th, 13th, 21st and so on.',
    "const endings = { 1: 'st', 2: 'nd', 3: 'rd' };\nreturn n + (n % 100 > 10 && n % 100 < 14 ? 'th' : (endings[n % 10] ?? 'th'));",
  ),
  task(
    'time',
    named(given.integer, 'seconds'),
    'formatTime',
    'Formats seconds as minutes and two digits of seconds: 65 becomes "1:05". Below zero it is "0:00".',
    "const left = Math.max(seconds, 0);\nreturn Math.floor(left / 60) + ':' + String(left % 60).padStart(2, '0');",
  ),
];

const lists: readonly Task[] = [
  task(
    'median',
    given.filled,
    'median',
    'Returns the median: the middle number in order, or the average of the two in the middle.',
    'const sorted = [...numbers].sort((a, b) => a - b);\nconst middle = Math.floor(sorted.length / 2);\nreturn sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;',
  ),
  task(
    'mode',
    given.repeated,
    'mostFrequent',
    'Returns the number that occurs most often, the smallest of several, or null for an empty list.',
    'const count = (x) => numbers.filter((each) => each === x).length;\nreturn [...numbers].sort((a, b) => count(b) - count(a) || a - b)[0] ?? null;',
  ),
  task(
    'second largest',
    given.repeated,
    'secondLargest',
    'Returns the second largest of the different numbers, or null if there is none.',
    '[...new Set(numbers)].sort((a, b) => b - a)[1] ?? null',
  ),
  task(
    'unique sorted',
    given.repeated,
    'uniqueDescending',
    'Returns the different numbers, from largest to smallest.',
    '[...new Set(numbers)].sort((a, b) => b - a)',
  ),
  task(
    'run lengths',
    given.repeated,
    'runLengths',
    'Returns the lengths of the runs of equal neighbours: [2, 2, 5] has runs of 2 and 1.',
    'const lengths = [];\nnumbers.forEach((x, i) => (i > 0 && x === numbers[i - 1] ? lengths[lengths.length - 1]++ : lengths.push(1)));\nreturn lengths;',
  ),
  task(
    'longest run',
    given.repeated,
    'longestRun',
    'Returns the length of the longest run of equal neighbours, 0 for an empty list.',
    'let [run, longest] = [0, 0];\nnumbers.forEach((x, i) => {\n  run = x === numbers[i - 1] ? run + 1 : 1;\n  longest = Math.max(longest, run);\n});\nreturn longest;',
  ),
  task(
    'rising run',
    given.numbers,
    'longestRise',
    'Returns the length of the longest part in which each number is greater than the one before it.',
    'let [run, longest] = [0, 0];\nnumbers.forEach((x, i) => {\n  run = x > numbers[i - 1] ? run + 1 : 1;\n  longest = Math.max(longest, run);\n});\nreturn longest;',
  ),
  task(
    'no equal neighbours',
    given.repeated,
    'withoutRepeats',
    'Removes each number that is equal to the one before it.',
    'numbers.filter((x, i) => i === 0 || x !== numbers[i - 1])',
  ),
  ...tasks(
    'peaks',
    given.numbers,
    [
      ['countPeaks', 'greater', '>'],
      ['countValleys', 'smaller', '<'],
    ] as const,
    ([name, what, is]) => [
      name,
      `Counts the numbers that are ${what} than both their neighbours; the first and the last have only one.`,
      `numbers.filter((x, i) => i > 0 && i < numbers.length - 1 && x ${is} numbers[i - 1] && x ${is} numbers[i + 1]).length`,
    ],
  ),
  ...tasks(
    'partition',
    given.numbers,
    [
      ['evensFirst', 'the even numbers and then the odd ones', 'x % 2 === 0'],
      ['zerosLast', 'the numbers other than zero and then the zeros', 'x !== 0'],
      ['negativesFirst', 'the negative numbers and then the others', 'x < 0'],
    ] as const,
    ([name, what, test]) => [
      name,
      `Returns first ${what}, each in their order.`,
      `[...numbers.filter((x) => ${test}), ...numbers.filter((x) => !(${test}))]`,
    ],
  ),
  ...tasks('chunk', given.numbers, [2, 3], (k) => [
    `chunksOf${inName(k)}`,
    `Splits the list into lists of ${k}; the last one may be shorter.`,
    `numbers.flatMap((_, i) => (i % ${k} === 0 ? [numbers.slice(i, i + ${k})] : []))`,
  ]),
  ...tasks('window sums', given.numbers, [2, 3], (k) => [
    `sumsOf${inName(k)}`,
    `Returns the sums of each ${k} neighbouring numbers.`,
    `numbers.flatMap((_, i) => (i + ${k} <= numbers.length ? [numbers.slice(i, i + ${k}).reduce((total, x) => total + x, 0)] : []))`,
  ]),
  task(
    'rotate by',
    [given.manyNumbers, named(given.small, 'k')],
    'rotateBy',
    'Moves the first k elements to the end, one after the other; k may be more than there are.',
    'const by = k % numbers.length;\nreturn [...numbers.slice(by), ...numbers.slice(0, by)];',
  ),
  task(
    'merge',
    [given.ascending, named(given.ascending, 'others')],
    'mergeSorted',
    'Merges two ascending lists to one ascending list.',
    '[...numbers, ...others].sort((a, b) => a - b)',
  ),
  task(
    'interleave',
    [given.triple, named(given.triple, 'others')],
    'interleave',
    'Takes elements of two lists of the same length in turn.',
    'numbers.flatMap((x, i) => [x, others[i]])',
  ),
  ...tasks(
    'compare lists',
    [given.repeated, named(given.repeated, 'others')],
    [
      ['common', 'Returns the different numbers that are in both lists, in the order of the first.', ''],
      ['onlyInFirst', 'Returns the different numbers of the first list that are not in the second.', '!'],
    ] as const,
    ([name, says, not]) => [name, says, `[...new Set(numbers)].filter((x) => ${not}others.includes(x))`],
  ),
  ...tasks(
    'sum until',
    given.numbers,
    [
      ['sumUntilNegative', 'a negative number', 'x < 0'],
      ['sumUntilEven', 'an even number', 'x % 2 === 0'],
    ] as const,
    ([name, what, test]) => [
      name,
      `Adds the numbers until ${what} comes, which does not count any more.`,
      `let total = 0;\nfor (const x of numbers) {\n  if (${test}) break;\n  total += x;\n}\nreturn total;`,
    ],
  ),
  task(
    'sum without extremes',
    given.numbers,
    'sumWithoutExtremes',
    'Returns the sum without one largest and one smallest number; 0 if there are fewer than three.',
    '[...numbers].sort((a, b) => a - b).slice(1, -1).reduce((total, x) => total + x, 0)',
  ),
  task(
    'alternating sum',
    given.numbers,
    'alternatingSum',
    'Adds the first number, subtracts the second, adds the third and so on.',
    'numbers.reduce((total, x, i) => (i % 2 === 0 ? total + x : total - x), 0)',
  ),
  task(
    'difference of sums',
    given.numbers,
    'evenMinusOdd',
    'Returns the sum of the even numbers minus the sum of the odd ones.',
    'numbers.reduce((total, x) => (x % 2 === 0 ? total + x : total - x), 0)',
  ),
  ...tasks('pairs with sum', given.numbers, [5, 8], (k) => [
    `countPairsWithSum${inName(k)}`,
    `Counts the pairs of two different positions whose numbers have the sum ${k}.`,
    `numbers.reduce((total, x, i) => total + numbers.slice(i + 1).filter((y) => x + y === ${k}).length, 0)`,
  ]),
  ...tasks('closest', given.filled, [0, 5], (k) => [
    `closestTo${inName(k)}`,
    `Returns the number that is closest to ${k}; the first one if several are.`,
    `numbers.reduce((best, x) => (Math.abs(x - ${k}) < Math.abs(best - ${k}) ? x : best))`,
  ]),
  task(
    'all positions of largest',
    given.filled,
    'positionsOfLargest',
    'Returns all the indices at which the largest number is.',
    'numbers.flatMap((x, i) => (x === Math.max(...numbers) ? [i] : []))',
  ),
  task(
    'largest step',
    given.numbers,
    'largestStep',
    'Returns the largest absolute difference of two neighbours, 0 if there are none.',
    'Math.max(0, ...numbers.slice(1).map((x, i) => Math.abs(x - numbers[i])))',
  ),
  task(
    'running maximum',
    given.numbers,
    'runningMaximum',
    'Returns for each position the largest number up to it.',
    'numbers.map((_, i) => Math.max(...numbers.slice(0, i + 1)))',
  ),
  task(
    'swap ends',
    given.numbers,
    'swapEnds',
    'Returns the list with its first and its last element exchanged.',
    'numbers.length < 2 ? numbers : [numbers[numbers.length - 1], ...numbers.slice(1, -1), numbers[0]]',
  ),
  task(
    'transpose',
    given.grid,
    'transpose',
    'Returns the columns of the grid as rows.',
    'grid[0].map((_, column) => grid.map((row) => row[column]))',
  ),
  task(
    'column sums',
    given.grid,
    'columnSums',
    'Returns the sum of each column of the grid.',
    'grid[0].map((_, column) => grid.reduce((total, row) => total + row[column], 0))',
  ),
  task(
    'diagonal',
    given.square,
    'diagonalSum',
    'Returns the sum of the numbers on the diagonal from the top left to the bottom right.',
    'grid.reduce((total, row, i) => total + row[i], 0)',
  ),
  task(
    'count positive cells',
    given.grid,
    'countPositiveCells',
    'Counts the numbers greater than zero in the whole grid.',
    'grid.reduce((total, row) => total + row.filter((x) => x > 0).length, 0)',
  ),
  task(
    'largest row',
    given.grid,
    'rowWithLargestSum',
    'Returns the index of the row with the largest sum, the first of several.',
    'const sums = grid.map((row) => row.reduce((total, x) => total + x, 0));\nreturn sums.indexOf(Math.max(...sums));',
  ),
];

const strings: readonly Task[] = [
  ...tasks('caesar', named(given.lowerWord, 'word'), [1, 3], (k) => [
    `shiftLettersBy${inName(k)}`,
    `Moves each letter of the word ${k} further in the alphabet; after z comes a.`,
    `[...word].map((letter) => String.fromCharCode(((letter.charCodeAt(0) - 97 + ${k}) % 26) + 97)).join('')`,
  ]),
  task(
    'pig latin',
    given.lowerWord,
    'toPigLatin',
    'Adds "way" to a word that begins with a vowel; otherwise moves its first letter to the end and adds "ay".',
    "'aeiou'.includes(word[0]) ? word + 'way' : word.slice(1) + word[0] + 'ay'",
  ),
  task(
    'plural',
    given.lowerWord,
    'plural',
    'Adds "es" to a word that ends with s or x, makes "ies" of a final y, and otherwise adds "s".',
    "/[sx]$/.test(word) ? word + 'es' : word.endsWith('y') ? word.slice(0, -1) + 'ies' : word + 's'",
  ),
  ...tasks('title case', given.text, [3, 4], (k) => [
    `capitalizeLongerThan${inName(k)}`,
    `Capitalizes the words of the text that have more than ${k} letters.`,
    `text.split(' ').map((word) => (word.length > ${k} ? word[0].toUpperCase() + word.slice(1) : word)).join(' ')`,
  ]),
  task(
    'camel to snake',
    given.camel,
    'camelToSnake',
    'Converts a name such as "redSunSet" to "red_sun_set".',
    "name.replace(/[A-Z]/g, (letter) => '_' + letter.toLowerCase())",
  ),
  task(
    'words to camel',
    given.text,
    'toCamelCase',
    'Converts words such as "red sun set" to "redSunSet".',
    "text.split(' ').map((word, i) => (i === 0 ? word : word[0].toUpperCase() + word.slice(1))).join('')",
  ),
  task(
    'letter counts',
    given.repeatedLetters,
    'letterCounts',
    'Returns an object that says for each letter how often it occurs.',
    'const counts = {};\nfor (const letter of text) counts[letter] = (counts[letter] ?? 0) + 1;\nreturn counts;',
  ),
  task(
    'most frequent letter',
    given.repeatedLetters,
    'mostFrequentLetter',
    "Returns the letter that occurs most often, the first of several, or '' if there are none.",
    "const count = (letter) => text.split(letter).length;\nreturn [...text].reduce((best, letter) => (best === '' || count(letter) > count(best) ? letter : best), '');",
  ),
  task(
    'first unique letter',
    given.repeatedLetters,
    'firstUniqueLetter',
    'Returns the first letter that occurs only once, or null if there is none.',
    '[...text].find((letter) => text.indexOf(letter) === text.lastIndexOf(letter)) ?? null',
  ),
  task(
    'run-length code',
    given.repeatedLetters,
    'runLengthCode',
    'Writes each run of equal letters as the letter and its length: "aab" becomes "a2b1".',
    'text.replace(/(.)\\1*/g, (run) => run[0] + run.length)',
  ),
  task(
    'collapse',
    given.repeatedLetters,
    'collapseRuns',
    'Leaves one letter of each run of equal letters: "aabba" becomes "aba".',
    'text.replace(/(.)\\1*/g, (run) => run[0])',
  ),
  task(
    'count different letters',
    given.repeatedLetters,
    'countDoubled',
    'Counts the different letters that occur more than once.',
    '[...new Set(text)].filter((letter) => text.split(letter).length > 2).length',
  ),
  task(
    'anagram',
    [named(given.fewLetters, 'a'), named(given.fewLetters, 'b')],
    'isAnagram',
    'Whether both texts have the same letters, each equally often.',
    "[...a].sort().join('') === [...b].sort().join('')",
  ),
  task(
    'shared letters',
    [named(given.lowerWord, 'a'), named(given.lowerWord, 'b')],
    'sharedLetters',
    'Returns the different letters of a that are also in b, sorted alphabetically, as a string.',
    "[...new Set(a)].filter((letter) => b.includes(letter)).sort().join('')",
  ),
  task(
    'balanced',
    given.brackets,
    'isBalanced',
    'Whether every opening parenthesis is closed later, and none is closed before it is opened.',
    "let open = 0;\nfor (const each of text) {\n  if (each === '(') open++;\n  if (each === ')') open--;\n  if (open < 0) return false;\n}\nreturn open === 0;",
  ),
  task(
    'depth',
    given.brackets,
    'depthAtEnd',
    'Returns how many more "(" than ")" the text has, but never less than 0.',
    "Math.max(0, text.split('(').length - text.split(')').length)",
  ),
  task(
    'alternate case',
    given.word,
    'alternateCase',
    'Writes the characters in uppercase and lowercase in turn, beginning with uppercase.',
    "[...text].map((each, i) => (i % 2 === 0 ? each.toUpperCase() : each.toLowerCase())).join('')",
  ),
  task(
    'swap case',
    given.mixedText,
    'swapCase',
    'Makes uppercase letters lowercase and lowercase ones uppercase.',
    "[...text].map((each) => (each === each.toUpperCase() ? each.toLowerCase() : each.toUpperCase())).join('')",
  ),
  task(
    'squeeze spaces',
    given.spacedText,
    'squeezeSpaces',
    'Removes spaces at both ends, and leaves one of several between words.',
    "text.trim().replace(/ +/g, ' ')",
  ),
  ...tasks(
    'change vowels',
    given.text,
    [
      ['upperVowels', 'Writes the vowels in uppercase and leaves everything else as it is.', '/[aeiou]/g'],
      ['upperConsonants', 'Writes the consonants in uppercase and leaves the vowels as they are.', '/[^aeiou]/g'],
    ] as const,
    ([name, says, which]) => [name, says, `text.replace(${which}, (letter) => letter.toUpperCase())`],
  ),
  task(
    'reverse words in text',
    given.text,
    'reverseLetters',
    'Reverses the letters of each word; the words stay in their order.',
    "text.split(' ').map((word) => [...word].reverse().join('')).join(' ')",
  ),
  ...tasks('mask', given.word, [2, 4], (k) => [
    `maskAllButLast${inName(k)}`,
    `Replaces every character but the last ${k} by a star.`,
    `[...text].map((each, i) => (i < text.length - ${k} ? '*' : each)).join('')`,
  ]),
  ...tasks('shorten', given.text, [10, 12], (k) => [
    `shortenTo${inName(k)}`,
    `Returns a text of more than ${k} characters as its first ${k} followed by "...", and others as they are.`,
    `text.length > ${k} ? text.slice(0, ${k}) + '...' : text`,
  ]),
  task(
    'sum of numbers in text',
    given.code,
    'sumOfNumbersIn',
    'Returns the sum of the numbers in the text: "a12b3" has 12 and 3.',
    '(text.match(/[0-9]+/g) ?? []).reduce((total, digits) => total + Number(digits), 0)',
  ),
  task(
    'sum of digits in text',
    given.code,
    'sumOfDigitsIn',
    'Returns the sum of all the single digits in the text: "a12b3" has 1, 2 and 3.',
    "[...text.replace(/[^0-9]/g, '')].reduce((total, digit) => total + Number(digit), 0)",
  ),
  task(
    'middle',
    given.lowerWord,
    'middleOf',
    'Returns the middle letter of the word, or the two in the middle if their number is even.',
    'word.slice(Math.floor((word.length - 1) / 2), Math.floor(word.length / 2) + 1)',
  ),
  ...tasks(
    'longest of text',
    given.filledText,
    [
      ['lastLongestWord', 'longest', '>='],
      ['lastShortestWord', 'shortest', '<='],
    ] as const,
    ([name, which, is]) => [
      name,
      `Returns the ${which} word of the text; the last one if there are several.`,
      `text.split(' ').reduce((best, word) => (word.length ${is} best.length ? word : best))`,
    ],
  ),
];

const collections: readonly Task[] = [
  task(
    'common prefix',
    given.alikeWords,
    'commonPrefix',
    'Returns what all the words begin with, as much as there is.',
    'const [first] = words;\nconst length = [...first].findIndex((_, i) => !words.every((word) => word[i] === first[i]));\nreturn length < 0 ? first : first.slice(0, length);',
  ),
  task(
    'word counts',
    given.repeatedText,
    'wordCounts',
    'Returns an object that says for each word of the text how often it is there.',
    "const counts = {};\nfor (const word of text.split(' ')) counts[word] = (counts[word] ?? 0) + 1;\nreturn counts;",
  ),
  task(
    'repeated words',
    given.repeatedWords,
    'repeatedWords',
    'Returns the words that are in the list more than once, each one time, sorted alphabetically.',
    '[...new Set(words.filter((word, i) => words.indexOf(word) !== i))].sort()',
  ),
  ...tasks(
    'group',
    given.words,
    [
      ['groupByFirstLetter', 'first letter', 'word[0]'],
      ['groupByLength', 'length', 'word.length'],
    ] as const,
    ([name, what, key]) => [
      name,
      `Returns an object with lists of the words by their ${what}.`,
      `const groups = {};\nfor (const word of words) (groups[${key}] ??= []).push(word);\nreturn groups;`,
    ],
  ),
  task(
    'sort by length and name',
    given.words,
    'sortByLengthThenName',
    'Sorts the words by length, longest first, and equally long ones alphabetically.',
    '[...words].sort((a, b) => b.length - a.length || a.localeCompare(b))',
  ),
  task(
    'and list',
    given.words,
    'sentenceOf',
    'Joins the words as in a sentence: "a", "a and b", "a, b and c"; \'\' for none.',
    "words.length < 2 ? words.join('') : words.slice(0, -1).join(', ') + ' and ' + words[words.length - 1]",
  ),
  task(
    'chain',
    given.chain,
    'isWordChain',
    'Whether each word begins with the last letter of the word before it.',
    'words.every((word, i) => i === 0 || word[0] === words[i - 1].slice(-1))',
  ),
  task(
    'count long words in order',
    given.words,
    'wordsBeforeLongest',
    'Returns the words before the longest one, the first of several.',
    'words.slice(0, Math.max(0, words.findIndex((word) => words.every((other) => other.length <= word.length))))',
  ),
  task(
    'invert',
    given.prices,
    'namesByPrice',
    'Returns an object from each price to a list of the names that have it.',
    'const names = {};\nfor (const [name, price] of Object.entries(prices)) (names[price] ??= []).push(name);\nreturn names;',
  ),
  task(
    'merge totals',
    [given.prices, named(given.prices, 'others')],
    'addPrices',
    'Adds two objects of prices; a name that is only in one keeps its price.',
    'const sums = { ...prices };\nfor (const [name, price] of Object.entries(others)) sums[name] = (sums[name] ?? 0) + price;\nreturn sums;',
  ),
  ...tasks('filter prices', given.prices, [5, 8], (k) => [
    `pricesBelow${inName(k)}`,
    `Returns an object with only those prices that are less than ${k}.`,
    `Object.fromEntries(Object.entries(prices).filter(([, price]) => price < ${k}))`,
  ]),
  task(
    'raise prices',
    given.prices,
    'raiseLowPrices',
    'Returns the prices with each that is less than 5 raised by 1.',
    'Object.fromEntries(Object.entries(prices).map(([name, price]) => [name, price < 5 ? price + 1 : price]))',
  ),
  task(
    'names by price',
    given.prices,
    'fruitByPrice',
    'Returns the names sorted by price, cheapest first, and by name where the price is the same.',
    'Object.keys(prices).sort((a, b) => prices[a] - prices[b] || (a < b ? -1 : 1))',
  ),
  ...tasks('names of grown-ups', given.people, [18, 30], (k) => [
    `namesFrom${inName(k)}`,
    `Returns the names of the people of at least ${k} years, sorted alphabetically.`,
    `people.filter((person) => person.age >= ${k}).map((person) => person.name).sort()`,
  ]),
  task(
    'average age',
    given.people,
    'averageAge',
    'Returns the average age rounded down, or 0 if there is nobody.',
    'people.length === 0 ? 0 : Math.floor(people.reduce((total, person) => total + person.age, 0) / people.length)',
  ),
  ...tasks(
    'extreme person',
    given.filledPeople,
    [
      ['oldestName', 'oldest', '>'],
      ['youngestName', 'youngest', '<'],
    ] as const,
    ([name, which, is]) => [
      name,
      `Returns the name of the ${which} person; the first one if several are equally old.`,
      `people.reduce((best, person) => (person.age ${is} best.age ? person : best)).name`,
    ],
  ),
  task(
    'ages by name',
    given.people,
    'agesByName',
    'Returns an object from name to age; of people of the same name the oldest counts.',
    'const ages = {};\nfor (const { name, age } of people) ages[name] = Math.max(age, ages[name] ?? 0);\nreturn ages;',
  ),
  ...tasks('discount', given.items, [20, 30], (k) => [
    `totalWithDiscountFrom${inName(k)}`,
    `Returns the sum of price times quantity of all items, 5 less if that is ${k} or more.`,
    `const total = items.reduce((sum, item) => sum + item.price * item.quantity, 0);\nreturn total >= ${k} ? total - 5 : total;`,
  ]),
  task(
    'cheapest in stock',
    given.items,
    'cheapestInStock',
    'Returns the name of the cheapest item whose quantity is not 0, the first of several, or null.',
    'items.filter((item) => item.quantity > 0).sort((a, b) => a.price - b.price)[0]?.name ?? null',
  ),
  task(
    'restock',
    given.items,
    'soldOut',
    'Returns the names of the items whose quantity is 0 in uppercase, joined with commas.',
    "items.filter((item) => item.quantity === 0).map((item) => item.name.toUpperCase()).join(',')",
  ),
  task(
    'majority',
    given.flags,
    'mostAreTrue',
    'Whether more than half of the flags are true.',
    'flags.filter((flag) => flag).length * 2 > flags.length',
  ),
  task(
    'longest streak',
    given.flags,
    'longestStreak',
    'Returns how many flags in a row are true at most.',
    "Math.max(...flags.map((flag) => (flag ? 'x' : ' ')).join('').split(' ').map((run) => run.length))",
  ),
];

/** Level 3: three operations each, or a rule with exceptions. */
export const threeOperations: readonly Task[] = [
  ...ruledNumbers,
  ...ruledWords,
  ...threeOnNumbers,
  ...numbers,
  ...lists,
  ...strings,
  ...collections,
];
