/**
 * Words that consist of the same letters, together. Groups come in the order of their first words, and words in a
 * group in the order given. Capitals count as small letters.
 * Example: groupAnagrams(['tea', 'dog', 'eat']) is [['tea', 'eat'], ['dog']].
 */
export function groupAnagrams(words) {
  throw new Error('not implemented');
}
