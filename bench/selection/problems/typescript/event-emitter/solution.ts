type Listener<T> = (payload: T) => void;

export interface Emitter<Events> {
  /** Calls the listener at every event of a name; returns what ends that. */
  on<K extends keyof Events>(name: K, listener: Listener<Events[K]>): () => void;
  /** The same for the next event only. */
  once<K extends keyof Events>(name: K, listener: Listener<Events[K]>): () => void;
  /** Returns how many listeners were called. */
  emit<K extends keyof Events>(name: K, payload: Events[K]): number;
}

export function createEmitter<Events>(): Emitter<Events> {
  const listeners: { [K in keyof Events]?: Set<{ call: Listener<Events[K]> }> } = {};
  const emitter: Emitter<Events> = {
    on(name, listener) {
      const entry = { call: listener };
      const own = listeners[name] ?? new Set();
      listeners[name] = own.add(entry);
      return () => void own.delete(entry);
    },
    once(name, listener) {
      const end = emitter.on(name, (payload) => {
        end();
        listener(payload);
      });
      return end;
    },
    emit(name, payload) {
      let called = 0;
      for (const entry of [...(listeners[name] ?? [])]) {
        if (!listeners[name]?.has(entry)) continue;
        called++;
        entry.call(payload);
      }
      return called;
    },
  };
  return emitter;
}
