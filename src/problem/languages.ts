/** The grammars that come with the program; each is a file `tree-sitter-NAME.wasm`. */
export const grammars = ['python', 'javascript', 'typescript', 'tsx'] as const;
export type Grammar = (typeof grammars)[number];

/** What the program knows of a language. Without a grammar a problem is the selected lines, no more. */
export interface Language {
  /** VS Code's language identifier. */
  readonly id: string;
  /** Its name in a sentence. */
  readonly title: string;
  /** Its name after a Markdown fence. */
  readonly fence: string;
  readonly extensions: readonly string[];
  readonly grammar: Grammar | null;
}

const parsed = (
  id: string,
  title: string,
  fence: string,
  extensions: readonly string[],
  grammar: Grammar,
): Language => ({
  id,
  title,
  fence,
  extensions,
  grammar,
});
const plain = (id: string, title: string, extensions: readonly string[], fence = id): Language => ({
  id,
  title,
  fence,
  extensions,
  grammar: null,
});

const languages: readonly Language[] = [
  parsed('python', 'Python', 'python', ['py', 'pyi', 'pyw'], 'python'),
  parsed('javascript', 'JavaScript', 'javascript', ['js', 'mjs', 'cjs'], 'javascript'),
  parsed('javascriptreact', 'JavaScript', 'jsx', ['jsx'], 'javascript'),
  parsed('typescript', 'TypeScript', 'typescript', ['ts', 'mts', 'cts'], 'typescript'),
  parsed('typescriptreact', 'TypeScript', 'tsx', ['tsx'], 'tsx'),
  plain('c', 'C', ['c', 'h']),
  plain('cpp', 'C++', ['cpp', 'cc', 'cxx', 'hpp', 'hh', 'hxx']),
  plain('csharp', 'C#', ['cs']),
  plain('dart', 'Dart', ['dart']),
  plain('elixir', 'Elixir', ['ex', 'exs']),
  plain('go', 'Go', ['go']),
  plain('haskell', 'Haskell', ['hs']),
  plain('java', 'Java', ['java']),
  plain('julia', 'Julia', ['jl']),
  plain('kotlin', 'Kotlin', ['kt', 'kts']),
  plain('lua', 'Lua', ['lua']),
  plain('perl', 'Perl', ['pl', 'pm']),
  plain('php', 'PHP', ['php']),
  plain('r', 'R', ['r']),
  plain('ruby', 'Ruby', ['rb']),
  plain('rust', 'Rust', ['rs']),
  plain('scala', 'Scala', ['scala', 'sc']),
  plain('shellscript', 'shell', ['sh', 'bash'], 'bash'),
  plain('sql', 'SQL', ['sql']),
  plain('swift', 'Swift', ['swift']),
];

/** The identifiers of the languages in which functions can be found. */
export const parsedLanguages: readonly string[] = languages.filter(({ grammar }) => grammar).map(({ id }) => id);

const byId = new Map(languages.map((language) => [language.id, language]));
const byExtension = new Map(languages.flatMap((language) => language.extensions.map((one) => [one, language.id])));

/** What is known of a language identifier; one that is not known works by selection alone. */
export function describeLanguage(id: string): Language {
  return byId.get(id) ?? plain(id, id === 'plaintext' ? 'text' : id, [], id === 'plaintext' ? '' : id);
}

/** VS Code's language identifier for a file's path, by its extension; `plaintext` where it is not known. */
export function languageOf(path: string): string {
  const extension = /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase();
  return (extension && byExtension.get(extension)) || 'plaintext';
}
