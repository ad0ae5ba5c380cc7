/** How survivors differ from each other, as plain data. */
export interface Comparison {
  readonly behaviour: Behaviour;
  /** One a survivor. */
  readonly forms: readonly CodeForm[];
}

/** What survivors do on the same further inputs. */
export type Behaviour =
  | {
      readonly kind: 'compared';
      readonly inputs: number;
      /** The most that behave the same; empty where there is none to compare with. */
      readonly alike: readonly number[];
      /** Those that behave otherwise, the larger groups first. */
      readonly others: readonly OtherBehaviour[];
      readonly apart: readonly Apart[];
    }
  /** `reason` reads on from "because ". */
  | { readonly kind: 'unknown'; readonly reason: string };

/** Candidates that behave the same, and otherwise than most. */
export interface OtherBehaviour {
  readonly candidates: readonly number[];
  /** The shortest input found that tells them from most. */
  readonly distinction: { readonly input: string; readonly result: string; readonly ofMost: string };
}

/** A candidate that cannot be compared; `reason` reads on from its name. */
export interface Apart {
  readonly candidate: number;
  readonly reason: string;
}

/** What the code of a candidate looks like. */
export interface CodeForm {
  readonly candidate: number;
  /** That hold code. */
  readonly lines: number;
  /** Modules that it imports and the file did not. */
  readonly imports: readonly string[];
  /** null where the language has no grammar here. */
  readonly structure: { readonly loops: number; readonly branches: number } | null;
  /** An earlier candidate whose code is equal but for names, white space and comments. */
  readonly renames: number | null;
}

/** What a candidate answered: a result an input, null where none is known. */
export interface Answered {
  readonly candidate: number;
  readonly results: readonly (string | null)[];
}

/**
 * Groups candidates that answer the same. Inputs count which all of them have answered.
 *
 * @param inputs as they are shown
 */
export function groupByBehaviour(
  inputs: readonly string[],
  answered: readonly Answered[],
  apart: readonly Apart[],
): Behaviour {
  const shared = inputs.flatMap((_, at) => (answered.every(({ results }) => results[at] !== null) ? [at] : []));
  const resultsOf = ({ results }: Answered) => shared.map((at) => results[at] ?? '');
  const byResults = new Map<string, Answered[]>();
  for (const one of answered) {
    const key = JSON.stringify(resultsOf(one));
    byResults.set(key, [...(byResults.get(key) ?? []), one]);
  }
  // A stable sort: among equal ones, the group of the first candidate stays first.
  const [most, ...others] = [...byResults.values()].sort((a, b) => b.length - a.length);
  const ids = (group: readonly Answered[]) => group.map(({ candidate }) => candidate);
  return {
    kind: 'compared',
    inputs: answered.length === 0 ? 0 : shared.length,
    alike: most ? ids(most) : [],
    others: others.map((group) => ({
      candidates: ids(group),
      distinction: shortestDistinction(
        shared.map((at) => inputs[at] ?? ''),
        resultsOf(group[0]!),
        resultsOf(most![0]!),
      ),
    })),
    apart,
  };
}

function shortestDistinction(
  inputs: readonly string[],
  results: readonly string[],
  ofMost: readonly string[],
): OtherBehaviour['distinction'] {
  const told = inputs.flatMap((input, at) =>
    results[at] === ofMost[at] ? [] : [{ input, result: results[at] ?? '', ofMost: ofMost[at] ?? '' }],
  );
  return told.reduce((shortest, next) => (next.input.length < shortest.input.length ? next : shortest));
}
