import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import type { CallToolResult, ServerNotification, ServerRequest } from '@modelcontextprotocol/sdk/types.js';
import { ExplainedError, toError } from '../core/errors.js';
import { findingsSchema } from '../explore/findings.js';
import { findingsText } from '../explore/findings-text.js';
import type { Installation } from '../explore/installation.js';
import { thisMachine } from '../model/local/machine.js';
import type { SandboxSetting } from '../verify/sandbox.js';
import { BusyError } from './errors.js';
import { exploreFor } from './explore.js';
import { exploreInput } from './input.js';
import { modelsOn, modelsSchema } from './models.js';

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

export interface ServerOptions {
  /** The program's. */
  readonly version: string;
  readonly sandbox: SandboxSetting;
  /** Aborting ends what runs. */
  readonly stopped: AbortSignal;
}

/** A server that explores for other programs, one exploration at a time. */
export interface ExplorationServer {
  readonly server: McpServer;
  /** Resolves when nothing runs any more. */
  idle(): Promise<void>;
}

/** Makes one that is not connected to a client yet. */
export function createServer(
  installation: Installation,
  { version, sandbox, stopped }: ServerOptions,
): ExplorationServer {
  const server = new McpServer({ name: 'explore-solutions', version });
  let running: { readonly signal: AbortSignal; readonly ended: Promise<unknown> } | null = null;

  server.registerTool(
    'explore_solutions',
    {
      title: 'Explore Solutions',
      description:
        'A model on this machine writes many attempts at a function or at some lines of a file; those that differ most ' +
        'are tried first against verifiers (the workspace’s tests, a command, or examples), each in a scratch copy. ' +
        'Answers with the diffs of those that passed and the evidence, or with the nearest misses. The files of the ' +
        'workspace stay as they are; apply a diff yourself. Takes from seconds to minutes; tells how far it is.',
      inputSchema: exploreInput,
      outputSchema: findingsSchema,
      // It changes no file, but runs commands and code that a model wrote, and not every machine confines them: clients
      // that let read-only tools run unasked must ask.
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
    },
    (input, extra) =>
      answered(async () => {
        while (running) {
          if (!running.signal.aborted) throw new BusyError();
          await running.ended; // it was called off, and is about to end
        }
        const signal = AbortSignal.any([extra.signal, stopped]);
        const exploring = exploreFor(input, installation, { signal, sandbox, onProgress: progressOf(extra) });
        running = { signal, ended: exploring.catch(() => {}) };
        const findings = await exploring.finally(() => {
          running = null;
        });
        return { content: [{ type: 'text', text: findingsText(findings) }], structuredContent: findings };
      }),
  );

  server.registerTool(
    'list_models',
    {
      title: 'List Models',
      description: 'The models on this machine that explore_solutions can use, and those that a person could fetch.',
      outputSchema: modelsSchema,
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    () =>
      answered(async () => {
        const models = await modelsOn(thisMachine(installation.embeddedModel));
        return { content: [{ type: 'text', text: JSON.stringify(models) }], structuredContent: models };
      }),
  );

  return {
    server,
    idle: async () => {
      await running?.ended;
    },
  };
}

/** Whatever goes wrong is a result that says what to do. */
async function answered(work: () => Promise<CallToolResult>): Promise<CallToolResult> {
  try {
    return await work();
  } catch (thrown) {
    const error = toError(thrown);
    if (!(error instanceof ExplainedError)) process.stderr.write(`${error.stack}\n`);
    const nextStep = error instanceof ExplainedError ? error.nextStep : 'Please report this.';
    return { isError: true, content: [{ type: 'text', text: `${error.message}\n${nextStep}` }] };
  }
}

/** Sends a notification a line, where the client wants them. */
function progressOf({ _meta, sendNotification }: Extra): (line: string) => void {
  const progressToken = _meta?.progressToken;
  if (progressToken === undefined) return () => {};
  let progress = 0; // counts the lines: it must only grow, and nobody knows when enough will have passed
  return (message) => {
    progress++;
    const params = { progressToken, progress, message };
    sendNotification({ method: 'notifications/progress', params }).catch(() => {}); // nobody listens any more
  };
}
