import { describe, expect, it } from 'vitest';
import { visible } from '../../../src/core/visible.js';

describe('text that is safe to show', () => {
  it.each([
    ['what commands a terminal', '\u001b]0;owned\u0007\u001b[31mred', '␛]0;owned␇␛[31mred'],
    ['what terminals take for it in one character', 'a\u009b31m\u007f', 'a[U+009B]31m␡'],
    ['what turns the direction of reading', 'if (\u202eadmin\u202c) \u2066x', 'if ([U+202E]admin[U+202C]) [U+2066]x'],
    ['returns to the beginning of a line', '10 %\r20 %\r\ndone', '10 %\n20 %\ndone'],
  ])('has %s as something to read', (_, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it('is otherwise as it was: tabs, lines, other scripts, emoji', () => {
    const text = '\tdef f():\n  "naïve שלום 你好 👩‍💻"';
    expect(visible(text)).toBe(text);
  });
});
