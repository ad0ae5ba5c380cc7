export type Instruction =
  | { op: 'push'; value: number }
  | { op: 'add' | 'subtract' | 'multiply' | 'divide' | 'less' }
  | { op: 'duplicate' | 'swap' | 'drop' }
  | { op: 'jump' | 'jumpIfZero'; to: number };

export type Outcome =
  | { ok: true; stack: number[] }
  | { ok: false; at: number; problem: 'stack underflow' | 'division by zero' | 'bad jump' | 'too many steps' };

export function runProgram(program: readonly Instruction[]): Outcome {
  const stack: number[] = [];
  let at = 0;
  for (let steps = 1; ; steps++) {
    const instruction = program[at];
    if (!instruction) return { ok: true, stack };
    if (steps > 1000) return { ok: false, at, problem: 'too many steps' };
    if (stack.length < needs(instruction)) return { ok: false, at, problem: 'stack underflow' };
    let next = at + 1;
    switch (instruction.op) {
      case 'push':
        stack.push(instruction.value);
        break;
      case 'duplicate':
        stack.push(stack.at(-1) ?? 0);
        break;
      case 'swap':
        stack.push(...stack.splice(-2).reverse());
        break;
      case 'drop':
        stack.pop();
        break;
      case 'jump':
        next = instruction.to;
        break;
      case 'jumpIfZero':
        if (stack.pop() === 0) next = instruction.to;
        break;
      default: {
        const [left = 0, right = 0] = stack.splice(-2);
        if (instruction.op === 'divide' && right === 0) return { ok: false, at, problem: 'division by zero' };
        stack.push(operations[instruction.op](left, right));
      }
    }
    if (next < 0 || next > program.length) return { ok: false, at, problem: 'bad jump' };
    at = next;
  }
}

const operations = {
  add: (a: number, b: number) => a + b,
  subtract: (a: number, b: number) => a - b,
  multiply: (a: number, b: number) => a * b,
  divide: (a: number, b: number) => a / b,
  less: (a: number, b: number) => (a < b ? 1 : 0),
};

function needs({ op }: Instruction): number {
  if (op === 'push' || op === 'jump') return 0;
  return op === 'duplicate' || op === 'drop' || op === 'jumpIfZero' ? 1 : 2;
}
