/** What a profile for macOS's sandbox allows; absolute real paths, because that is what the kernel compares. */
export interface SeatbeltPolicy {
  readonly writable: readonly string[];
  /** Folders and files that cannot be read. */
  readonly hidden: readonly string[];
  readonly network: boolean;
}

/** Apple marks it as deprecated, and its own programs and other build tools go on using it. */
export const SANDBOX_EXEC = '/usr/bin/sandbox-exec';

/**
 * A profile for `sandbox-exec -p`; of several rules that fit, the last decides. What it denies beside files and the
 * network are ways to have another program act: services that start programs, and Apple events. Unlike a network
 * namespace it cannot tell a candidate's own servers from the machine's, so without the network both are out of reach.
 */
export function seatbeltProfile({ writable, hidden, network }: SeatbeltPolicy): string {
  return [
    '(version 1)',
    '(allow default)',
    '(deny file-write*)',
    `(allow file-write* ${subpaths(writable)})`,
    '(allow file-write-data (literal "/dev/null") (literal "/dev/zero") (literal "/dev/tty"))',
    ...(hidden.length > 0 ? [`(deny file-read* ${subpaths(hidden)})`] : []),
    ...(network ? [] : ['(deny network*)']),
    '(deny appleevent-send)',
    '(deny mach-lookup (global-name "com.apple.coreservices.launchservicesd"))',
    '(deny signal (target others))',
    '(allow signal (target same-sandbox))',
  ].join('\n');
}

function subpaths(paths: readonly string[]): string {
  return paths.map((path) => `(subpath ${quoted(path)})`).join(' ');
}

/** A string as the profile's language (Scheme) writes it. */
function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
