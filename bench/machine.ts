import os from 'node:os';

/** What a measurement was made on, in words that name a kind of machine and not a machine. */
export function machine(): string {
  const [cpu] = os.cpus();
  const memory = Math.round(os.totalmem() / 1024 ** 3);
  return `${os.type()} ${os.arch()}, ${os.cpus().length} x ${cpu?.model.trim() ?? 'unknown CPU'}, ${memory} GiB, Node ${process.versions.node}`;
}
