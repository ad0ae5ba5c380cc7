export function runLengthEncode(text) {
  let encoded = '';
  let start = 0;
  for (let end = 1; end <= text.length; end++) {
    if (text[end] === text[start]) continue;
    encoded += (end - start > 1 ? end - start : '') + text[start];
    start = end;
  }
  return encoded;
}
