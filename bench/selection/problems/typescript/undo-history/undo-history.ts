export interface History<T> {
  readonly state: T;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** A new state; what could be redone is forgotten. The same state (===) is no step. */
  push(state: T): void;
  /** One step back, if there is one; returns the state. */
  undo(): T;
  /** One step forward again, if there is one; returns the state. */
  redo(): T;
}

/**
 * A history that can go back at most `limit` steps; older ones are forgotten.
 * Example: after push(2) on createHistory(1, 10), undo() is 1 and then redo() is 2.
 */
export function createHistory<T>(initial: T, limit: number): History<T> {
  throw new Error('not implemented');
}
