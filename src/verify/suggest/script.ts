/** Test runners of JavaScript that are understood; others are run by their script alone. */
export type Runner = 'node:test' | 'vitest' | 'jest' | 'mocha';

/** How a script of package.json calls a test runner. */
export interface RunnerCall {
  readonly runner: Runner;
  /** The words up to the runner itself: `vitest`, or `node --no-warnings node_modules/jest/bin/jest.js`. */
  readonly program: readonly string[];
  /** What follows. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** It waits for changes and does not end. */
  readonly watches: boolean;
  /** The script does nothing besides. */
  readonly alone: boolean;
  /** Words that are added to the script are its last flags. */
  readonly takesFlags: boolean;
}

/** Finds the test runner that a script calls, directly or through other scripts. */
export function runnerCallOf(scripts: Readonly<Record<string, string>>, name: string): RunnerCall | undefined {
  const chain = scriptsBehind(scripts, name);
  const script = scripts[chain.at(-1) ?? name] ?? '';
  // A line that a shell has to read (substitutions, redirections) is left to the shell.
  if (/[$`<>()\\]/.test(script)) return undefined;
  const commands = script.split(/&&|\|\||[;|&]/).map(wordsOf);
  const isPrepared = chain.some((link) => scripts[`pre${link}`] !== undefined);
  const call = commands.flatMap(callOf).at(-1);
  const alone = commands.length === 1 && !isPrepared;
  return call && { ...call, alone, takesFlags: alone && chain.length === 1 && endsInFlags(call) };
}

/** node:test takes what follows a file for another one; and reporters are not set twice. */
function endsInFlags({ runner, args }: FoundCall): boolean {
  if (args.some((word) => word === '--' || isReporting(word))) return false;
  return (
    runner !== 'node:test' || args.every((word, at) => word.startsWith('-') || TAKES_VALUE.has(args[at - 1] ?? ''))
  );
}

/** The names of a script and of those that it stands for, the last of which does the work. */
function scriptsBehind(scripts: Readonly<Record<string, string>>, name: string): readonly string[] {
  const chain = [name];
  for (;;) {
    const script = scripts[chain.at(-1) ?? name]?.trim() ?? '';
    const next = /^(?:npm|pnpm|yarn)(?: run)? ([\w:.-]+)$/.exec(script)?.[1];
    if (next === undefined || scripts[next] === undefined || chain.includes(next)) return chain;
    chain.push(next);
  }
}

function wordsOf(command: string): readonly string[] {
  return (command.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? []).map((word) => word.replace(/["']/g, ''));
}

/** A call by its own words, whatever else is in the script. */
type FoundCall = Omit<RunnerCall, 'alone' | 'takesFlags'>;

function callOf(words: readonly string[]): readonly FoundCall[] {
  const env: Record<string, string> = {};
  let at = words[0] === 'cross-env' ? 1 : 0;
  for (let word = words[at]; word !== undefined; at += 1, word = words[at]) {
    const [, variable, value] = /^(\w+)=(.*)$/.exec(word) ?? [];
    if (variable === undefined || value === undefined) break;
    env[variable] = value;
  }
  if (words[at] === 'npx') at += 1;
  const rest = words.slice(at);
  const [first] = rest;
  if (first === 'react-scripts' && rest[1] === 'test') {
    return [{ runner: 'jest', program: rest.slice(0, 2), args: rest.slice(2), env, watches: env.CI === undefined }];
  }
  const runsOnNode = first === 'node' || first === 'tsx';
  if (runsOnNode && rest.some((word) => word === '--test')) {
    const args = rest.slice(1);
    return [{ runner: 'node:test', program: [first], args, env, watches: args.includes('--watch') }];
  }
  const position = rest.findIndex((word) => runnerNamed(word) !== undefined);
  const runner = runnerNamed(rest[position] ?? '');
  if (runner === undefined || (position > 0 && !runsOnNode)) return [];
  const args = rest.slice(position + 1);
  return [{ runner, program: rest.slice(0, position + 1), args, env, watches: watches(runner, args) }];
}

/** A runner's command, or its file as Node is given it. */
function runnerNamed(word: string): Exclude<Runner, 'node:test'> | undefined {
  const name = /^(?:.*\/)?(vitest|jest|mocha)(?:\.m?js)?$/.exec(word)?.[1];
  return name === 'vitest' || name === 'jest' || name === 'mocha' ? name : undefined;
}

const WATCHING = new Set(['watch', 'dev', '--watch', '-w', '--watchAll', '--ui']);

function watches(runner: Runner, args: readonly string[]): boolean {
  if (args.some((word) => WATCHING.has(word))) return true;
  return runner === 'vitest' && !args.some((word) => ['run', '--run', 'related', '--watch=false'].includes(word));
}

/** What this call is given, but for what makes it watch: with these words it runs the same tests once. */
export function argsOnce({ args }: RunnerCall): readonly string[] {
  return args.filter(
    (word, at) =>
      !WATCHING.has(word) && word !== 'run' && word !== '--run' && !isReporting(word) && !isNamedReporter(args[at - 1]),
  );
}

/** Whether a flag is about the report, which is ours to choose. */
function isReporting(word: string): boolean {
  return /^(--reporters?|--reporter-options?|--test-reporter|--test-reporter-destination|--verbose|-R|-O)(=|$)/.test(
    word,
  );
}

/** Whether the word after this flag is its value. */
function isNamedReporter(flag = ''): boolean {
  return isReporting(flag) && !flag.includes('=') && flag !== '--verbose';
}

/** Flags that are followed by their value. */
const TAKES_VALUE = new Set([
  ...['-c', '-C', '-r', '--conditions', '--config', '--dir', '--env', '--environment', '--experimental-loader'],
  ...['--import', '--loader', '--project', '--require', '--root', '--rootDir', '--selectProjects', '--ui'],
]);

/** Reports for machines and coverage are of no use for one candidate, and thresholds would fail on part of the tests. */
const LEFT_OUT = /^(--watch|--watchAll|-w|--ui|--run|--coverage|--passWithNoTests|--pass-with-no-tests|--test)\b/;

/** The flags with which other tests can be run as this call runs its own: no files, commands or watching. */
export function flagsOf({ args }: RunnerCall): readonly string[] {
  return args.flatMap((word, at) => {
    const previous = args[at - 1] ?? '';
    if (TAKES_VALUE.has(previous)) return LEFT_OUT.test(previous) ? [] : [word];
    return word.startsWith('-') && !LEFT_OUT.test(word) && !isReporting(word) ? [word] : [];
  });
}
