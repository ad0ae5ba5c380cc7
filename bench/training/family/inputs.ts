import type { RandomStream } from '../../../src/core/random.js';

/** What functions of the family take and return: what JSON has. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };

/** A parameter, and what functions are called with for it. */
export interface Input {
  readonly parameter: string;
  /** Functions that take the same kinds may be mistaken for each other. */
  readonly kind: string;
  /** What is easily forgotten. */
  readonly edges: readonly Value[];
  readonly draw: (random: RandomStream) => Value;
}

/** The same input under another name. */
export function named(input: Input, parameter: string): Input {
  return { ...input, parameter };
}

/** Many of them begin or end with letters that tasks ask for. */
const vocabulary = (
  'acid ant apple arrow bat bee bike boat book bottle bread cake candle cat cloud coat crab dance desk dog eagle egg ' +
  'engine fish flute forest goat grape hats hill house ice iron island jam kite lamp letter level maps moon mouse nest ' +
  'noon oak ocean orange oven pear plate queen river rose salt seeds shoes sky spoons stone sun tables toast tree ' +
  'umbrella user violin water yes zebra'
).split(' ');
const fruit = ['apple', 'pear', 'plum', 'fig', 'cherry', 'melon'];
const names = ['Ana', 'Bo', 'Carla', 'Dan', 'Eva', 'Finn', 'Gina'];
const things = ['pen', 'book', 'lamp', 'cup', 'chair', 'bag'];

/** Uniform among the integers from `low` to `high`, both included. */
const between = (random: RandomStream, low: number, high: number) => low + random.below(high - low + 1);
const oneOf = (random: RandomStream, values: readonly string[]) => values[random.below(values.length)]!;
const several = <T extends Value>(random: RandomStream, low: number, high: number, draw: () => T): T[] =>
  Array.from({ length: between(random, low, high) }, draw);
/** So many different ones, in their order. */
function some(random: RandomStream, values: readonly string[], count: number): string[] {
  const left = [...values];
  while (left.length > count) left.splice(random.below(left.length), 1);
  return left;
}
const capitalized = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

function input(parameter: string, kind: string, edges: readonly Value[], draw: (random: RandomStream) => Value): Input {
  return { parameter, kind, edges, draw };
}

/** Mostly small, so that what happens at small bounds is met; now and then up to 150. */
export const integer = input('x', 'number', [0, -1, 1], (random) =>
  random.below(4) === 0 ? between(random, -150, 150) : between(random, -12, 20),
);
export const natural = input('n', 'number', [0, 1], (random) => between(random, 2, 30));
/** For what grows fast or is listed. */
export const small = input('n', 'number', [0, 1], (random) => between(random, 2, 12));
export const positive = input('n', 'number', [1, 2], (random) => between(random, 3, 40));
/** Never halves, which are rounded in more than one way. */
export const quarters = input('x', 'number', [0, 3, -2], (random) => between(random, -8, 12) + oneQuarter(random));
export const multipleOfFive = input('x', 'number', [0, 100, -40], (random) => 5 * between(random, -10, 20));
/** 0 to 100. */
export const score = input('score', 'number', [0, 100], (random) =>
  random.below(2) === 0 ? between(random, 0, 100) : 5 * between(random, 8, 20),
);
export const year = input('year', 'number', [2000, 1900, 2024, 2023, 2100], (random) => between(random, 1800, 2200));
export const age = input('age', 'number', [0, 6, 18, 65], (random) => between(random, 1, 90));

function oneQuarter(random: RandomStream): number {
  return random.below(2) === 0 ? 0.25 : 0.75;
}

export const numbers = input('numbers', 'number[]', [[], [0], [-3, -5]], (random) =>
  several(random, 3, 6, () => between(random, -9, 12)),
);
/** Never empty. */
export const filled = input('numbers', 'number[]', [[4], [-2, -7], [5, 1, 5]], (random) =>
  several(random, 3, 6, () => between(random, -9, 12)),
);
/** Four at least. */
export const manyNumbers = input('numbers', 'number[]', [[0, 0, 1, 0]], (random) =>
  several(random, 4, 7, () => between(random, -9, 12)),
);
/** Few different ones, many of them equal. */
export const repeated = input('numbers', 'number[]', [[], [7], [2, 2, 5]], (random) =>
  several(random, 4, 7, () => between(random, 0, 3)),
);
export const ascending = input('numbers', 'number[]', [[], [3]], (random) =>
  several(random, 2, 5, () => between(random, -9, 12)).sort((a, b) => a - b),
);
/** Always three, so that two of them are of one length. */
export const triple = input('numbers', 'number[]', [[0, 0, 0]], (random) =>
  several(random, 3, 3, () => between(random, -9, 12)),
);
/** Rectangular. */
export const grid = input('grid', 'number[][]', [[[5]], [[1, 2, 3]]], (random) => {
  const columns = between(random, 2, 3);
  return several(random, 2, 3, () => several(random, columns, columns, () => between(random, -4, 9)));
});
export const square = input('grid', 'number[][]', [[[5]]], (random) => {
  const size = between(random, 2, 3);
  return several(random, size, size, () => several(random, size, size, () => between(random, -4, 9)));
});
export const flag = input('flag', 'boolean', [true, false], (random) => random.below(2) === 0);
export const flags = input('flags', 'boolean[]', [[], [true], [false]], (random) =>
  several(random, 2, 5, () => random.below(3) > 0),
);

/** A word in small letters or capitalized, or nothing. */
export const word = input('text', 'string', ['', 'a'], (random) => {
  const drawn = oneOf(random, vocabulary);
  return random.below(3) === 0 ? capitalized(drawn) : drawn;
});
/** Never empty. */
export const filledWord: Input = { ...word, edges: ['a', 'Ant'] };
/** A word in small letters, never empty. */
export const lowerWord = input('word', 'string', ['a', 'noon', 'zebra'], (random) => oneOf(random, vocabulary));
export const firstName = input('name', 'string', ['', 'Ana'], (random) => oneOf(random, names));
/** Words in small letters with one space in between. */
export const text = input('text', 'string', ['', 'tree'], (random) =>
  several(random, 2, 4, () => oneOf(random, vocabulary)).join(' '),
);
/** Words of which many are equal; never empty. */
export const repeatedText = input('text', 'string', ['red'], (random) =>
  several(random, 2, 5, () => oneOf(random, ['red', 'blue', 'green'])).join(' '),
);
/** Never empty. */
export const filledText = input('text', 'string', ['tree'], (random) =>
  several(random, 2, 4, () => oneOf(random, vocabulary)).join(' '),
);
/** Some of the words capitalized. */
export const mixedText = input('text', 'string', ['', 'A'], (random) =>
  several(random, 2, 4, () =>
    random.below(2) === 0 ? capitalized(oneOf(random, vocabulary)) : oneOf(random, vocabulary),
  ).join(' '),
);
/** Spaces at both ends and several in between. */
export const spacedText = input('text', 'string', ['', '   ', ' a'], (random) => {
  const spaces = () => ' '.repeat(random.below(3));
  return `${spaces()}${several(random, 2, 3, () => oneOf(random, vocabulary) + spaces()).join(' ')}`;
});
export const separated = (separator: string): Input =>
  input('text', 'string', ['tree'], (random) => several(random, 2, 4, () => oneOf(random, vocabulary)).join(separator));
/** Letters with digits among them. */
export const code = input('text', 'string', ['', '7', 'abc'], (random) =>
  several(random, 4, 8, () => oneOf(random, ['a', 'b', 'x', '1', '2', '5', '9', '0'])).join(''),
);
/** Few different letters, many of them equal. */
export const repeatedLetters = input('text', 'string', ['', 'a', 'bb'], (random) =>
  several(random, 4, 8, () => oneOf(random, ['a', 'a', 'b', 'c'])).join(''),
);
/** Words of so few letters that many are equal, or equal but for their order. */
export const fewLetters = input('text', 'string', ['aab', 'abb'], (random) =>
  oneOf(random, ['ab', 'ba', 'aab', 'aba', 'abb', 'b']),
);
export const fileName = input('file', 'string', ['a.b'], (random) =>
  [oneOf(random, vocabulary), ...some(random, ['old', 'min'], random.below(2))]
    .concat(oneOf(random, ['txt', 'js', 'html', 'png']))
    .join('.'),
);
export const numeral = input('text', 'string', ['0', '-1'], (random) =>
  String(between(random, -50, 200) + oneQuarter(random)),
);
export const brackets = input('text', 'string', ['', ')(', '(', '()()', '())'], (random) =>
  several(random, 2, 6, () => oneOf(random, ['(', ')', '()', '(x)'])).join(''),
);
export const camel = input('name', 'string', ['x'], (random) => {
  const [first = '', ...rest] = several(random, 2, 3, () => oneOf(random, vocabulary));
  return first + rest.map(capitalized).join('');
});

/** In small letters. */
export const words = input('words', 'string[]', [[], ['ice']], (random) =>
  several(random, 3, 5, () => oneOf(random, vocabulary)),
);
/** Never empty. */
export const filledWords = input('words', 'string[]', [['ice'], ['bee', 'ant', 'egg']], (random) =>
  several(random, 3, 5, () => oneOf(random, vocabulary)),
);
/** Few different ones. */
export const repeatedWords = input('words', 'string[]', [[], ['ice']], (random) =>
  several(random, 3, 6, () => oneOf(random, ['red', 'blue', 'green'])),
);
/** Many begin with the last letter of the one before. */
export const chain = input('words', 'string[]', [[], ['ice'], ['ant', 'tree', 'egg']], (random) =>
  several(random, 2, 3, () => 0).reduce<string[]>((before) => {
    const fitting = vocabulary.filter((each) => each[0] === before.at(-1)?.at(-1));
    return [...before, oneOf(random, fitting.length > 0 && random.below(4) > 0 ? fitting : vocabulary)];
  }, []),
);
export const answers = input('answers', 'string[]', [[], ['yes'], ['no']], (random) =>
  several(random, 3, 5, () => oneOf(random, ['yes', 'no', 'maybe', 'yes', 'yep'])),
);
/** They begin alike, most of them. */
export const alikeWords = input('words', 'string[]', [['sun'], ['ant', 'bee']], (random) => {
  const begin = oneOf(random, ['st', 'par', 'in']);
  return several(random, 2, 4, () => begin + oneOf(random, ['t', 'ts', 'tor', 'side', 'one', 'ones']));
});

/** Of fruit. */
export const prices = input('prices', 'object', [{}, { plum: 4 }], (random) =>
  Object.fromEntries(some(random, fruit, between(random, 2, 4)).map((name) => [name, between(random, 0, 12)])),
);
/** Never empty. */
export const filledPrices = input('prices', 'object', [{ plum: 4 }, { apple: 3, fig: 3 }], (random) =>
  Object.fromEntries(some(random, fruit, between(random, 2, 4)).map((name) => [name, between(random, 0, 12)])),
);
const drawPerson = (random: RandomStream) => ({ name: oneOf(random, names), age: between(random, 5, 80) });
export const person = input('person', 'person', [{ name: 'Bo', age: 0 }], drawPerson);
/** Those of 18, 30 and 65 years stand at the bounds that are asked about. */
export const people = input(
  'people',
  'person[]',
  [
    [],
    [{ name: 'Eva', age: 18 }],
    [
      { name: 'Dan', age: 65 },
      { name: 'Ana', age: 30 },
    ],
  ],
  (random) => several(random, 2, 3, () => drawPerson(random)),
);
/** Never empty. */
export const filledPeople = input(
  'people',
  'person[]',
  [
    [{ name: 'Eva', age: 18 }],
    [
      { name: 'Dan', age: 30 },
      { name: 'Ana', age: 30 },
    ],
  ],
  (random) => several(random, 2, 3, () => drawPerson(random)),
);
/** Of a shop; some are sold out. */
export const items = input('items', 'item[]', [[], [{ name: 'pen', price: 2, quantity: 0 }]], (random) =>
  some(random, things, between(random, 2, 3)).map((name) => ({
    name,
    price: between(random, 1, 12),
    quantity: random.below(5),
  })),
);
