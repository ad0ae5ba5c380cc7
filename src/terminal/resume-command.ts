import type { JudgesChoice } from '../standalone/judges.js';
import type { Arguments } from './arguments.js';

/** The call that goes on with an exploration, with more attempts where these are said: what its record does not say is said again, as in the call before. */
export function resumeCommand(record: string, words: Arguments, more: number | null = null): string {
  const { model, adapter, exact, device, judges, sandbox, parallel, apply } = words;
  const said = [
    ['--resume', record],
    ...(more === null ? [] : [['--more', String(more)]]),
    ...(model === null ? [] : [['--model', model]]),
    ...(adapter === null ? [] : [['--adapter', adapter]]),
    ...(exact ? [['--exact']] : []),
    ...(device === 'auto' ? [] : [['--device', device]]),
    ...judgesWords(judges),
    ...(sandbox === 'auto' ? [] : [['--sandbox', sandbox]]),
    ...(parallel === null ? [] : [['--parallel', String(parallel)]]),
    ...(apply ? [['--apply']] : []),
  ];
  return `npm run explore -- ${said.flat().map(quoted).join(' ')}`;
}

function judgesWords(judges: JudgesChoice): string[][] {
  switch (judges.kind) {
    case 'configured':
      return judges.names.map((name) => ['--verifier', name]);
    case 'command':
      return [['--command', judges.line]];
    case 'examples':
      return judges.lines.map((line) => ['--example', line]);
  }
}

/** A word as a shell reads it. */
function quoted(word: string): string {
  if (/^[\w@%+=:,./\\-]+$/.test(word)) return word;
  return process.platform === 'win32' ? `"${word.replaceAll('"', '\\"')}"` : `'${word.replaceAll("'", "'\\''")}'`;
}
