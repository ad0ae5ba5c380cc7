import { decimal } from '../core/language.js';

/** A size as model hubs show it, in powers of ten: 491 MB, 1.1 GB. */
export function formatBytes(bytes: number): string {
  return bytes < 999.5e6 ? `${decimal(bytes / 1e6, 0)} MB` : `${decimal(bytes / 1e9, 1)} GB`;
}
