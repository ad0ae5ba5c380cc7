import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const aboveExplore = ['core', 'protocol', 'model', 'problem', 'verify', 'engine', 'explore'].map(
  (room) => `src/${room}`,
);

/** What each room may import, besides itself; docs/architecture.md explains it. src/*.ts wire and may import all. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  'src/core': [],
  'src/protocol': ['src/core'],
  'src/model': ['src/core', 'src/protocol'],
  'src/problem': ['src/core', 'src/protocol'],
  'src/verify': ['src/core', 'src/protocol'],
  'src/engine': ['src/core', 'src/protocol', 'src/model'],
  'src/explore': ['src/core', 'src/protocol', 'src/model', 'src/engine', 'src/problem', 'src/verify'],
  'src/train': ['src/core', 'src/protocol', 'src/model', 'src/engine', 'src/problem', 'src/verify'],
  'src/standalone': aboveExplore,
  'src/terminal': [...aboveExplore, 'src/train', 'src/standalone'],
  'src/mcp': [...aboveExplore, 'src/standalone'],
  'src/vscode': aboveExplore,
  webview: ['src/core', 'src/protocol'],
};

/** Packages that only one place may import. */
const onlyIn: readonly (readonly [name: string, place: RegExp])[] = [
  ['onnxruntime-node', /^src\/engine\/child\//],
  ['@modelcontextprotocol/sdk', /^src\/mcp\//],
  ['vscode', /^src\/(vscode\/|extension\.ts$)/],
  ['@vscode/webview-ui-toolkit', /^webview\/controls\.ts$/],
];

const root = path.resolve(import.meta.dirname, '../..');

function sources(): string[] {
  return ['src', 'webview'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => path.join(folder, file)),
  );
}

/** Every import of the program, types included; `to` is a file of the program or a package. */
const imports = sources().flatMap((file) => {
  const from = file.replaceAll(path.sep, '/');
  const source = readFileSync(path.join(root, file), 'utf8');
  const found = [...source.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)].map(([, specifier]) => specifier!);
  return found.map((specifier) => ({
    from,
    to: specifier.startsWith('.') ? path.posix.join(path.posix.dirname(from), specifier) : specifier,
    local: specifier.startsWith('.'),
  }));
});

function roomOf(file: string): string | undefined {
  return Object.keys(mayImport).find((room) => file.startsWith(`${room}/`));
}

describe('imports point one way', () => {
  it.each(Object.entries(mayImport))('%s', (room, allowed) => {
    const own = imports.filter(({ from }) => roomOf(from) === room);
    expect(own.length).toBeGreaterThan(0);
    const outside = own.filter(({ to, local }) => local && roomOf(to) !== room);
    expect(outside.filter(({ to }) => !allowed.includes(roomOf(to) ?? ''))).toEqual([]);
  });

  it.each(onlyIn)('only one place imports %s', (name, place) => {
    const users = imports.filter(({ to }) => to === name || to.startsWith(`${name}/`)).map(({ from }) => from);
    expect(users.length).toBeGreaterThan(0);
    expect(users.filter((file) => !place.test(file))).toEqual([]);
  });

  it('core knows no platform', () => {
    const packages = imports.filter(({ from, local }) => roomOf(from) === 'src/core' && !local).map(({ to }) => to);
    expect(packages.filter((name) => !/^(pure-rand\/.*|@vscode\/l10n|ml-matrix)$/.test(name))).toEqual([]);
  });
});
