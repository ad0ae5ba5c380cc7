import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Exploration } from '../core/exploration.js';
import { RecordError, readExploration } from '../explore/record.js';

/**
 * The explorations of a record, or of a folder of them by name; in a folder those of other versions are passed over.
 *
 * @throws RecordError
 */
export function explorationsAt(place: string): Exploration[] {
  if (!statSync(place, { throwIfNoEntry: false })?.isDirectory()) return present(readExploration(place));
  const records = readdirSync(place).filter((name) => name.endsWith('.jsonl'));
  return records.sort().flatMap((name) => {
    try {
      return present(readExploration(path.join(place, name)));
    } catch (thrown) {
      if (thrown instanceof RecordError) return [];
      throw thrown;
    }
  });
}

function present(exploration: Exploration | null): Exploration[] {
  return exploration ? [exploration] : [];
}
