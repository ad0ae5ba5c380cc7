import type { NibbleReader } from '../gguf/dequantize/nibbles.js';
import type { GgufFile } from '../gguf/file.js';
import type { GeneralForm, MatrixForm } from './forms.js';
import { type MatrixSource, tensorOf } from './weight-reader.js';

/** What a matrix is kept in; `hasCentres` says whether any of its parts has centres other than 0. */
export type KeptForm =
  | { readonly form: GeneralForm }
  | { readonly form: 'nibbles'; readonly hasCentres: NibbleReader['hasCentres'] };

/** What a matrix is kept in where a form is wanted: in `nibbles` only where the file has all of its parts in 4 bits. */
export function keptForm(file: GgufFile, { parts, columns }: MatrixSource, wanted: MatrixForm): KeptForm {
  if (wanted !== 'nibbles') return { form: wanted };
  const readers = parts.map((part) => tensorOf(file, part, columns).type.nibbles);
  if (!readers.every((reader) => reader !== undefined)) return { form: 'blocks' };
  return { form: 'nibbles', hasCentres: readers.some(({ hasCentres }) => hasCentres) };
}
