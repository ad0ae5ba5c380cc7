import { homedir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { substitute } from '../../../src/verify/variables.js';

const root = path.resolve('/work space');
const environment = { HELLO: 'world', TRICKY: '$' + '{file}$&' };
const fill = (text: string, file = 'lib/my.util.ts') =>
  substitute(text, { workspace: root, workspaceName: 'mine', file, environment });

it.each([
  ['$' + '{workspaceFolder}', root],
  ['$' + '{file}', path.join(root, 'lib', 'my.util.ts')],
  ['$' + '{relativeFile}', path.join('lib', 'my.util.ts')],
  ['$' + '{fileBasename}', 'my.util.ts'],
  ['$' + '{fileBasenameNoExtension}', 'my.util'],
  ['$' + '{fileDirname}', path.join(root, 'lib')],
  ['$' + '{relativeFileDirname}', 'lib'],
  ['$' + '{fileDirnameBasename}', 'lib'],
  ['$' + '{fileExtname}', '.ts'],
  ['$' + '{workspaceFolderBasename}', 'mine'],
  ['$' + '{fileWorkspaceFolder}', root],
  ['$' + '{pathSeparator}', path.sep],
  ['$' + '{/}', path.sep],
  ['$' + '{userHome}', homedir()],
  ['$' + '{env:HELLO}', 'world'],
  ['$' + '{env:NOT_SET}', ''],
  ['$' + '{env:TRICKY}', '$' + '{file}$&'],
])('%s', (variable, value) => {
  expect(fill(`--at=${variable}:${variable}`)).toBe(`--at=${value}:${value}`);
});

it("leaves a shell's own variables to the shell", () => {
  expect(fill('echo $' + '{HOME} $HOME $' + '{file:-x}')).toBe('echo $' + '{HOME} $HOME $' + '{file:-x}');
});

it('names the folder of a file at the top as the user does', () => {
  expect(fill('$' + '{fileDirnameBasename} $' + '{relativeFileDirname}', 'a.ts')).toBe('mine .');
});
