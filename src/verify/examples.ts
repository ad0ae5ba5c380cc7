import type { Problem } from '../core/domain.js';
import { parseVerifiers, verifiersFor } from './configuration.js';
import { OWN_FOLDER, onlyFile, type VerifierEntry } from './entry.js';
import { ecmascriptProgram } from './examples/ecmascript.js';
import type { Example } from './examples/example.js';
import { pythonProgram } from './examples/python.js';
import { type ExampleLanguage, ExampleReader } from './examples/read.js';
import { pythonFor } from './suggest/python.js';
import { viewOnDisk, type WorkspaceView } from './suggest/workspace.js';
import type { Judges } from './verification.js';

export { ExampleGrammarError, ExamplesUnsupportedError, UnreadableExamplesError } from './examples/errors.js';
export { ExampleReader, isExampleLanguage } from './examples/read.js';

const SECONDS = 10;

export interface ExamplesRequest {
  readonly workspace: WorkspaceView;
  /** The module under test, relative to the workspace, with forward slashes. */
  readonly file: string;
  /** VS Code's language identifier. */
  readonly language: string;
  /** What the person typed: one example a line. */
  readonly text: string;
  /** The folder with the program's tree-sitter grammars. */
  readonly grammars: string;
}

export interface ExamplesVerifier {
  readonly entry: VerifierEntry;
  /** Has to be written into every scratch copy (relative path, text) before the verifier runs, never into the workspace. */
  readonly program: { readonly file: string; readonly text: string };
}

/**
 * Makes a verifier of examples that a person types: `add([1, 2]) == 3`, `add(0) raises ValueError`, a doctest. It
 * writes `{"total": n}` and then a line of JSON an example, each on a line of its own between what the module prints,
 * and ends with 1 where one fails.
 *
 * @throws ExamplesUnsupportedError, UnreadableExamplesError, ExampleGrammarError
 */
export async function examplesVerifier(request: ExamplesRequest): Promise<ExamplesVerifier> {
  const { file, text } = request;
  const reader = await ExampleReader.load(request.language, request.grammars);
  try {
    const examples = reader.read(text);
    const { interpreter, program } = await programFor(reader.language, request, examples);
    return {
      entry: {
        name: 'examples',
        command: [interpreter, program.file],
        timeoutSeconds: SECONDS,
        files: onlyFile(file),
        report: 'json',
        // A run that reports fewer was ended early.
        checks: examples.length,
      },
      program,
    };
  } finally {
    reader.dispose();
  }
}

/**
 * Examples as the only verifier of a problem.
 *
 * @param text one example a line
 * @param grammars the folder with the program's tree-sitter grammars
 * @throws ExamplesUnsupportedError, UnreadableExamplesError, ExampleGrammarError
 */
export async function verifiedByExamples(problem: Problem, text: string, grammars: string): Promise<Judges> {
  const { workspace, file, language } = problem;
  const { entry, program } = await examplesVerifier({
    workspace: viewOnDisk(workspace),
    file,
    language,
    text,
    grammars,
  });
  return { verifiers: verifiersFor(parseVerifiers([entry]).verifiers, problem), additions: [program], examples: text };
}

const PROGRAM = `${OWN_FOLDER}/examples`;

async function programFor(
  language: ExampleLanguage,
  { workspace, file }: ExamplesRequest,
  examples: readonly Example[],
): Promise<{ readonly interpreter: string; readonly program: ExamplesVerifier['program'] }> {
  if (language === 'python') {
    const program = { file: `${PROGRAM}.py`, text: pythonProgram(file, examples) };
    return { interpreter: await pythonFor(workspace, file), program };
  }
  const text = ecmascriptProgram(file, language === 'typescript', examples);
  return { interpreter: 'node', program: { file: `${PROGRAM}.mjs`, text } };
}
