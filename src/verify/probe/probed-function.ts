/** A function to be called, and with what. */
export interface ProbedFunction {
  /** Its file, relative to the workspace, with forward slashes. */
  readonly file: string;
  /** What it is called at the top level of its file. */
  readonly name: string;
  /** The arguments of each call, as code without the brackets. */
  readonly inputs: readonly string[];
}

/** Seconds that a probe gives itself. */
export interface ProbeLimits {
  /** After so many it begins with no further input. */
  readonly all: number;
  /** Of one input; what can be ended is ended then. */
  readonly each: number;
}
