export function divideBig(dividend, divisor) {
  const plain = (digits) => digits.replace(/^0+(?=\d)/, '');
  const by = plain(divisor);
  if (by === '0') throw new RangeError('division by zero');
  const isSmaller = (a, b) => (a.length === b.length ? a < b : a.length < b.length);
  const minus = (a, b) => {
    let carry = 0;
    let result = '';
    for (let place = 1; place <= a.length; place++) {
      const digit = Number(a[a.length - place]) - Number(b[b.length - place] ?? 0) - carry;
      carry = digit < 0 ? 1 : 0;
      result = ((digit + 10) % 10) + result;
    }
    return plain(result);
  };
  let quotient = '';
  let remainder = '0';
  for (const digit of plain(dividend)) {
    remainder = plain(remainder + digit);
    let times = 0;
    for (; !isSmaller(remainder, by); times++) remainder = minus(remainder, by);
    quotient += times;
  }
  return { quotient: plain(quotient), remainder };
}
