import { integer, named } from './inputs.js';
import { inName, type Task, task, tasks } from './task.js';

// A very small model solves what is computed from single numbers far more often than what is computed from lists, so that
// each of the harder levels has a good many such problems.

const two = [named(integer, 'a'), named(integer, 'b')];
const three = [...two, named(integer, 'c')];
const four = [...three, named(integer, 'd')];

/** What is computed of x. */
const ofOne = (operation: string, name: string, says: string, code: string) =>
  task(operation, integer, name, says, code);
/** What is computed of a and b. */
const ofTwo = (operation: string, name: string, says: string, code: string) => task(operation, two, name, says, code);
/** What is computed of a, b and c. */
const ofThree = (operation: string, name: string, says: string, code: string) =>
  task(operation, three, name, says, code);

/** Level 2: two operations on numbers. */
export const twoOnNumbers: readonly Task[] = [
  ...tasks(
    'linear',
    integer,
    [
      ['doublePlusOne', 'two times x plus 1', '2 * x + 1'],
      ['triplePlusTwo', 'three times x plus 2', '3 * x + 2'],
      ['doubleMinusFive', 'two times x minus 5', '2 * x - 5'],
      ['fourTimesPlusSeven', 'four times x plus 7', '4 * x + 7'],
      ['tenTimesMinusOne', 'ten times x minus 1', '10 * x - 1'],
      ['fiveTimesPlusThree', 'five times x plus 3', '5 * x + 3'],
    ] as const,
    ([name, says, code]) => [name, `Returns ${says}.`, code],
  ),
  ...tasks(
    'square and constant',
    integer,
    [
      ['squarePlusOne', 'plus 1', '+ 1'],
      ['squareMinusOne', 'minus 1', '- 1'],
      ['squarePlusTen', 'plus 10', '+ 10'],
      ['squareMinusFour', 'minus 4', '- 4'],
    ] as const,
    ([name, says, then]) => [name, `Returns the square of x ${says}.`, `x * x ${then}`],
  ),
  ...tasks(
    'half and constant',
    integer,
    [
      ['halfPlusOne', 'plus 1', '+ 1'],
      ['halfMinusThree', 'minus 3', '- 3'],
    ] as const,
    ([name, says, then]) => [name, `Returns half of x ${says}.`, `x / 2 ${then}`],
  ),
  ofOne('cube and constant', 'cubePlusOne', 'Returns the cube of x plus 1.', 'x ** 3 + 1'),
  ofOne('square plus itself', 'squarePlusItself', 'Returns the square of x plus x.', 'x * x + x'),
  ofOne('double square', 'doubleOfSquare', 'Returns two times the square of x.', '2 * x * x'),
  ofOne('square of double', 'squareOfDouble', 'Doubles x and squares the result.', '(2 * x) ** 2'),
  ofOne('next square', 'squareOfNext', 'Adds 1 to x and squares the result.', '(x + 1) ** 2'),
  ofOne('next doubled', 'doubleOfNext', 'Adds 1 to x and doubles the result.', '2 * (x + 1)'),
  ofOne('double absolute', 'doubleOfAbsolute', 'Returns two times the absolute value of x.', '2 * Math.abs(x)'),
  ofOne('absolute and constant', 'absolutePlusOne', 'Returns the absolute value of x plus 1.', 'Math.abs(x) + 1'),
  ofOne('sign and parity', 'isPositiveEven', 'Whether x is positive and even.', 'x > 0 && x % 2 === 0'),
  ofOne('sign and odd', 'isNegativeOdd', 'Whether x is negative and odd.', 'x < 0 && x % 2 !== 0'),
  ...tasks(
    'multiple of both',
    integer,
    [
      [2, 3],
      [3, 5],
    ] as const,
    ([a, b]) => [
      `isMultipleOf${inName(a)}And${inName(b)}`,
      `Whether x is divisible by ${a} and by ${b}.`,
      `x % ${a} === 0 && x % ${b} === 0`,
    ],
  ),
  ...tasks(
    'multiple of either',
    integer,
    [
      [3, 5],
      [2, 7],
    ] as const,
    ([a, b]) => [
      `isMultipleOf${inName(a)}Or${inName(b)}`,
      `Whether x is divisible by ${a} or by ${b}.`,
      `x % ${a} === 0 || x % ${b} === 0`,
    ],
  ),
  ofOne('outside', 'isOutsideZeroAndTen', 'Whether x is less than 0 or greater than 10.', 'x < 0 || x > 10'),
  ofTwo('square of sum', 'squareOfSum', 'Returns the square of the sum of a and b.', '(a + b) ** 2'),
  ofTwo('square of difference', 'squareOfDifference', 'Returns the square of a minus b.', '(a - b) ** 2'),
  ofTwo('difference of squares', 'differenceOfSquares', 'Returns a squared minus b squared.', 'a * a - b * b'),
  ofTwo('half of product', 'halfOfProduct', 'Returns half of the product of a and b.', '(a * b) / 2'),
  ofTwo('sum is even', 'isSumEven', 'Whether the sum of a and b is even.', '(a + b) % 2 === 0'),
  ofTwo('sum is positive', 'isSumPositive', 'Whether the sum of a and b is greater than zero.', 'a + b > 0'),
  ofTwo('both positive', 'areBothPositive', 'Whether both a and b are greater than zero.', 'a > 0 && b > 0'),
  ofTwo('one is zero', 'isEitherZero', 'Whether a or b is zero.', 'a === 0 || b === 0'),
  ofTwo('is double', 'isDoubleOf', 'Whether a is two times b.', 'a === 2 * b'),
  ofThree('sum of three', 'sumOfThree', 'Returns the sum of a, b and c.', 'a + b + c'),
  ofThree('product of three', 'productOfThree', 'Returns the product of a, b and c.', 'a * b * c'),
  ofThree('sum minus', 'sumMinus', 'Adds a and b and subtracts c.', 'a + b - c'),
  ofThree('product plus', 'productPlus', 'Multiplies a and b and adds c.', 'a * b + c'),
  ofThree('product minus', 'productMinus', 'Multiplies a and b and subtracts c.', 'a * b - c'),
  ofThree('sum times', 'sumTimes', 'Multiplies the sum of a and b by c.', '(a + b) * c'),
  ofThree('difference times', 'differenceTimes', 'Subtracts b from a and multiplies by c.', '(a - b) * c'),
  ...tasks('extreme of three', three, ['largest', 'smallest'] as const, (which) => [
    `${which}OfThree`,
    `Returns the ${which} of the three numbers.`,
    `Math.${which === 'largest' ? 'max' : 'min'}(a, b, c)`,
  ]),
  ofThree('all equal', 'areAllEqual', 'Whether a, b and c are all equal.', 'a === b && b === c'),
];

/** Level 3: three operations on numbers, or distinctions of three cases. */
export const threeOnNumbers: readonly Task[] = [
  ...tasks(
    'quadratic',
    integer,
    [
      ['squarePlusDoublePlusThree', 'x squared plus two times x plus 3', 'x * x + 2 * x + 3'],
      ['squareMinusTriplePlusTwo', 'x squared minus three times x plus 2', 'x * x - 3 * x + 2'],
      ['doubleSquarePlusFive', 'two times the square of x plus 5', '2 * x * x + 5'],
      ['tripleSquareMinusItself', 'three times the square of x minus x', '3 * x * x - x'],
    ] as const,
    ([name, says, code]) => [name, `Returns ${says}.`, code],
  ),
  ofThree(
    'sum of three squares',
    'sumOfThreeSquares',
    'Returns the sum of the squares of a, b and c.',
    'a * a + b * b + c * c',
  ),
  ofThree(
    'sum of pair products',
    'sumOfPairProducts',
    'Returns a times b plus b times c plus a times c.',
    'a * b + b * c + a * c',
  ),
  ofThree('weighted sum', 'weightedSum', 'Returns a plus two times b plus three times c.', 'a + 2 * b + 3 * c'),
  ofThree('square of three', 'squareOfSumOfThree', 'Returns the square of the sum of a, b and c.', '(a + b + c) ** 2'),
  ofThree(
    'average of three',
    'averageOfThree',
    'Returns the average of a, b and c, rounded down.',
    'Math.floor((a + b + c) / 3)',
  ),
  ofThree(
    'middle of three',
    'middleOfThree',
    'Returns the number that is neither the largest nor the smallest.',
    'a + b + c - Math.max(a, b, c) - Math.min(a, b, c)',
  ),
  ofThree(
    'largest two',
    'sumOfLargestTwo',
    'Returns the sum of the two largest of the three numbers.',
    'a + b + c - Math.min(a, b, c)',
  ),
  ofThree(
    'spread of three',
    'spreadOfThree',
    'Returns the largest of the three numbers minus the smallest.',
    'Math.max(a, b, c) - Math.min(a, b, c)',
  ),
  ofThree('all positive', 'areAllPositive', 'Whether a, b and c are all greater than zero.', 'a > 0 && b > 0 && c > 0'),
  ofThree('ascending', 'areAscending', 'Whether a is less than b and b is less than c.', 'a < b && b < c'),
  ofThree(
    'any two equal',
    'areAnyTwoEqual',
    'Whether at least two of a, b and c are equal.',
    'a === b || b === c || a === c',
  ),
  ofThree(
    'sum of other two',
    'isSumOfOthers',
    'Whether one of the three numbers is the sum of the other two.',
    'a === b + c || b === a + c || c === a + b',
  ),
  task('sum of two products', four, 'sumOfTwoProducts', 'Returns a times b plus c times d.', 'a * b + c * d'),
  task(
    'product of two sums',
    four,
    'productOfTwoSums',
    'Multiplies the sum of a and b by the sum of c and d.',
    '(a + b) * (c + d)',
  ),
  task(
    'squared distance',
    four,
    'squaredDistance',
    'Returns the square of a minus b plus the square of c minus d.',
    '(a - b) ** 2 + (c - d) ** 2',
  ),
  ofTwo(
    'absolute sum',
    'sumOfAbsolutes',
    'Returns the absolute value of a plus the absolute value of b.',
    'Math.abs(a) + Math.abs(b)',
  ),
  ofTwo('sum and product', 'productMinusSum', 'Returns the product of a and b minus their sum.', 'a * b - (a + b)'),
  ofTwo(
    'opposite signs',
    'haveOppositeSigns',
    'Whether one of a and b is positive and the other negative.',
    'a * b < 0',
  ),
  ofTwo(
    'compare',
    'compareNumbers',
    'Returns -1 if a is less than b, 1 if it is greater and 0 if they are equal.',
    'Math.sign(a - b)',
  ),
  ...tasks('even below', integer, [10, 20], (k) => [
    `isPositiveEvenBelow${inName(k)}`,
    `Whether x is even, greater than 0 and less than ${k}.`,
    `x % 2 === 0 && x > 0 && x < ${k}`,
  ]),
  ...tasks(
    'multiple but not',
    integer,
    [
      [3, 5],
      [2, 3],
    ] as const,
    ([a, b]) => [
      `isMultipleOf${inName(a)}Not${inName(b)}`,
      `Whether x is divisible by ${a} but not by ${b}.`,
      `x % ${a} === 0 && x % ${b} !== 0`,
    ],
  ),
  ...tasks(
    'size',
    integer,
    [
      ['sizeOf', 'small', 'medium', 'large', 5, 10],
      ['temperatureOf', 'cold', 'mild', 'hot', 0, 15],
    ] as const,
    ([name, low, middle, high, from, to]) => [
      name,
      `Returns "${low}" for x below ${from}, "${high}" for x above ${to}, and "${middle}" otherwise.`,
      `x < ${from} ? '${low}' : x > ${to} ? '${high}' : '${middle}'`,
    ],
  ),
  ofOne(
    'name of sign',
    'nameOfSign',
    'Returns "positive", "negative" or "zero", as x is.',
    "x > 0 ? 'positive' : x < 0 ? 'negative' : 'zero'",
  ),
  ofOne(
    'halve or triple',
    'halveOrTriple',
    'Returns half of x if x is even, and otherwise three times x plus 1.',
    'x % 2 === 0 ? x / 2 : 3 * x + 1',
  ),
];
