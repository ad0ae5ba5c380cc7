import path from 'node:path';
import { expect, it } from 'vitest';
import { substitute } from '../../../src/verify/variables.js';

const root = path.resolve('/work space');
const fill = (text: string) => substitute(text, root, 'lib/my.util.ts');

it.each([
  ['$' + '{workspaceFolder}', root],
  ['$' + '{file}', path.join(root, 'lib', 'my.util.ts')],
  ['$' + '{relativeFile}', path.join('lib', 'my.util.ts')],
  ['$' + '{fileBasename}', 'my.util.ts'],
  ['$' + '{fileBasenameNoExtension}', 'my.util'],
  ['$' + '{fileDirname}', path.join(root, 'lib')],
])('%s', (variable, value) => {
  expect(fill(`--at=${variable}:${variable}`)).toBe(`--at=${value}:${value}`);
});

it("leaves a shell's own variables to the shell", () => {
  expect(fill('echo $' + '{HOME} $HOME $' + '{file:-x}')).toBe('echo $' + '{HOME} $HOME $' + '{file:-x}');
});
