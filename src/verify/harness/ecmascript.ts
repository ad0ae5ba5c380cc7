/**
 * What our programs in JavaScript begin with: `given`, `say` for a line of JSON, and `load`, which gives the function that
 * evaluates among a JavaScript or TypeScript file's names.
 *
 * To reach names that are not exported, a function that evaluates is added to the end of the module, for as long as
 * it takes to load it: in its own place and not in a copy beside it, so that modules that import it meet the same
 * one, `import.meta` and relative imports mean what they say, and its kind (ES module or CommonJS) is decided by Node.
 */
export function ecmascriptHarness(file: string, isTypeScript: boolean, given: unknown): string {
  return String.raw`// Written by Explore Solutions: writes a line of JSON a result.
import { readFileSync, writeFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';

const [file, isTypeScript, given] = ${JSON.stringify([file, isTypeScript, given])};
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
      'Files of TypeScript need Node 22.18 or newer, or the package "tsx" in the workspace (npm install --save-dev tsx). ' +
        'This is Node ' + process.versions.node + '.',
    );
    process.exit(NOT_EXECUTABLE);
  }
  await import(pathToFileURL(tsx).href);
}

/**
 * Loads the module, and gives the function that evaluates an expression among its names, and among those that only its
 * exports have. The value comes in a list,
 * where a promise stays the promise that it is: an example says "await" where it wants what comes of it.
 */
async function load() {
  const source = readFileSync(module);
  const key = '__exploreSolutionsEvaluate';
  const added = '\n;globalThis.' + key + ' = function () { return eval(arguments[0]); };\n';
  writeFileSync(module, Buffer.concat([source, Buffer.from(added)]));
  let loaded;
  try {
    loaded = await import(pathToFileURL(module).href);
  } finally {
    writeFileSync(module, source);
  }
  const evaluate = globalThis[key];
  delete globalThis[key];
  const others = Object.entries({ ...loaded.default, ...loaded }).filter(([name]) => isUnknown(evaluate, name));
  const names = others.map(([name]) => name).join();
  const values = others.map(([, value]) => value);
  return async (expression) => evaluate('async (' + names + ') => [(' + expression + '\n)]')(...values);
}

/** Whether what is exported by this name has it only there, as in "exports.f = function () {}". */
function isUnknown(evaluate, name) {
  if (!/^[A-Za-z_$][\w$]*$/.test(name)) return false;
  try {
    return evaluate('typeof ' + name) === 'undefined';
  } catch {
    // A word of the language, such as "default", or a name without a value yet.
    return false;
  }
}
`;
}
