import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Installation } from '../explore/installation.js';
import { isExampleLanguage } from '../verify/examples.js';
import { askOptions } from './ask-options.js';
import { applicableVerifiers, configuredVerifiers, type VerifierChoice, verifiersNamed } from './choose-verifiers.js';
import type { HowChoice } from './explore-here.js';
import { type Options, type RememberedOptions, withOptions } from './options.js';
import { inLine } from './plain-text.js';

/**
 * As the person says, who is shown the options chosen last time and can change them.
 *
 * @param typed asks for examples, where they are chosen
 */
export function byOptions(installation: Installation, remembered: RememberedOptions, typed: VerifierChoice): HowChoice {
  return async (problem, settings) => {
    const verifiers = applicableVerifiers(problem).map(({ name }) => name);
    const takesExamples = isExampleLanguage(problem.language);
    const options = await askOptions(
      {
        title: l10n.t('Explore with Options: {0}', inLine(problem.name ?? path.posix.basename(problem.file))),
        settings,
        verifiers,
        takesExamples,
        installation,
      },
      stillPossible(remembered.get(), verifiers, takesExamples),
    );
    if (!options) return undefined;
    await remembered.keep(options);
    return { settings: withOptions(settings, options), choose: verifierChoice(options, typed) };
  };
}

function verifierChoice({ verifiers }: Options, typed: VerifierChoice): VerifierChoice {
  if (verifiers === 'examples') return typed;
  return verifiers ? verifiersNamed(verifiers) : configuredVerifiers;
}

/** What was chosen for another file need not be there for this one. */
function stillPossible(options: Options, names: readonly string[], takesExamples: boolean): Options {
  const { verifiers, ...others } = options;
  if (verifiers === 'examples') return takesExamples ? options : others;
  const left = verifiers?.filter((name) => names.includes(name)) ?? [];
  return left.length > 0 ? { ...others, verifiers: left } : others;
}
