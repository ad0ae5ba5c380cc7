/**
 * Whether a word reads the same backwards. Capitals and small letters count as the same.
 * Example: isPalindrome('Level') is true.
 */
export function isPalindrome(word) {
  throw new Error('not implemented');
}
