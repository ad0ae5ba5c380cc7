/** A common divisor as great as can be, of either sign. */
function gcd(a, b) {
  return b === 0n ? a : gcd(b, a % b);
}

function fraction(top, bottom) {
  if (bottom === 0n) throw new RangeError('divides by zero');
  const shared = gcd(top, bottom);
  const divisor = shared < 0n === bottom < 0n ? shared : -shared;
  return { top: top / divisor, bottom: bottom / divisor };
}

const operations = {
  '+': (a, b) => fraction(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom),
  '-': (a, b) => fraction(a.top * b.bottom - b.top * a.bottom, a.bottom * b.bottom),
  '*': (a, b) => fraction(a.top * b.top, a.bottom * b.bottom),
  '/': (a, b) => fraction(a.top * b.bottom, a.bottom * b.top),
};

/**
 * Reads an expression of whole numbers, + - * / and parentheses; no signs before a number.
 *
 * @returns its numbers, as written, and `value()`, a fraction in lowest terms
 * @throws SyntaxError where it is anything else; `value` throws a RangeError where it divides by zero
 */
export function readExpression(text) {
  if (typeof text !== 'string') throw new SyntaxError(`a ${typeof text} is not an expression`);
  const tokens = text.match(/\d+|\S/g) ?? [];
  const numbers = [];
  let at = 0;

  function sequence(operators, next) {
    let left = next();
    while (operators.includes(tokens[at])) {
      const [operator, before] = [tokens[at++], left];
      const right = next();
      left = () => operations[operator](before(), right());
    }
    return left;
  }
  const sum = () => sequence(['+', '-'], product);
  const product = () => sequence(['*', '/'], operand);
  function operand() {
    const token = tokens[at++];
    if (token === '(') {
      const inside = sum();
      if (tokens[at++] !== ')') throw new SyntaxError('a parenthesis is not closed');
      return inside;
    }
    if (token === undefined || !/^\d+$/.test(token)) {
      throw new SyntaxError(`${token === undefined ? 'the end' : `"${token}"`} is where a number should be`);
    }
    numbers.push(Number(token));
    return () => ({ top: BigInt(token), bottom: 1n });
  }

  const value = sum();
  if (at < tokens.length) throw new SyntaxError(`"${tokens[at]}" is too much`);
  return { numbers, value };
}
