import { isDeepStrictEqual } from 'node:util';
import { compileFunction } from 'node:vm';
import type { RandomStream } from '../../../src/core/random.js';
import type { Value } from './inputs.js';
import { literal } from './literal.js';
import { mutantsOf } from './mutants.js';
import { bodyOf, type Task } from './task.js';

/** A call and what it returns. */
export interface Case {
  /** As source text: `last([1, 2])`. */
  readonly call: string;
  /** As source text. */
  readonly expected: string;
}

export interface Cases {
  /** For the comment; of a function that says yes or no, one of each. */
  readonly examples: readonly Case[];
  readonly tests: readonly Case[];
}

type Answer = (...values: Value[]) => unknown;
interface Call extends Case {
  readonly values: readonly Value[];
  readonly result: Value;
}

const fewestTests = 5;
const usualTests = 6;
const mostTests = 8;
const draws = 120;

/**
 * Examples and tests of a task, which the task's own code passes.
 *
 * @param rivals others with as many parameters: tests are chosen so that their code fails one at least, as far as what is
 *   drawn tells them apart; first of all those of them that take the same
 * @throws RangeError where too few different calls can be made, or all have the same result
 */
export function casesOf(task: Task, rivals: readonly Task[], random: RandomStream): Cases {
  const reference = answerOf(task);
  const edges = unequal(callsOf(task, edgesOf(task), reference));
  const drawn = unequal(
    callsOf(
      task,
      Array.from({ length: draws }, () => draw(task, random)),
      reference,
    ),
  );
  const candidates = unequal([...edges, ...drawn]);
  const near = rivals.filter((rival) => kindsOf(rival) === kindsOf(task));
  const far = rivals.filter((rival) => kindsOf(rival) !== kindsOf(task));
  const tests = chosen(candidates, edges.length, [
    [
      ...near.map(answerOf),
      ...task.takes.map(
        (_, index): Answer =>
          (...values) =>
            values[index],
      ),
    ],
    far.map(answerOf),
    mutantsOf(bodyOf(task)).flatMap((mutant) => compiled(task, mutant)),
  ]);
  if (tests.length < fewestTests) throw new RangeError(`${task.name}: ${tests.length} different calls only`);
  if (new Set(tests.map(({ expected }) => expected)).size < 2)
    throw new RangeError(`${task.name}: always the same result`);
  return { tests, examples: examplesOf(drawn, tests) };
}

/** The first edge, then for each group of wrong answers the calls that most of those left fail, then rare results. */
function chosen(candidates: readonly Call[], edges: number, groups: readonly (readonly Answer[])[]): Call[] {
  const left = new Set(candidates);
  const tests: Call[] = [];
  const take = (call: Call) => {
    tests.push(call);
    left.delete(call);
  };
  for (const call of candidates.slice(0, 1)) take(call);
  for (const group of groups) {
    const passing = new Set(group.filter((answer) => !tests.some((test) => fails(answer, test))));
    const failing = new Map([...left].map((call) => [call, [...passing].filter((answer) => fails(answer, call))]));
    const killed = (call: Call) => failing.get(call)!.filter((answer) => passing.has(answer)).length;
    while (tests.length < mostTests) {
      const best = most([...left], killed);
      if (!best || killed(best) === 0) break;
      take(best);
      for (const answer of failing.get(best)!) passing.delete(answer);
    }
  }
  const isEdge = new Set(candidates.slice(0, edges));
  const equal = ({ expected }: Call) => tests.filter((test) => test.expected === expected).length;
  while (tests.length < usualTests && left.size > 0) {
    take(most([...left], (call) => (isEdge.has(call) ? 0.5 : 0) - equal(call))!);
  }
  return tests;
}

/** Short ones that say something, other than the tests where there are. */
function examplesOf(drawn: readonly Call[], tests: readonly Call[]): Call[] {
  const asked = new Set(tests.map(({ call }) => call));
  const dull = new Set(['0', "''", '[]', '[0]', '{}', 'null']);
  const score = (call: Call) =>
    -call.call.length -
    call.expected.length -
    (asked.has(call.call) ? 20 : 0) -
    (dull.has(call.expected) || call.values.some((value) => literal(value) === call.expected) ? 100 : 0);
  if (typeof drawn[0]?.result !== 'boolean') return drawn.length > 0 ? [most(drawn, score)!] : [];
  return [true, false].flatMap((answer) => {
    const all = [...drawn, ...tests].filter(({ result }) => result === answer);
    return most(all, score) ?? [];
  });
}

function edgesOf({ takes }: Task): readonly (readonly Value[])[] {
  return takes.reduce<readonly (readonly Value[])[]>(
    (before, { edges }) => before.flatMap((values) => edges.map((edge) => [...values, edge])),
    [[]],
  );
}

function kindsOf({ takes }: Task): string {
  return takes.map(({ kind }) => kind).join();
}

function draw({ takes }: Task, random: RandomStream): Value[] {
  return takes.map((input) => input.draw(random));
}

/** Those calls whose result can be written and compared: no NaN, infinity, undefined or minus zero. */
function callsOf({ name }: Task, all: readonly (readonly Value[])[], reference: Answer): Call[] {
  return all.flatMap((values) => {
    const result = reference(...values.map(frozen));
    if (!isPlain(result)) return [];
    return [{ values, result, call: `${name}(${values.map(literal).join(', ')})`, expected: literal(result) }];
  });
}

function unequal(calls: readonly Call[]): Call[] {
  return [...new Map([...calls].reverse().map((call) => [call.call, call])).values()].reverse();
}

const answers = new WeakMap<Task, Answer>();

function answerOf(task: Task): Answer {
  const known = answers.get(task);
  if (known) return known;
  const [answer] = compiled(task, bodyOf(task));
  if (!answer) throw new SyntaxError(`${task.name} is no JavaScript: ${task.code}`);
  answers.set(task, answer);
  return answer;
}

/** None where it is no JavaScript, as mutants may be. */
function compiled({ takes }: Task, body: string): Answer[] {
  try {
    return [
      compileFunction(
        body,
        takes.map(({ parameter }) => parameter),
      ) as Answer,
    ];
  } catch {
    return [];
  }
}

/** No answer may change what it is given: the calls are used again. */
function frozen(value: Value): Value {
  if (value !== null && typeof value === 'object') {
    for (const each of Object.values(value)) frozen(each);
    Object.freeze(value);
  }
  return value;
}

function fails(answer: Answer, { values, result }: Call): boolean {
  try {
    return !isDeepStrictEqual(answer(...values), result);
  } catch {
    return true;
  }
}

function isPlain(value: unknown): value is Value {
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0);
  if (value === undefined || typeof value === 'function') return false;
  return value === null || typeof value !== 'object' || Object.values(value).every(isPlain);
}

/** The first of those with the highest score. */
function most<T>(all: readonly T[], score: (each: T) => number): T | undefined {
  return all
    .map((each) => ({ each, score: score(each) }))
    .reduce<{ each?: T; score: number }>((best, next) => (next.score > best.score ? next : best), {
      score: Number.NEGATIVE_INFINITY,
    }).each;
}
