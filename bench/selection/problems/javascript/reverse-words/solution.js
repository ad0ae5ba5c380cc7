export function reverseWords(sentence) {
  return sentence.split(' ').filter(Boolean).reverse().join(' ');
}
