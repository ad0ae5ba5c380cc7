interface Place<T> {
  readonly opened: Promise<T>;
  users: number;
}

/**
 * Things that are opened when somebody needs them, so many at a time. Whoever needs one that is open has it at once; others
 * wait, in order, for a place that nobody uses. What is in it is closed only then, the one unused for longest first.
 */
export class OpenWhileUsed<T extends { close(): Promise<void> }> {
  /** The one unused for longest comes first. */
  private readonly places = new Map<string, Place<T>>();
  private readonly waiting = new Map<string, ((place: Place<T>) => void)[]>();

  /** @param most at least 1 */
  constructor(
    private readonly open: (key: string) => Promise<T>,
    private readonly most: number,
  ) {}

  /** @throws what opening or `work` throws; what could not be opened is tried anew the next time */
  async use<R>(key: string, work: (opened: T) => Promise<R>): Promise<R> {
    const place = await this.placeFor(key);
    try {
      return await work(await place.opened);
    } finally {
      place.users -= 1;
      this.admit();
    }
  }

  /** Closes everything, once it is no longer used. */
  async close(): Promise<void> {
    const places = [...this.places.values()];
    this.places.clear();
    await Promise.all(places.map(closed));
  }

  private placeFor(key: string): Promise<Place<T>> {
    return new Promise((resolve) => {
      this.waiting.set(key, [...(this.waiting.get(key) ?? []), resolve]);
      this.admit();
    });
  }

  private admit(): void {
    for (const [key, turns] of this.waiting) {
      const place = this.places.get(key) ?? this.newPlace(key);
      if (!place) continue;
      this.waiting.delete(key);
      this.places.delete(key);
      this.places.set(key, place);
      place.users += turns.length;
      for (const turn of turns) turn(place);
    }
  }

  private newPlace(key: string): Place<T> | undefined {
    const left = this.places.size < this.most ? Promise.resolve() : this.leave();
    if (!left) return undefined;
    const opened = left.then(() => this.open(key));
    const place = { opened, users: 0 };
    opened.catch(() => {
      if (this.places.get(key) === place) this.places.delete(key);
    });
    return place;
  }

  /** Begins to close what nobody uses; nothing where all are used. */
  private leave(): Promise<void> | undefined {
    for (const [key, place] of this.places) {
      if (place.users > 0) continue;
      this.places.delete(key);
      return closed(place);
    }
    return undefined;
  }
}

async function closed<T extends { close(): Promise<void> }>({ opened }: Place<T>): Promise<void> {
  const thing = await opened.catch(() => null); // those who needed it were told
  await thing?.close();
}
