/** A part of the page that can be drawn again and again; it keeps its elements, and with them focus and scrolling. */
export interface View<T> {
  readonly element: HTMLElement;
  update(value: T): void;
}

/** One view a key, made when the key is first met. */
export class KeyedViews<Key, T> {
  private views = new Map<Key, View<T>>();

  constructor(
    private readonly keyOf: (value: T) => Key,
    private readonly create: (value: T) => View<T>,
  ) {}

  /** Draws these values; views of other keys are forgotten. Returns the elements in the order of the values. */
  update(values: readonly T[]): Map<Key, HTMLElement> {
    const before = this.views;
    this.views = new Map();
    for (const value of values) {
      const key = this.keyOf(value);
      const view = before.get(key) ?? this.create(value);
      view.update(value);
      this.views.set(key, view);
    }
    return new Map([...this.views].map(([key, view]) => [key, view.element]));
  }
}
