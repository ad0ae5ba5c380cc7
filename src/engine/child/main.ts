import './language.js';
import { Channel } from '../../protocol/channel.js';
import { engineContract } from '../../protocol/engine.js';
import { serveHelper } from './device/helper.js';
import { probe } from './device/probe.js';
import { checkInput, compareWithCpu } from './device/self-check.js';
import { engineService } from './service.js';
import { dieWithParent } from './watchdog.js';

/**
 * The engine's child process: answers its parent, and lives no longer than it. With a task as its argument, a child of
 * that process: does the task, and ends.
 */

dieWithParent();
// Ctrl+C in a terminal reaches the whole group; the parent decides what becomes of this process.
process.on('SIGINT', () => {});

const [task, input] = process.argv.slice(2);
if (task === 'probe') void serveHelper(probe);
else if (task === 'check') {
  const parsed = checkInput.parse(JSON.parse(input ?? ''));
  void serveHelper((onProgress) => compareWithCpu(parsed, onProgress));
} else serveEngine();

function serveEngine(): void {
  new Channel(
    {
      post: (message) => process.send?.(message),
      onMessage: (listener) => process.on('message', listener),
    },
    {},
    engineContract,
    engineService(),
  );
}
