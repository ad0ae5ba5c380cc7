export function isPalindrome(word) {
  const letters = word.toLowerCase();
  return letters === [...letters].reverse().join('');
}
