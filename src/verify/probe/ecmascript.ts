import { ecmascriptHarness } from '../harness/ecmascript.js';
import type { ProbedFunction, ProbeLimits } from './probed-function.js';

/** The program that calls a JavaScript or TypeScript file's function, run in the workspace. */
export function ecmascriptProbe(
  { file, name, inputs }: ProbedFunction,
  isTypeScript: boolean,
  limits: ProbeLimits,
): string {
  return `${ecmascriptHarness(file, isTypeScript, [name, inputs, limits])}

import { createHash } from 'node:crypto';
import { runInThisContext } from 'node:vm';

const [name, inputs, limits] = given;

/** Text that is the same for values that are the same to a person, whatever was set first. */
function canonical(value, depth = 0) {
  const inner = (each) => canonical(each, depth + 1);
  if (depth > 20) return '…';
  if (typeof value === 'number') return String(Number.isInteger(value) ? value : Number(value.toPrecision(12)));
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return inspect(value, { maxStringLength: null });
  if (Array.isArray(value)) return '[' + Array.from(value, inner).join(', ') + ']';
  if (value instanceof Set) return 'Set(' + [...value].map(inner).sort().join(', ') + ')';
  if (value instanceof Map) {
    return 'Map(' + [...value].map((entry) => entry.map(inner).join(' => ')).sort().join(', ') + ')';
  }
  if (typeof value.next === 'function' && typeof value[Symbol.iterator] === 'function') {
    return 'iterator of ' + inner(firstOf(value, 1000));
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) {
    return '{' + Object.keys(value).sort().map((key) => key + ': ' + inner(value[key])).join(', ') + '}';
  }
  return inspect(value, { depth: 10, breakLength: Infinity, sorted: true, maxArrayLength: null });
}

function firstOf(iterator, most) {
  const found = [];
  for (let step = iterator.next(); !step.done && found.length < most; step = iterator.next()) found.push(step.value);
  return found;
}

function bounded(text) {
  if (text.length <= 200) return text;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  return text.slice(0, 120) + '… (' + text.length + ' characters, ' + hash + ')';
}

const key = '__exploreSolutionsCall';
const endless = new Error();

/** Ends what computes or waits for too long. */
async function limited(run) {
  globalThis[key] = run;
  let timer;
  try {
    const value = runInThisContext('globalThis.' + key + '()', { timeout: limits.each * 1000 });
    const tooLong = new Promise((_, reject) => { timer = setTimeout(() => reject(endless), limits.each * 1000); });
    return await Promise.race([value, tooLong]);
  } catch (error) {
    throw error?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT' ? endless : error;
  } finally {
    clearTimeout(timer);
    delete globalThis[key];
  }
}

async function answer(evaluate, source) {
  const [called] = await evaluate(name);
  const [values] = await evaluate('[' + source + ']');
  const before = canonical(values);
  let result;
  try {
    result = canonical(await limited(() => called(...values)));
  } catch (error) {
    if (error === endless) return 'no end within ' + limits.each + ' s';
    result = 'throws ' + (error instanceof Error ? error.name : canonical(error));
  }
  const after = canonical(values);
  return after === before ? bounded(result) : bounded(result) + ', and changes its arguments to ' + bounded(after);
}

async function answerAll() {
  let evaluate;
  try {
    evaluate = await load();
    await evaluate(name);
  } catch (error) {
    return say({ failed: 'the file cannot be run: it throws ' + inspect(error).slice(0, 500) });
  }
  const end = performance.now() + limits.all * 1000;
  for (const [index, source] of inputs.entries()) {
    if (performance.now() > end) break;
    say({ input: index, result: await answer(evaluate, source) });
  }
  say({ done: true });
}

if (isTypeScript) await prepareTypeScript();
await answerAll();
process.exit(0);
`;
}
