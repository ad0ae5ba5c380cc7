import { InsecureAddressError } from './errors.js';

/** The next address of a redirection, relative to the one before. @throws InsecureAddressError */
export function nextAddress(location: string, before: URL): URL {
  const next = new URL(location, before);
  // What is fetched from this very machine, as tests do, needs no encryption; nobody else may send us there.
  if (next.protocol === 'https:' || (isLoopback(next) && isLoopback(before))) return next;
  throw new InsecureAddressError(next.href);
}

function isLoopback({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
