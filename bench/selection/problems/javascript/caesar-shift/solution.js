export function caesarShift(text, places) {
  return text.replace(/[a-z]/gi, (letter) => {
    const first = letter < 'a' ? 65 : 97;
    return String.fromCharCode(((((letter.charCodeAt(0) - first + places) % 26) + 26) % 26) + first);
  });
}
