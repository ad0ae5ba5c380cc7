import * as l10n from '@vscode/l10n';
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
    return this.checked(key, isString, l10n.t('{0} is not a text.', key));
  }

  boolean(key: string): boolean | undefined {
    return this.checked(key, isBoolean, l10n.t('{0} is not true or false.', key));
  }

  number(key: string): number | undefined {
    return this.checked(key, isNumber, l10n.t('{0} is not a number.', key));
  }

  strings(key: string): readonly string[] | undefined {
    return this.checked(key, listOf(isString), l10n.t('{0} is not a list of texts.', key));
  }

  numbers(key: string): readonly number[] | undefined {
    return this.checked(key, listOf(isNumber), l10n.t('{0} is not a list of numbers.', key));
  }

  private checked<T>(key: string, is: (value: unknown) => value is T, otherwise: string): T | undefined {
    const value: unknown = this.value(key);
    if (value === undefined || is(value)) return value;
    throw new DamagedModelError(this.path, otherwise);
  }
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function listOf<T>(is: (value: unknown) => value is T): (value: unknown) => value is readonly T[] {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(is);
}
