import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The `require` that extensions and the extension host share, with its cache. */
export const shared = createRequire(__filename);

/** The JavaScript in the extension's folders, not the suites', that is loaded in this process, and its kilobytes. */
export function loadedScripts(extension: string): Record<string, number> {
  const files = Object.keys(shared.cache).filter((file) => /\.[cm]?js$/.test(file));
  return Object.fromEntries(
    own(extension, files).map((file) => [path.relative(extension, file), Math.round(statSync(file).size / 1000)]),
  );
}

/** The native code of the extension that is loaded in this process. */
export function loadedNative(extension: string): string[] {
  const { sharedObjects } = process.report.getReport() as { sharedObjects: string[] };
  if (sharedObjects.length === 0) throw new Error('What native code is loaded cannot be told here.');
  return own(extension, [...sharedObjects, ...Object.keys(shared.cache).filter((file) => file.endsWith('.node'))]);
}

function own(extension: string, files: readonly string[]): string[] {
  // The suites' own Mocha is no part of what is packaged.
  const folders = ['dist', 'node_modules/onnxruntime-node', 'node_modules/onnxruntime-common'];
  return files.filter((file) => folders.some((folder) => file.startsWith(path.join(extension, folder) + path.sep)));
}
