import picomatch from 'picomatch';

/**
 * Whether a path relative to the workspace (forward slashes) fits a glob. As in VS Code's settings, a glob without a
 * slash is about the file's name, wherever it is.
 */
export function matchesGlob(file: string, pattern: string): boolean {
  // A file's name may hold a line break, which `.` of a regular expression is not without the flag.
  return picomatch.isMatch(file, pattern, { dot: true, basename: !pattern.includes('/'), flags: 's' });
}
