/** The language of what a child says, and the file with the translations into it. */
export interface ChildLanguage {
  readonly name: string;
  readonly translations: string;
}

/** Where a child is told it; the helpers that it starts inherit it. */
const variable = 'EXPLORE_SOLUTIONS_LANGUAGE';

/** What the environment of a child that speaks this language has; without one it speaks English. */
export function languageEnvironment(language: ChildLanguage | undefined): Readonly<Record<string, string>> {
  return language ? { [variable]: JSON.stringify(language) } : {};
}

/** The language that this process was told. */
export function toldLanguage(): ChildLanguage | undefined {
  const told = process.env[variable];
  return told === undefined ? undefined : JSON.parse(told);
}
