// Makes the extension's VSIX for this platform: `npm run package [-- FILE]`.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVSIX } from '@vscode/vsce';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const target = `${process.platform}-${process.arch}`;
const binaries = `node_modules/onnxruntime-node/bin/napi-v6/${process.platform}/${process.arch}`;
const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
const vsix = path.resolve(process.argv[2] ?? path.join(root, `${manifest.name}-${target}-${manifest.version}.vsix`));

if (!existsSync(path.join(root, binaries))) {
  process.stderr.write(`onnxruntime-node has no binaries for ${target}, so there is nothing to package.\n`);
  process.exit(2);
}

execFileSync(process.execPath, [path.join(root, 'scripts/build.mjs'), '--production'], { stdio: 'inherit' });

// .vscodeignore names what every platform's package has; the binaries of this one come on top.
const folder = await mkdtemp(path.join(tmpdir(), 'explore-solutions-package-'));
try {
  const ignoreFile = path.join(folder, 'vscodeignore');
  await writeFile(ignoreFile, `${await readFile(path.join(root, '.vscodeignore'), 'utf8')}\n!${binaries}/*\n`);
  await createVSIX({
    cwd: root,
    packagePath: vsix,
    target,
    ignoreFile,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
} finally {
  await rm(folder, { recursive: true });
}
