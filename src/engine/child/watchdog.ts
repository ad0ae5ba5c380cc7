import { Worker } from 'node:worker_threads';

/**
 * Ends this process when the parent is gone. `disconnect` alone is not enough: while native code runs, nothing on
 * this thread is heard. So a thread of its own looks, and kills. Where processes are not handed to another parent
 * (Windows), asking for the parent by its id tells.
 */
export function dieWithParent(): void {
  process.on('disconnect', () => process.exit());
  new Worker(watch, { eval: true, workerData: process.ppid }).unref();
}

const watch = `
  const { workerData: parent } = require('node:worker_threads');
  setInterval(() => {
    try {
      if (process.ppid === parent) return process.kill(parent, 0);
    } catch (error) {
      if (error.code === 'EPERM') return;
    }
    process.kill(process.pid, 'SIGKILL');
  }, 500);
`;
