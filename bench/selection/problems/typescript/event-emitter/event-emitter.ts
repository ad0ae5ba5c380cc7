type Listener<T> = (payload: T) => void;

export interface Emitter<Events> {
  /** Calls the listener at every event of a name; returns what ends that. */
  on<K extends keyof Events>(name: K, listener: Listener<Events[K]>): () => void;
  /** The same for the next event only. */
  once<K extends keyof Events>(name: K, listener: Listener<Events[K]>): () => void;
  /** Returns how many listeners were called. */
  emit<K extends keyof Events>(name: K, payload: Events[K]): number;
}

/**
 * An emitter. Listeners are called in the order in which they came; one that was added twice is called twice. An event
 * calls those who listened when it began, but for those whose listening has ended meanwhile.
 * Example: after on('a', f), emit('a', 1) calls f(1) and returns 1.
 */
export function createEmitter<Events>(): Emitter<Events> {
  throw new Error('not implemented');
}
