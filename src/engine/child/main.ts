import { Channel } from '../../protocol/channel.js';
import { engineContract } from '../../protocol/engine.js';
import { engineService } from './service.js';
import { dieWithParent } from './watchdog.js';

/** The engine's child process: answers its parent, and lives no longer than it. */

dieWithParent();
// Ctrl+C in a terminal reaches the whole group; the parent decides what becomes of this process.
process.on('SIGINT', () => {});

new Channel(
  {
    post: (message) => process.send?.(message),
    onMessage: (listener) => process.on('message', listener),
  },
  {},
  engineContract,
  engineService(),
);
