export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'strong' | 'emphasis'; children: Inline[] }
  | { kind: 'link'; target: string; children: Inline[] };

export function parseInline(line: string): Inline[] {
  const { parts, at } = parse(line, 0, null);
  if (at !== line.length) throw new Error('the whole line is read');
  return parts;
}

interface Parsed {
  parts: Inline[];
  /** Behind what was read. */
  at: number;
  closed: boolean;
}

/** Reads up to a closing sign, or to the end. */
function parse(line: string, start: number, closing: string | null): Parsed {
  const parts: Inline[] = [];
  const say = (value: string) => {
    const last = parts.at(-1);
    if (last?.kind === 'text') last.text += value;
    else parts.push({ kind: 'text', text: value });
  };
  let at = start;
  while (at < line.length) {
    const sign = line.startsWith('**', at) ? '**' : line.charAt(at);
    // An emphasis ends at the first of two stars too, unless these begin something strong.
    const part = sign === closing ? null : partAt(line, at, sign);
    if (closing !== null && !part && line.startsWith(closing, at))
      return { parts, at: at + closing.length, closed: true };
    if (part) {
      parts.push(part.inline);
      at = part.at;
    } else if (sign === '\\' && at + 1 < line.length) {
      say(line.charAt(at + 1));
      at += 2;
    } else {
      say(sign);
      at += sign.length;
    }
  }
  return { parts, at, closed: false };
}

function partAt(line: string, at: number, sign: string): { inline: Inline; at: number } | null {
  if (sign === '`') {
    const end = line.indexOf('`', at + 1);
    return end < 0 ? null : { inline: { kind: 'code', text: line.slice(at + 1, end) }, at: end + 1 };
  }
  if (sign === '*' || sign === '**') {
    const { parts, at: end, closed } = parse(line, at + sign.length, sign);
    const kind = sign === '*' ? 'emphasis' : 'strong';
    return closed && parts.length > 0 ? { inline: { kind, children: parts }, at: end } : null;
  }
  if (sign !== '[') return null;
  const { parts, at: end, closed } = parse(line, at + 1, ']');
  const target = /^\(([^)]*)\)/.exec(line.slice(end));
  if (!closed || !target) return null;
  return { inline: { kind: 'link', target: target[1] ?? '', children: parts }, at: end + target[0].length };
}
