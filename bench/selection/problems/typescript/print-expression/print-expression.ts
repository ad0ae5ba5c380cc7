export type Expression =
  | { kind: 'number'; value: number }
  | { kind: 'name'; name: string }
  | { kind: 'negate'; operand: Expression }
  | { kind: 'binary'; operator: '+' | '-' | '*' | '/' | '^'; left: Expression; right: Expression };

/**
 * An expression as text, with no more parentheses than needed to read it back as the same tree. ^ binds closest and to
 * the right, then the minus before an operand, then * and /, then + and -, these four to the left. A minus may follow
 * any operator without parentheses, but what is raised to a power is never a minus without them. Spaces stand around
 * + - * / between two operands only. No number is negative.
 * Example: the product of the sum of a and 1 with 2 is '(a + 1) * 2'.
 */
export function printExpression(expression: Expression): string {
  throw new Error('not implemented');
}
