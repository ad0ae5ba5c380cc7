export function balancedBrackets(text) {
  const closing = { '(': ')', '[': ']', '{': '}' };
  const awaited = [];
  for (const character of text) {
    if (character in closing) awaited.push(closing[character]);
    else if (')]}'.includes(character) && awaited.pop() !== character) return false;
  }
  return awaited.length === 0;
}
