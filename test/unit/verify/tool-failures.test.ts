import { describe, expect, it } from 'vitest';
import { toolFailure } from '../../../src/verify/tool-failures.js';

describe('toolFailure', () => {
  it.each([
    ['/usr/bin/python3: No module named pytest\n', '/usr/bin/python3 has no module pytest'],
    [
      'npm error Missing script: "test"\nnpm error\nnpm error To see a list of scripts, run:\n',
      'package.json has no script "test"',
    ],
    [
      'npm error code EAI_AGAIN\nnpm error syscall getaddrinfo\n',
      'npm tries to fetch what is not installed (EAI_AGAIN)',
    ],
    ["Could not find '/project/a.test.js'\n", 'node finds no test file /project/a.test.js'],
    [
      "Error: Cannot find module '/main.js'\n    at Module._load (node:internal/modules/cjs/loader:1038:27) {\n  code: 'MODULE_NOT_FOUND',\n  requireStack: []\n}\n",
      'there is no /main.js',
    ],
    ['= no tests ran in 0.00s =\nERROR: file or directory not found: a.py\n', 'file or directory not found: a.py'],
    ["make: *** No rule to make target 'test'.  Stop.\n", "No rule to make target 'test'"],
    [
      'error: no matching package named `serde` found\nlocation searched: crates.io index\n',
      'cargo no matching package named `serde` found',
    ],
    ['error: no such command: `nextest`\n', 'cargo no such command: `nextest`'],
    [
      '[ERROR] Failed to execute goal on project b: Could not resolve dependencies for project a:b:jar:1: Cannot access central (https://example.org/maven2) in offline mode and the artifact org.x:y:jar:1 has not been downloaded from it before. -> [Help 1]\n',
      'Maven: Cannot access central (https://example.org/maven2) in offline mode; run it once by hand, with the network',
    ],
  ])('knows what the tool says of itself: %s', (output, reason) => expect(toolFailure(output)).toBe(reason));

  it.each([
    // What tests print of the code that they test.
    "ModuleNotFoundError: No module named 'numpy'\n",
    "Error: Cannot find module './other'\nRequire stack:\n- /project/main.js {\n  code: 'MODULE_NOT_FOUND',\n  requireStack: [ '/project/main.js' ]\n}\n",
    'AssertionError: expected "error: no such command" but got ""\n',
    'error[E0433]: failed to resolve: use of undeclared crate or module `serde`\n',
    'make: *** [Makefile:2: test] Error 1\n',
  ])('leaves to the code what is the code’s: %s', (output) => expect(toolFailure(output)).toBeUndefined());
});
