import path from 'node:path';
import type * as vscode from 'vscode';
import type { Problem } from '../core/domain.js';

/** The examples last typed for each problem. */
export class RememberedExamples {
  /** @param state where they are kept */
  constructor(private readonly state: vscode.Memento) {}

  /** Oldest first; empty where none were typed yet. */
  of(problem: Problem): readonly string[] {
    return this.state.get<readonly string[]>(keyOf(problem), []);
  }

  async keep(problem: Problem, examples: readonly string[]): Promise<void> {
    await this.state.update(keyOf(problem), examples);
  }
}

function keyOf({ workspace, file, name = '' }: Problem): string {
  return `examples:${path.join(workspace, file)}:${name}`;
}
