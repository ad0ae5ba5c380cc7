export function romanNumeral(number) {
  const signs = [
    [1000, 'M'],
    [900, 'CM'],
    [500, 'D'],
    [400, 'CD'],
    [100, 'C'],
    [90, 'XC'],
    [50, 'L'],
    [40, 'XL'],
    [10, 'X'],
    [9, 'IX'],
    [5, 'V'],
    [4, 'IV'],
    [1, 'I'],
  ];
  let rest = number;
  let numeral = '';
  for (const [value, sign] of signs) {
    for (; rest >= value; rest -= value) numeral += sign;
  }
  return numeral;
}
