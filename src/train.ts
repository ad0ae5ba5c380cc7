import { installationAt } from './explore/installation.js';
import { runTraining } from './terminal/training/run.js';

void runTraining(process.argv.slice(2), installationAt(__dirname)).then((code) => {
  process.exitCode = code;
});
