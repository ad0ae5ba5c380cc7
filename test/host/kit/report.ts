/** What the suites' runner, inside VS Code, tells the process that started VS Code; written as JSON. */
export interface HostReport {
  /** Which program and version it ran in, for a person. */
  readonly host: string;
  readonly tests: readonly HostTest[];
}

export interface HostTest {
  readonly title: string;
  readonly outcome:
    | { readonly state: 'passed' }
    | { readonly state: 'skipped' }
    | { readonly state: 'failed'; readonly error: string };
}

/** Names the file, in the environment of the extension host, that the runner writes its report to. */
export const reportVariable = 'EXPLORE_SOLUTIONS_HOST_REPORT';
