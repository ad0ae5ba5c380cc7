/** The domain's words as types. Everything here is plain data that survives JSON. */

/** A range of a text: UTF-16 code unit offsets, `end` exclusive. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Replaces `range` of a file's text, as it was when the problem was selected, by `text`. */
export interface TextEdit {
  readonly range: TextRange;
  readonly text: string;
}

/** What is to be solved: a range of one file in a workspace folder. */
export interface Problem {
  /** Absolute path of the workspace folder; verifiers run in a copy of it. */
  readonly workspace: string;
  /** The file's path relative to the workspace, with forward slashes. */
  readonly file: string;
  /** VS Code's language identifier. */
  readonly language: string;
  /** The file's text when the problem was selected; every range and edit refers to it. */
  readonly source: string;
  /** What a candidate replaces. */
  readonly range: TextRange;
  /** The function's name, where the range is one. */
  readonly name?: string;
  /** What an editor says is wrong with it, where that is why it is explored. */
  readonly complaint?: string;
}

/** Why an attempt ended: the model stopped, a stop string was met, or the token limit was reached. */
export type FinishReason = 'end' | 'stop' | 'length';

/** One sampled response. */
export interface Attempt {
  /** Its place in the pool, 0 to N-1; also names its random stream. */
  readonly index: number;
  /** The response without the stop string. */
  readonly text: string;
  readonly tokens: readonly number[];
  /** Mean natural log-probability of the tokens under the model itself (temperature 1, nothing cut off). */
  readonly meanLogProbability: number;
  readonly finishReason: FinishReason;
  /** METHOD.md section 1: mean of the final norm's output over the response tokens that were fed; length D. */
  readonly representation: Float32Array;
  /** Where layers were asked for. */
  readonly byToken?: TokenMeasures;
}

/** What is known of an attempt token by token. */
export interface TokenMeasures {
  /** Of the tokens that `meanLogProbability` is the mean of. */
  readonly logProbabilities: readonly number[];
  /** What is behind each of the layers, in the order in which they were asked for: [tokens that were fed, D]. */
  readonly states: readonly Float32Array[];
}

/** What the edit room made of an attempt's text. */
export type Interpretation =
  | {
      readonly kind: 'edit';
      /** Disjoint, in ascending order; the problem's range and any imports. */
      readonly edits: readonly TextEdit[];
      /** Equal for edits that differ only in white space and comments. */
      readonly key: string;
    }
  | { readonly kind: 'unusable'; readonly reason: string };

/** One check that failed, in its report's words; bounded in length. */
export interface FailedCheck {
  readonly name: string;
  readonly message?: string;
  readonly expected?: string;
  readonly actual?: string;
}

/** What a verifier's report counts; checks that were skipped are in neither number. */
export interface Checks {
  readonly passed: number;
  readonly total: number;
  /** The first that failed, bounded in number; none where the report only counts. */
  readonly failures: readonly FailedCheck[];
}

/** What a verifier said of a candidate. */
export interface Verdict {
  readonly outcome: 'pass' | 'fail' | 'timeout' | 'error';
  /** The verifier that decided: the first that did not pass, or the last one. */
  readonly verifier: string;
  /** Wall-clock seconds over all verifiers that ran. */
  readonly seconds: number;
  /** null where the process was ended by a signal or never started. */
  readonly exitCode: number | null;
  /** The end of what the process wrote, bounded. */
  readonly output: string;
  /** What the reports of all verifiers that ran count, where one could be read; what failed is the deciding one's. */
  readonly checks?: Checks;
  /** The most memory that one verifier's processes were seen to use together, in MiB, where it can be seen. */
  readonly peakMegabytes?: number;
}

/** How attempts are drawn. */
export interface SamplingOptions {
  /** Softmax temperature, at least 0; 0 takes the most probable token. */
  readonly temperature: number;
  /** Keep the smallest set of tokens whose probability reaches this; in (0, 1], 1 keeps all. */
  readonly topP: number;
  /** Keep this many most probable tokens; 0 keeps all. */
  readonly topK: number;
  /** Keep tokens at least this fraction as probable as the most probable one; in [0, 1], 0 keeps all. */
  readonly minP: number;
}

/** One turn of a conversation, as chat templates know it. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** What a model is asked, and when it has said enough. */
export interface Prompt {
  readonly messages: readonly ChatMessage[];
  /** The beginning of the answer, given to the model as already said; may be empty. */
  readonly answerPrefix: string;
  /** An attempt ends before the first of these. */
  readonly stopStrings: readonly string[];
}

/** Applies disjoint edits to the text they refer to. */
export function applyEdits(source: string, edits: readonly TextEdit[]): string {
  const ascending = [...edits].sort((a, b) => a.range.start - b.range.start);
  let result = '';
  let at = 0;
  for (const edit of ascending) {
    if (edit.range.start < at) throw new RangeError('edits overlap');
    result += source.slice(at, edit.range.start) + edit.text;
    at = edit.range.end;
  }
  return result + source.slice(at);
}

/** Characters that edits write. */
export function editedLength(edits: readonly TextEdit[]): number {
  return edits.reduce((sum, { text }) => sum + text.length, 0);
}

/** Where the texts of disjoint edits, in ascending order, are once all are applied. */
export function rangesAfter(edits: readonly TextEdit[]): TextRange[] {
  let shift = 0;
  return edits.map(({ range, text }) => {
    const start = range.start + shift;
    shift += text.length - (range.end - range.start);
    return { start, end: start + text.length };
  });
}
