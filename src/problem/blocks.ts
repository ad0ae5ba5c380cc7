import type { Prompt } from '../core/domain.js';

/**
 * The pieces of code in an answer, the likeliest first to be meant: its fenced blocks, an unclosed one too, or all
 * of it where there is no fence. A fence in the prompt's answer prefix has been opened already; only the model can
 * close it (a docstring in the prefix may hold fences of its own).
 */
export function codeBlocks(prompt: Prompt, text: string): string[] {
  const prefix = normalise(prompt.answerPrefix);
  const answer = normalise(text);
  const opened = /^(`{3,}|~{3,})[^\n]*\n/.exec(prefix);
  if (!opened) return fenced(prefix + answer);
  const said = prefix.slice(opened[0].length);
  const close = closingFence(answer, opened[1] ?? '');
  return [said + answer.slice(0, close.start), ...(close.end < answer.length ? fenced(answer.slice(close.end)) : [])];
}

/** Line ends as the model room and the parser have them. */
function normalise(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

function fenced(text: string): string[] {
  const blocks: string[] = [];
  const opening = /^[ \t]*(`{3,}|~{3,})[^\n`]*(?:\n|$)/gm;
  for (let open = opening.exec(text); open; open = opening.exec(text)) {
    const rest = text.slice(opening.lastIndex);
    const close = closingFence(`\n${rest}`, open[1] ?? '');
    blocks.push(rest.slice(0, Math.max(0, close.start - 1)));
    opening.lastIndex += Math.max(0, close.end - 1);
  }
  return blocks.length > 0 ? blocks : [text];
}

/** Where the line that closes a fence starts (with the line end before it) and ends; the text's end if none does. */
function closingFence(text: string, fence: string): { start: number; end: number } {
  const found = new RegExp(`\\n[ \\t]*${fence}${fence[0] ?? ''}*[ \\t]*(?=\\n|$)`).exec(text);
  return found ? { start: found.index, end: found.index + found[0].length } : { start: text.length, end: text.length };
}
