import type { Example } from './example.js';

/**
 * The program that checks a JavaScript or TypeScript file's examples, run in the workspace.
 *
 * To reach names that are not exported, a function that evaluates is added to the end of the module, for as long as
 * it takes to load it: in its own place and not in a copy beside it, so that modules that import it meet the same
 * one, `import.meta` and relative imports mean what they say, and its kind (ES module or CommonJS) is decided by Node.
 */
export function ecmascriptProgram(file: string, isTypeScript: boolean, examples: readonly Example[]): string {
  return String.raw`// Written by Explore Solutions: checks examples, a line of JSON each.
import { deepStrictEqual } from 'node:assert';
import { readFileSync, writeFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';

const [file, isTypeScript, examples] = ${JSON.stringify([file, isTypeScript, examples])};
const module = path.resolve(file);
const NOT_EXECUTABLE = 126;

// What the module prints goes to standard error: between the results, never into one of them.
process.stdout.write = process.stderr.write.bind(process.stderr);

function say(line) {
  let rest = Buffer.from('\n' + JSON.stringify(line) + '\n');
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      // A pipe that is full for now.
      if (error.code !== 'EAGAIN') throw error;
    }
  }
}

/** Makes it possible to import TypeScript: by tsx where the workspace has it, which understands all of it, else by Node. */
async function prepareTypeScript() {
  let tsx;
  try {
    tsx = createRequire(module).resolve('tsx');
  } catch {
    if (process.features.typescript) return;
    console.error(
      'Examples in TypeScript need Node 22.18 or newer, or the package "tsx" in the workspace (npm install --save-dev tsx). ' +
        'This is Node ' + process.versions.node + '.',
    );
    process.exit(NOT_EXECUTABLE);
  }
  await import(pathToFileURL(tsx).href);
}

/**
 * Loads the module, and gives the function that evaluates an expression among its names. The value comes in a list,
 * where a promise stays the promise that it is: an example says "await" where it wants what comes of it.
 */
async function load() {
  const source = readFileSync(module);
  const key = '__exploreSolutionsEvaluate';
  const added = '\n;globalThis.' + key + ' = function () { return eval(arguments[0]); };\n';
  writeFileSync(module, Buffer.concat([source, Buffer.from(added)]));
  try {
    await import(pathToFileURL(module).href);
  } finally {
    writeFileSync(module, source);
  }
  const evaluate = globalThis[key];
  delete globalThis[key];
  return async (expression) => evaluate('async () => [(' + expression + '\n)]')();
}

function shown(value) {
  const text = inspect(value, { depth: 10, breakLength: Infinity });
  return text.length <= 1000 ? text : text.slice(0, 1000) + '…';
}

function thrown(error) {
  return 'throws ' + (error instanceof Error ? (error.name + ': ' + error.message).slice(0, 1000) : shown(error));
}

const checks = {
  async equal({ left, right }, evaluate) {
    const [actual] = await evaluate(left);
    const [expected] = await evaluate(right);
    const seen = { expected: shown(expected), actual: shown(actual) };
    try {
      deepStrictEqual(actual, expected);
      return { passed: true, ...seen };
    } catch {
      return { passed: false, ...seen };
    }
  },
  async holds({ expression }, evaluate) {
    const [value] = await evaluate(expression);
    return { passed: Boolean(value), expected: 'true', actual: shown(value) };
  },
  async throws({ expression, error }, evaluate) {
    const [kind] = await evaluate(error);
    const expected = 'throws ' + error;
    let value;
    try {
      [value] = await evaluate(expression);
    } catch (caught) {
      return { passed: caught instanceof kind, expected, actual: thrown(caught) };
    }
    return { passed: false, expected, actual: shown(value) };
  },
};

async function check(example, evaluate) {
  try {
    return await checks[example.kind](example, evaluate);
  } catch (error) {
    return { passed: false, expected: example.right ?? 'true', actual: thrown(error) };
  }
}

/** How many examples fail. */
async function checkAll() {
  let evaluate;
  try {
    evaluate = await load();
  } catch (error) {
    console.error(error);
    const message = 'the file cannot be run: it ' + thrown(error);
    for (const example of examples) say({ check: example.check, passed: false, message });
    return examples.length;
  }
  let failures = 0;
  for (const example of examples) {
    const result = await check(example, evaluate);
    say({ check: example.check, ...result });
    if (!result.passed) failures += 1;
  }
  return failures;
}

// A module that ends the process ends it without success, whatever it says.
let failures = examples.length;
process.on('exit', () => {
  if (failures > 0) process.exitCode ||= 1;
});

if (isTypeScript) await prepareTypeScript();
// The number is told before any of the module's code runs.
say({ total: examples.length });
failures = await checkAll();
process.exit(failures > 0 ? 1 : 0);
`;
}
