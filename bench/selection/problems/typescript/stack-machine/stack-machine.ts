export type Instruction =
  | { op: 'push'; value: number }
  | { op: 'add' | 'subtract' | 'multiply' | 'divide' | 'less' }
  | { op: 'duplicate' | 'swap' | 'drop' }
  | { op: 'jump' | 'jumpIfZero'; to: number };

export type Outcome =
  | { ok: true; stack: number[] }
  | { ok: false; at: number; problem: 'stack underflow' | 'division by zero' | 'bad jump' | 'too many steps' };

/**
 * Runs a program on an empty stack, whose top is the end of the list. Operations of two numbers take the upper one as
 * their right side; `less` gives 1 or 0. `jump` goes to an instruction by its index, `jumpIfZero` takes a number and
 * goes there if that is 0. An index from 0 to the program's length is right; at the length the program ends.
 * More than 1000 steps are too many. `at` is the index of the instruction that failed, or that was one too many.
 * Example: pushing 6 and 2 and dividing leaves [3].
 */
export function runProgram(program: readonly Instruction[]): Outcome {
  throw new Error('not implemented');
}
