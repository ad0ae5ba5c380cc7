import type { Input } from './inputs.js';

/** A function to write, before there are tests. */
export interface Task {
  /** Tasks of one operation differ in constants. */
  readonly operation: string;
  readonly name: string;
  readonly takes: readonly Input[];
  /** What it does, as its comment says it. */
  readonly says: string;
  /**
   * The body that does it: one expression, or statements, the last of which ends in a semicolon. It ends whatever it is
   * given, as rivals are: no `while`.
   */
  readonly code: string;
}

type Described = readonly [name: string, says: string, code: string];

/** The only task of an operation. */
export function task(operation: string, takes: Input | readonly Input[], ...[name, says, code]: Described): Task {
  return { operation, name, takes: isList(takes) ? takes : [takes], says, code };
}

/** A task for each constant of an operation. */
export function tasks<C>(
  operation: string,
  takes: Input | readonly Input[],
  constants: readonly C[],
  describe: (constant: C) => Described,
): Task[] {
  return constants.map((constant) => task(operation, takes, ...describe(constant)));
}

function isList(takes: Input | readonly Input[]): takes is readonly Input[] {
  return Array.isArray(takes);
}

/** The function's whole file, with a comment before it. */
export function fileOf({ name, takes }: Task, comment: readonly string[], body: string): string {
  const lines = comment.map((line) => `// ${line}\n`).join('');
  const parameters = takes.map(({ parameter }) => parameter).join(', ');
  return `${lines}export function ${name}(${parameters}) {\n  ${body.replaceAll('\n', '\n  ')}\n}\n`;
}

/** The body that a task's code makes. */
export function bodyOf({ code }: Pick<Task, 'code'>): string {
  return code.endsWith(';') ? code : `return ${code};`;
}

const numerals: Readonly<Record<number, string>> = {
  ...['Zero', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten', 'Eleven', 'Twelve'],
  15: 'Fifteen',
  18: 'Eighteen',
  20: 'Twenty',
  25: 'TwentyFive',
  30: 'Thirty',
  50: 'Fifty',
  60: 'Sixty',
  65: 'SixtyFive',
  100: 'Hundred',
};

/** A number as names say it: 7 is `Seven`. */
export function inName(n: number): string {
  const numeral = numerals[n];
  if (!numeral) throw new RangeError(`no name for ${n}`);
  return numeral;
}
