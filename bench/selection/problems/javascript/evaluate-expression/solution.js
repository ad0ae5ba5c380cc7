export function evaluateExpression(text) {
  const tokens = text.match(/\d+(?:\.\d+)?|\S/g) ?? [];
  let at = 0;
  const takes = (token) => {
    if (tokens[at] !== token) return false;
    at++;
    return true;
  };
  const operations = {
    '+': (a, b) => a + b,
    '-': (a, b) => a - b,
    '*': (a, b) => a * b,
    '/': (a, b) => a / b,
    '%': (a, b) => a % b,
  };
  const chain = (operators, operand) => {
    let value = operand();
    while (operators.includes(tokens[at])) value = operations[tokens[at++]](value, operand());
    return value;
  };
  const sum = () => chain(['+', '-'], product);
  const product = () => chain(['*', '/', '%'], signed);
  function signed() {
    if (takes('-')) return -signed();
    if (takes('+')) return signed();
    const base = single();
    return takes('^') ? base ** signed() : base;
  }
  function single() {
    const token = tokens[at++];
    if (token === '(') {
      const value = sum();
      if (!takes(')')) throw new SyntaxError('a parenthesis is not closed');
      return value;
    }
    if (token === undefined || !/^\d/.test(token)) throw new SyntaxError('a number is missing');
    return Number(token);
  }
  const value = sum();
  if (at < tokens.length) throw new SyntaxError(`${tokens[at]} is too much`);
  return value;
}
