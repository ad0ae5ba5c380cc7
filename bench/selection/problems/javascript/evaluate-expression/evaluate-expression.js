/**
 * The value of an arithmetic expression: numbers (also as 1.5), + - * / %, ^ for powers, signs before operands and
 * parentheses. ^ binds closest and to the right, a sign less (-2^2 is -4, and 2^-1 is 0.5), then * / %, then + -.
 * Spaces do not matter. Anything else throws a SyntaxError. eval and Function must not be used.
 * Example: evaluateExpression('2 + 3 * 4') is 14.
 */
export function evaluateExpression(text) {
  throw new Error('not implemented');
}
