import * as l10n from '@vscode/l10n';

/**
 * Messages by which tools say that they could not begin, where their exit code is also that of tests that fail. Each is
 * a whole line's beginning or a form that only the tool itself writes, so that a candidate's own mistakes are not taken
 * for one; a candidate that imitates one gets an error instead of a fail, and passes neither way.
 */
const FAILURES: readonly { readonly pattern: RegExp; readonly reason: (...groups: readonly string[]) => string }[] = [
  {
    // python -m pytest
    pattern: /^(\S*python\S*): No module named (\S+)$/m,
    reason: (python, module) => l10n.t('{0} has no module {1}', python, module),
  },
  {
    pattern: /^npm (?:error|ERR!) Missing script: "(.+)"$/m,
    reason: (script) => l10n.t('package.json has no script "{0}"', script),
  },
  {
    pattern: /^npm (?:error|ERR!) code (EAI_AGAIN|ENOTFOUND|E404)$/m,
    reason: (code) => l10n.t('npm tries to fetch what is not installed ({0})', code),
  },
  { pattern: /^npm (?:error|ERR!) enoent (Could not read package\.json)/m, reason: (said) => `npm: ${said}` },
  {
    pattern: /npx canceled due to missing packages[^\n]*: \["(.+?)"\]/,
    reason: (name) => l10n.t('the package {0} is not installed', name),
  },
  {
    pattern: /^ ?ERR_PNPM_(?:NO_SCRIPT|RECURSIVE_EXEC_FIRST_FAIL) ? ?(?:Missing script: |Command )"?([^"\s]+)/m,
    reason: (name) => l10n.t('pnpm finds no "{0}"', name),
  },
  { pattern: /^error Command "(.+)" not found\.$/m, reason: (name) => l10n.t('yarn finds no "{0}"', name) },
  {
    // node main.js: whatever a test or a candidate requires has a stack of those that required it.
    pattern: /^Error: Cannot find module '([^\n]+)'\n[\s\S]*^ {2}requireStack: \[\]$/m,
    reason: (file) => l10n.t('there is no {0}', file),
  },
  { pattern: /^Could not find '(.+)'$/m, reason: (file) => l10n.t('node finds no test file {0}', file) },
  {
    pattern: /^.*MISSING DEPENDENCY.*Cannot find dependency '(.+?)'/m,
    reason: (name) => l10n.t('{0} is not installed', name),
  },
  { pattern: /^● Validation Error:\s+(.+)$/m, reason: (said) => l10n.t("jest's configuration: {0}", said) },
  { pattern: /^ERROR: (file or directory not found: .+)$/m, reason: (said) => said },
  { pattern: /^(?:\S+: )?error: (unrecognized arguments: .+)$/m, reason: (said) => said },
  {
    pattern:
      /^error: (could not find `Cargo\.toml`|no matching package|failed to (?:download|get) `|no such command)(.*)$/m,
    reason: (said, more) => `cargo ${said}${more}`,
  },
  {
    pattern: /^(?:go: )?.*(cannot find main module|does not contain main module)/m,
    reason: (said) => `go: ${said}`,
  },
  {
    pattern: /^\[ERROR\].*?(Cannot access .+? in offline mode|has not been downloaded from it before)/m,
    reason: (said) => l10n.t('Maven: {0}; run it once by hand, with the network', said),
  },
  {
    pattern: /^.*(No cached version of \S+ available for offline mode)/m,
    reason: (said) => l10n.t('Gradle: {0}; run it once by hand, with the network', said),
  },
  {
    pattern: /^make: \*\*\* (No rule to make target .+?|No targets specified.+?)\.? +Stop\.$/m,
    reason: (said) => said,
  },
];

/** Why the tool that a verifier runs could not begin, in words that read on from "could not run …: "; if it could. */
export function toolFailure(output: string): string | undefined {
  for (const { pattern, reason } of FAILURES) {
    const [, ...groups] = pattern.exec(output) ?? [];
    if (groups.length > 0) return reason(...groups.map((group) => group ?? ''));
  }
  return undefined;
}
