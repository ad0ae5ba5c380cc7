import type { CandidateDetails } from '../src/protocol/panel.js';

/** What a person can ask for with a click. */
export interface Actions {
  explore(): void;
  exploreWithExamples(): void;
  stop(): void;
  pause(): void;
  continue(): void;
  resume(which: { readonly exploration: string }): void;
  exploreMore(which: { readonly exploration: string }): void;
  openDiff(candidate: WhichCandidate): void;
  compare(candidate: WhichCandidate): void;
  apply(candidate: WhichCandidate): void;
  openRecord(): void;
  configureVerifiers(): void;
  openSettings(): void;
  manageTrust(): void;
  /** What there is to read of a candidate; null where it is not shown any more. */
  details(candidate: WhichCandidate): Promise<CandidateDetails | null>;
  /** The candidates in which a text occurs. */
  find(what: { readonly exploration: string; readonly text: string }): Promise<readonly number[]>;
  showMap(how: { readonly shown: boolean }): void;
  savePicture(picture: { readonly name: 'map' | 'curve'; readonly svg: string }): void;
}

interface WhichCandidate {
  readonly exploration: string;
  readonly candidate: number;
}
