export function countVowels(text) {
  return [...text.toLowerCase()].filter((letter) => 'aeiou'.includes(letter)).length;
}
