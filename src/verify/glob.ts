import picomatch from 'picomatch';

/**
 * Whether a path relative to the workspace (forward slashes) fits a glob. As in VS Code's settings, a glob without a
 * slash is about the file's name, wherever it is.
 */
export function matchesGlob(file: string, pattern: string): boolean {
  return picomatch.isMatch(file, pattern, { dot: true, basename: !pattern.includes('/') });
}
