/** What a person can ask for with a click. */
export interface Actions {
  explore(): void;
  stop(): void;
  resume(which: { readonly exploration: string }): void;
  openDiff(candidate: { readonly exploration: string; readonly candidate: number }): void;
  apply(candidate: { readonly exploration: string; readonly candidate: number }): void;
  openRecord(): void;
  configureVerifiers(): void;
  openSettings(): void;
  manageTrust(): void;
}
