import { DamagedModelError } from '../errors.js';
import { ByteCursor } from './cursor.js';
import { type MetadataValue, readValue } from './values.js';

/** Where a value lies in a header, and its type. */
export interface ValuePlace {
  readonly type: number;
  readonly at: number;
}

/** What a file says of its model. A value is read from the header when it is asked for, and kept. */
export class Metadata {
  private readonly values = new Map<string, MetadataValue>();

  constructor(
    private readonly path: string,
    private readonly header: Buffer,
    private readonly places: ReadonlyMap<string, ValuePlace>,
  ) {}

  /** A value of any type; undefined where there is none. */
  value(key: string): MetadataValue | undefined {
    const place = this.places.get(key);
    if (!place) return undefined;
    const value = this.values.get(key) ?? readValue(new ByteCursor(this.header, place.at), place.type);
    this.values.set(key, value);
    return value;
  }

  string(key: string): string | undefined {
    return this.checked(key, 'a text', isString);
  }

  boolean(key: string): boolean | undefined {
    return this.checked(key, 'true or false', (value) => typeof value === 'boolean');
  }

  number(key: string): number | undefined {
    return this.checked(key, 'a number', isNumber);
  }

  strings(key: string): readonly string[] | undefined {
    return this.checked(key, 'a list of texts', (value) => Array.isArray(value) && value.every(isString));
  }

  numbers(key: string): readonly number[] | undefined {
    return this.checked(key, 'a list of numbers', (value) => Array.isArray(value) && value.every(isNumber));
  }

  private checked<T>(key: string, expected: string, is: (value: unknown) => value is T): T | undefined {
    const value: unknown = this.value(key);
    if (value === undefined || is(value)) return value;
    throw new DamagedModelError(this.path, `${key} is not ${expected}.`);
  }
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}
