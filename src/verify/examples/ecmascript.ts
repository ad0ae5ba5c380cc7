import { ecmascriptHarness } from '../harness/ecmascript.js';
import type { Example } from './example.js';

/** The program that checks a JavaScript or TypeScript file's examples, run in the workspace. */
export function ecmascriptProgram(file: string, isTypeScript: boolean, examples: readonly Example[]): string {
  return `import { deepStrictEqual } from 'node:assert';
${ecmascriptHarness(file, isTypeScript, examples)}

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
    for (const example of given) say({ check: example.check, passed: false, message });
    return given.length;
  }
  let failures = 0;
  for (const example of given) {
    const result = await check(example, evaluate);
    say({ check: example.check, ...result });
    if (!result.passed) failures += 1;
  }
  return failures;
}

// A module that ends the process ends it without success, whatever it says.
let failures = given.length;
process.on('exit', () => {
  if (failures > 0) process.exitCode ||= 1;
});

if (isTypeScript) await prepareTypeScript();
// The number is told before any of the module's code runs.
say({ total: given.length });
failures = await checkAll();
process.exit(failures > 0 ? 1 : 0);
`;
}
