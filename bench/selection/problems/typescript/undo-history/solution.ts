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

export function createHistory<T>(initial: T, limit: number): History<T> {
  const states = [initial];
  let at = 0;
  return {
    get state() {
      return states[at] as T;
    },
    get canUndo() {
      return at > 0;
    },
    get canRedo() {
      return at < states.length - 1;
    },
    push(state) {
      if (state === this.state) return;
      states.splice(at + 1, Infinity, state);
      states.splice(0, states.length - 1 - limit);
      at = states.length - 1;
    },
    undo() {
      at = Math.max(0, at - 1);
      return this.state;
    },
    redo() {
      at = Math.min(states.length - 1, at + 1);
      return this.state;
    },
  };
}
