const gigabytes = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const megabytes = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** A size as model hubs show it, in powers of ten: 491 MB, 1.1 GB. */
export function formatBytes(bytes: number): string {
  return bytes < 999.5e6 ? `${megabytes.format(bytes / 1e6)} MB` : `${gigabytes.format(bytes / 1e9)} GB`;
}
