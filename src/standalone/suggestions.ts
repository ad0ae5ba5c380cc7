import type { Problem } from '../core/domain.js';
import { suggestVerifiers, viewOnDisk } from '../verify/suggest/index.js';

/** What could be configured for a problem's file, as lines for a person; empty where nothing can be told. */
export async function suggestionLines({ workspace, file, name }: Problem): Promise<string> {
  const suggestions = await suggestVerifiers(viewOnDisk(workspace), file, name);
  if (suggestions.length === 0) return '';
  const lines = suggestions.map(({ entry, reason }) => `  ${JSON.stringify(entry)}\n      ${reason}`);
  return ["\nEntries that the workspace's files suggest:", ...lines].join('\n');
}
