import * as l10n from '@vscode/l10n';
import type { Verdict } from '../core/domain.js';

/** What may have another reason than the code under test, and what a person can do about it. */
const SIGNS: readonly { readonly pattern: RegExp; readonly doubt: (found: string) => string }[] = [
  {
    pattern:
      /(?:ModuleNotFoundError: No module named|Cannot find (?:module|package)|no required module provides package) (['"]?[\w@./-]+['"]?)/,
    doubt: (module) =>
      l10n.t('{0} is missing: it may have to be installed, or is outside of the workspace folder', module),
  },
  {
    pattern:
      /\b(EAI_AGAIN|ENETUNREACH|module lookup disabled by GOPROXY=off|Network is unreachable|Temporary failure in name resolution|Could not resolve host)\b/,
    doubt: (said) => l10n.t('it may need the network ({0}); "network": true gives it', said),
  },
  {
    pattern: /\b(EROFS|[Rr]ead-only file system)\b/,
    doubt: (said) => l10n.t('it may write outside of its copy of the workspace, which the sandbox forbids ({0})', said),
  },
  {
    pattern: /\b(ENOSPC|No space left on device)\b/,
    doubt: (said) => l10n.t('the disk, or its private /tmp, may be full ({0})', said),
  },
];

/**
 * Why what a verifier says of the code as it is may not be about the code: each a sentence without its end. Only for
 * code that a model did not write: in a candidate the same signs are its own mistakes.
 */
export function doubtsAbout({ outcome, exitCode, checks, output }: Verdict): readonly string[] {
  if (outcome === 'pass' || outcome === 'error') return [];
  if (outcome === 'timeout') return [l10n.t('it takes longer than it may; "timeoutSeconds" gives it more')];
  if (exitCode === 0 && checks?.passed === checks?.total) {
    return [
      l10n.t('it ends with exit code 0, and still its report is not that of a pass; the end of its output says why'),
    ];
  }
  return SIGNS.flatMap(({ pattern, doubt }) => {
    const found = pattern.exec(output)?.[1];
    return found === undefined ? [] : [doubt(found)];
  });
}
