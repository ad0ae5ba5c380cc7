import { version } from '../package.json';
import { installationAt } from './explore/installation.js';
import { serve } from './mcp/serve.js';

void serve(process.argv.slice(2), version, installationAt(__dirname)).then((code) => {
  process.exitCode = code;
});
