import { installationAt } from './explore/installation.js';
import { runTerminal } from './terminal/run.js';

void runTerminal(process.argv.slice(2), installationAt(__dirname)).then((code) => {
  process.exitCode = code;
});
