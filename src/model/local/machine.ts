import { homedir } from 'node:os';
import path from 'node:path';
import envPaths from 'env-paths';

/** Where models may lie on a machine. Tests make one of temporary folders. */
export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly platform: NodeJS.Platform;
  /** The model that comes with the program. */
  readonly embeddedModel: string;
  /** Where models go that this program fetches, whether from a terminal or from an editor. */
  readonly downloads: string;
}

/** The machine this runs on, as its user sees it. */
export function thisMachine(embeddedModel: string): Machine {
  return {
    env: process.env,
    home: homedir(),
    platform: process.platform,
    embeddedModel,
    downloads: path.join(envPaths('explore-solutions', { suffix: '' }).data, 'models'),
  };
}
