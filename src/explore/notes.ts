import type { Exploration } from '../core/exploration.js';

/** What a person should know of the verifiers before they believe them: sentences, in the order in which they came up. */
export function notesOf({ baseline, doubts, flaky }: Exploration): readonly string[] {
  return [
    ...(baseline?.outcome === 'pass'
      ? ['The code passes already as it is: a survivor is only as good as these verifiers.']
      : []),
    ...doubts.map(
      (doubt) => `What "${baseline?.verifier}" says may not be about the code, which does not pass as it is: ${doubt}.`,
    ),
    ...flaky.map((name) => `The verifier "${name}" is flaky: it said different things of the same code.`),
  ];
}
