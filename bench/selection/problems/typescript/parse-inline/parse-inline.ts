export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'strong' | 'emphasis'; children: Inline[] }
  | { kind: 'link'; target: string; children: Inline[] };

/**
 * The parts of a line of simple Markdown: **strong**, *emphasis*, `code` and [a link](target). Strong, emphasis and
 * links may hold all of them, code holds text only. A backslash takes away the meaning of the sign behind it (not in
 * code). What is never closed stands for itself. Text side by side is one part, and there are no empty ones.
 * Example: parseInline('a `b`') is [{ kind: 'text', text: 'a ' }, { kind: 'code', text: 'b' }].
 */
export function parseInline(line: string): Inline[] {
  throw new Error('not implemented');
}
