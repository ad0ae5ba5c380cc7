export type Expression =
  | { kind: 'number'; value: number }
  | { kind: 'name'; name: string }
  | { kind: 'negate'; operand: Expression }
  | { kind: 'binary'; operator: '+' | '-' | '*' | '/' | '^'; left: Expression; right: Expression };

export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return String(expression.value);
    case 'name':
      return expression.name;
    case 'negate':
      return `-${operand(expression.operand, strengths.negate)}`;
    case 'binary': {
      const { operator, left, right } = expression;
      const strength = strengths[operator];
      if (operator === '^') {
        const exponent = right.kind === 'negate' ? printExpression(right) : operand(right, strength);
        return `${operand(left, strength + 1)}^${exponent}`;
      }
      return `${operand(left, strength)} ${operator} ${operand(right, strength + 1)}`;
    }
  }
}

const strengths = { '+': 1, '-': 1, '*': 2, '/': 2, negate: 3, '^': 4 };

function strengthOf(expression: Expression): number {
  if (expression.kind === 'binary') return strengths[expression.operator];
  return expression.kind === 'negate' ? strengths.negate : 5;
}

/** With parentheses where it binds less than it must. */
function operand(expression: Expression, least: number): string {
  const text = printExpression(expression);
  return strengthOf(expression) < least ? `(${text})` : text;
}
