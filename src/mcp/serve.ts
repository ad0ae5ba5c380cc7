import { parseArgs } from 'node:util';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { toError } from '../core/errors.js';
import type { Installation } from '../explore/installation.js';
import { Interrupt } from '../standalone/interrupt.js';
import { sandboxSettings } from '../verify/sandbox.js';
import { createServer } from './server.js';

const help = `Usage: node dist/mcp.js [--sandbox ${sandboxSettings.join(' | ')}]

A server of the Model Context Protocol on standard input and output.
`;

/**
 * Serves until the client closes standard input or a signal comes; what runs is ended first. Standard output is the
 * protocol's alone. Returns the exit code.
 *
 * @param version the program's
 */
export async function serve(words: readonly string[], version: string, installation: Installation): Promise<number> {
  const sandbox = sandboxNamed(words);
  if (!sandbox) {
    process.stderr.write(help);
    return 2;
  }
  const interrupt = new Interrupt();
  const stop = new AbortController();
  const { server, idle } = createServer(installation, { version, sandbox, stopped: stop.signal });
  server.server.onerror = (error) => process.stderr.write(`${error.message}\n`);
  const over = new Promise<void>((resolve) => {
    interrupt.signal.addEventListener('abort', () => resolve(), { once: true });
    for (const event of ['end', 'close', 'error']) process.stdin.once(event, () => resolve());
    process.stdout.once('error', () => resolve());
  });
  await server.connect(new StdioServerTransport());
  await over;
  stop.abort();
  await idle();
  await server.close();
  interrupt.dispose();
  return 0;
}

function sandboxNamed(words: readonly string[]) {
  try {
    const { values } = parseArgs({ args: [...words], options: { sandbox: { type: 'string', default: 'auto' } } });
    return sandboxSettings.find((choice) => choice === values.sandbox);
  } catch (thrown) {
    process.stderr.write(`${toError(thrown).message}\n`);
    return undefined;
  }
}
