import path from 'node:path';
import { nearestFolder } from './search.js';
import type { WorkspaceView } from './workspace.js';

/** The build tool that the workspace brings along (`mvnw`, `gradlew`), as an entry's program. */
export async function wrapperOf(workspace: WorkspaceView, file: string, name: string): Promise<string | undefined> {
  const folder = await nearestFolder(workspace, file, [name]);
  return folder === undefined ? undefined : `\${workspaceFolder}/${path.posix.join(folder, name)}`;
}
