/**
 * Whether a whole text fits a pattern of these parts: a character stands for itself, '.' for any one, '[abc]'
 * and '[a-z]' for one of these ('[^…]' for none of them), '(…|…)' for one of several patterns; '*', '+' and '?' after
 * a part repeat it any number of times, once at least, once at most. A backslash takes away the meaning of the
 * character behind it. RegExp must not be used.
 * Example: regexMatch('a(b|c)*d', 'abcbd') is true.
 */
export function regexMatch(pattern, text) {
  throw new Error('not implemented');
}
