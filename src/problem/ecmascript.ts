import type { Node } from '@vscode/tree-sitter-wasm';
import type { TextRange } from '../core/domain.js';
import { children, type Dialect, descendants, field, namedChildren } from './dialect.js';
import type { FunctionSite, ImportedName, Parameters, Statement } from './outline.js';

/** JavaScript and TypeScript, whose grammars share their node types. */
export const ecmascript: Dialect = {
  indentedBlock: null,
  functions: (root) =>
    descendants(root, functionTypes)
      .flatMap((node) => functionSite(node) ?? [])
      .sort((a, b) => a.start - b.start || b.end - a.end),
  statements: (root) =>
    namedChildren(root)
      .filter((node) => !skipped.test(node.type))
      .map(statement),
  isDocstring: () => false,
  memberWrappers: [
    { open: 'class Wrapper {\n', close: '\n}' },
    { open: '({\n', close: '\n})' },
  ],
  renderImports,
  importPosition(root, text) {
    const directive = namedChildren(root).find((node) => !skipped.test(node.type));
    if (directive && /^['"]use /.test(directive.text)) return directive.endIndex;
    const hashBang = namedChildren(root).find((node) => node.type === 'hash_bang_line');
    if (hashBang) return hashBang.endIndex;
    const header = /^\/\*[\s\S]*?\*\/(?=\s*\n\s*\n)|^(\/\/.*\r?\n)*\/\/.*(?=\r?\n\s*\n)/.exec(text);
    return header ? header[0].length : 0;
  },
  blankLines: 1,
  indentation: '  ',
  stopStrings: ['\nconsole.log(', '\n// Test', '\n// Example'],
  form: {
    loops: ['for_statement', 'for_in_statement', 'while_statement', 'do_statement'],
    branches: ['if_statement', 'ternary_expression', 'switch_case', 'catch_clause'],
    binders: [
      ['variable_declarator', 'name'],
      ['for_in_statement', 'left'],
      ['formal_parameters', null],
      ['arrow_function', 'parameter'],
      ['catch_clause', 'parameter'],
      ['function_declaration', 'name'],
    ],
    members: [],
  },
  ellipsis: ' { … }',
};

const skipped = /^(comment|hash_bang_line)$/;
const functionTypes = [
  'function_declaration',
  'generator_function_declaration',
  'function_expression',
  'generator_function',
  'arrow_function',
  'method_definition',
];

const rangeOf = (node: Node): TextRange => ({ start: node.startIndex, end: node.endIndex });

function functionSite(node: Node): FunctionSite | null {
  const bound = binding(node);
  if (!bound) return null;
  const whole = bound.whole.parent?.type === 'export_statement' ? bound.whole.parent : bound.whole;
  const body = field(node, 'body');
  const parameters = node.childForFieldName('parameters') ?? field(node, 'parameter');
  return {
    name: bound.name,
    start: firstDecorator(whole),
    end: whole.endIndex,
    core: bound.whole.startIndex,
    asyncAt: node.type === 'method_definition' ? asyncOfMethod(node) : node.startIndex,
    isAsync: children(node).some((child) => child.type === 'async'),
    parameters: parametersOf(parameters),
    body: { ...rangeOf(body), form: body.type === 'statement_block' ? 'block' : 'expression' },
    docstring: null,
    isStub: isStub(body),
    hasError: whole.hasError,
    owner: ownerOf(whole),
    anchor: anchorOf(whole),
  };
}

/** The name that a function is bound to, and the whole statement or member that binds it. */
function binding(node: Node): { name: string; whole: Node } | null {
  const own = node.childForFieldName('name');
  const parent = node.parent;
  if (/_declaration$|^method_definition$/.test(node.type)) return own && { name: own.text, whole: node };
  switch (parent?.type) {
    case 'variable_declarator': {
      const declaration = parent.parent;
      const alone =
        declaration && namedChildren(declaration).filter((n) => n.type === 'variable_declarator').length === 1;
      const name = field(parent, 'name');
      return alone && name.type === 'identifier' ? { name: name.text, whole: declaration } : null;
    }
    case 'pair':
      return { name: field(parent, 'key').text.replace(/^['"]|['"]$/g, ''), whole: parent };
    case 'field_definition':
    case 'public_field_definition': {
      const name = parent.childForFieldName('property') ?? parent.childForFieldName('name');
      return name && { name: name.text, whole: parent };
    }
    case 'assignment_expression': {
      const left = field(parent, 'left');
      const name = left.type === 'identifier' ? left : left.childForFieldName('property');
      return name && parent.parent?.type === 'expression_statement' ? { name: name.text, whole: parent.parent } : null;
    }
    case 'export_statement':
      return { name: own?.text ?? 'default', whole: node };
    default:
      return own && { name: own.text, whole: parent?.type === 'expression_statement' ? parent : node };
  }
}

function firstDecorator(whole: Node): number {
  let first = whole;
  while (first.previousNamedSibling?.type === 'decorator') first = first.previousNamedSibling;
  return first.startIndex;
}

/** `async` stands before `*` and the name, and after modifiers such as `static` and `private`. */
function asyncOfMethod(node: Node): number {
  const star = children(node).find((child) => child.type === '*');
  return (star ?? field(node, 'name')).startIndex;
}

function parametersOf(node: Node): Parameters {
  const all = node.type === 'formal_parameters' ? namedChildren(node).filter((n) => n.type !== 'comment') : [node];
  return {
    ...rangeOf(node),
    names: all.map((one) =>
      (one.childForFieldName('pattern') ?? one.childForFieldName('left') ?? one).text.replace(/\s/g, ''),
    ),
    defaults: all.map((one) => (one.childForFieldName('value') ?? one.childForFieldName('right'))?.text ?? null),
  };
}

const unwritten = /^throw\b[\s\S]*\b(not\s*(yet\s*)?implemented|unimplemented|todo|implement)/i;
const emptyValue = /^return(\s+(null|undefined|\[\]|\{\}|0|''|""|false|-1))?;?$/;

function isStub(body: Node): boolean {
  if (body.type !== 'statement_block') return false;
  const statements = namedChildren(body).filter((node) => node.type !== 'comment');
  const [only] = statements;
  if (!only) return true;
  if (statements.length > 1) return false;
  return unwritten.test(only.text) || (/(\/\/|\*)\s*(TODO|FIXME)\b/i.test(body.text) && emptyValue.test(only.text));
}

function ownerOf(whole: Node): FunctionSite['owner'] {
  const body = whole.parent;
  const owner = body?.parent;
  if (body?.type !== 'class_body' || !owner) return null;
  const statement = owner.parent?.type === 'export_statement' ? owner.parent : owner;
  return {
    name: owner.childForFieldName('name')?.text ?? '',
    start: statement.startIndex,
    headEnd: body.startIndex + 1,
  };
}

function anchorOf(whole: Node): number {
  let node = whole;
  while (node.parent && !/^(program|statement_block|switch_case|switch_default)$/.test(node.parent.type)) {
    node = node.parent;
  }
  return node.startIndex;
}

function statement(node: Node): Statement {
  const range = rangeOf(node);
  const imports = importsOf(node);
  if (imports) return { ...range, kind: 'import', names: [], imports };
  const names = namesBound(node);
  return { ...range, kind: names.length > 0 ? 'definition' : 'other', names, imports: [] };
}

function namesBound(node: Node): string[] {
  switch (node.type) {
    case 'export_statement': {
      const declaration = node.childForFieldName('declaration');
      return declaration ? namesBound(declaration) : [];
    }
    case 'lexical_declaration':
    case 'variable_declaration':
      return namedChildren(node)
        .filter((child) => child.type === 'variable_declarator')
        .flatMap((child) => patternNames(field(child, 'name')));
    case 'expression_statement':
      return node.firstNamedChild?.type === 'function_expression' ? namesBound(node.firstNamedChild) : [];
    default: {
      const name = node.childForFieldName('name');
      return name ? [name.text] : [];
    }
  }
}

function patternNames(pattern: Node): string[] {
  if (pattern.type === 'identifier') return [pattern.text];
  return descendants(pattern, ['identifier', 'shorthand_property_identifier_pattern']).map((node) => node.text);
}

/** What `import` or a declaration of nothing but `require` calls brings; null for other statements. */
function importsOf(node: Node): ImportedName[] | null {
  if (node.type === 'import_statement') return fromImport(node);
  if (node.type !== 'lexical_declaration' && node.type !== 'variable_declaration') return null;
  const required = namedChildren(node).map((child) => {
    const call = child.childForFieldName('value');
    const source = call?.type === 'call_expression' && /^require\(\s*(['"])([^'"]+)\1\s*\)$/.exec(call.text);
    return source ? fromRequire(field(child, 'name'), source[2] ?? '') : null;
  });
  return required.every((names) => names !== null) ? required.flat() : null;
}

function fromImport(node: Node): ImportedName[] {
  const required = namedChildren(node).find((child) => child.type === 'import_require_clause');
  const module = field(required ?? node, 'source').text.slice(1, -1);
  if (required) return [{ module, imported: 'default', local: required.firstNamedChild?.text ?? '', typeOnly: false }];
  const allTypes = children(node).some((child) => child.type === 'type');
  const clause = namedChildren(node).find((child) => child.type === 'import_clause');
  return (clause ? namedChildren(clause) : []).flatMap((part) => {
    if (part.type === 'identifier') return [{ module, imported: 'default', local: part.text, typeOnly: allTypes }];
    if (part.type === 'namespace_import') {
      return [{ module, imported: '*', local: part.firstNamedChild?.text ?? '', typeOnly: allTypes }];
    }
    return descendants(part, ['import_specifier']).map((specifier) => {
      const imported = field(specifier, 'name').text;
      const local = specifier.childForFieldName('alias')?.text ?? imported;
      const typeOnly = allTypes || children(specifier).some((child) => child.type === 'type');
      return { module, imported, local, typeOnly };
    });
  });
}

function fromRequire(name: Node, module: string): ImportedName[] {
  if (name.type === 'identifier') return [{ module, imported: 'default', local: name.text, typeOnly: false }];
  return namedChildren(name).map((part) => {
    const imported = part.childForFieldName('key')?.text ?? part.text;
    const local = part.childForFieldName('value')?.text ?? imported;
    return { module, imported, local, typeOnly: false };
  });
}

function renderImports(names: readonly ImportedName[], file: { path: string; source: string }): string[] {
  const quote = /(?:from|require\()\s*"/.test(file.source) ? '"' : "'";
  const end = /;[ \t]*(\r?\n|$)/.test(file.source) || file.source.trim() === '' ? ';' : '';
  const render = usesRequire(file) ? renderRequire : renderImport;
  const groups = new Map<string, ImportedName[]>();
  for (const name of names) {
    const together = name.imported === 'default' || name.imported === '*' ? name.local : name.typeOnly ? ' type' : '';
    const key = `${name.module}\n${together}`;
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  return [...groups.values()].map((group) => render(group, quote) + end);
}

function usesRequire({ path, source }: { path: string; source: string }): boolean {
  if (/\.([cm]?tsx?|mjs)$/.test(path)) return false;
  if (/^\s*(import\b[^(]|export\b)/m.test(source)) return false;
  return path.endsWith('.cjs') || /\brequire\(|\bmodule\.exports\b|\bexports\./.test(source);
}

function renderImport(group: readonly ImportedName[], quote: string): string {
  const [first] = group;
  if (!first) return '';
  const type = group.every((name) => name.typeOnly) ? 'type ' : '';
  const what =
    first.imported === 'default'
      ? first.local
      : first.imported === '*'
        ? `* as ${first.local}`
        : `{ ${group.map(({ imported, local }) => (imported === local ? local : `${imported} as ${local}`)).join(', ')} }`;
  return `import ${type}${what} from ${quote}${first.module}${quote}`;
}

function renderRequire(group: readonly ImportedName[], quote: string): string {
  const [first] = group;
  if (!first) return '';
  const what =
    first.imported === 'default' || first.imported === '*'
      ? first.local
      : `{ ${group.map(({ imported, local }) => (imported === local ? local : `${imported}: ${local}`)).join(', ')} }`;
  return `const ${what} = require(${quote}${first.module}${quote})`;
}
