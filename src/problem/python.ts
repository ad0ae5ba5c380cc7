import type { Node } from '@vscode/tree-sitter-wasm';
import type { TextRange } from '../core/domain.js';
import { children, type Dialect, descendants, field, namedChildren } from './dialect.js';
import type { FunctionSite, ImportedName, Parameters, Statement } from './outline.js';

export const python: Dialect = {
  indentedBlock: 'block',
  functions: (root, text) => descendants(root, ['function_definition']).map((node) => functionSite(node, text)),
  statements: (root) =>
    namedChildren(root)
      .filter((node) => node.type !== 'comment')
      .map(statement),
  isDocstring,
  memberWrappers: [],
  renderImports,
  importPosition(root, text) {
    const first = namedChildren(root).find((node) => node.type !== 'comment');
    if (first && isDocstring(first)) return first.endIndex;
    const opening = /^(#!.*|#.*coding[:=].*)(\r?\n#.*coding[:=].*)?/.exec(text);
    return opening ? opening[0].length : 0;
  },
  blankLines: 2,
  indentation: '    ',
  stopStrings: ['\nprint(', '\nassert ', '\nif __name__', '\n# Test', '\n# Example'],
  form: {
    loops: ['for_statement', 'while_statement', 'for_in_clause'],
    branches: [
      'if_statement',
      'elif_clause',
      'conditional_expression',
      'if_clause',
      'case_clause',
      'except_clause',
      'boolean_operator',
    ],
    binders: [
      ['assignment', 'left'],
      ['named_expression', 'name'],
      ['for_statement', 'left'],
      ['for_in_clause', 'left'],
      ['parameters', null],
      ['lambda_parameters', null],
      ['as_pattern_target', null],
      ['function_definition', 'name'],
    ],
    members: [
      ['attribute', 'attribute'],
      ['keyword_argument', 'name'],
    ],
  },
  ellipsis: ' ...',
};

function functionSite(node: Node, text: string): FunctionSite {
  const whole = decorated(node);
  const colon = children(node).findLast((child) => child.type === ':');
  const bodyStart = colon?.endIndex ?? field(node, 'body').startIndex;
  const statements = namedChildren(field(node, 'body')).filter((child) => child.type !== 'comment');
  const docstring = statements[0] && isDocstring(statements[0]) ? rangeOf(statements[0]) : null;
  const end = withTrailingComments(text, node);
  return {
    name: field(node, 'name').text,
    start: whole.startIndex,
    end,
    core: node.startIndex,
    asyncAt: node.startIndex,
    isAsync: node.firstChild?.type === 'async',
    parameters: parametersOf(field(node, 'parameters')),
    body: { start: bodyStart, end, form: 'suite' },
    docstring,
    isStub: isStub(statements, text.slice(bodyStart, end)),
    hasError: node.hasError,
    owner: ownerOf(whole),
    anchor: anchorOf(whole),
  };
}

const rangeOf = (node: Node): TextRange => ({ start: node.startIndex, end: node.endIndex });

function decorated(node: Node): Node {
  return node.parent?.type === 'decorated_definition' ? node.parent : node;
}

function isDocstring(node: Node): boolean {
  if (node.type !== 'expression_statement' || node.namedChildCount !== 1) return false;
  if (node.firstNamedChild?.type !== 'string') return false;
  const parent = node.parent;
  if (parent?.type !== 'block' && parent?.type !== 'module') return false;
  const owner = parent.parent?.type;
  if (parent.type === 'block' && owner !== 'function_definition' && owner !== 'class_definition') return false;
  return namedChildren(parent).find((child) => child.type !== 'comment')?.id === node.id;
}

/** The parser leaves a body's last comments outside of the function; they are part of it where they are indented. */
function withTrailingComments(text: string, node: Node): number {
  const lineStart = text.lastIndexOf('\n', node.startIndex - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart))?.[0].length ?? 0;
  let end = node.endIndex;
  const lines = /\r?\n([ \t]*)(#[^\r\n]*)?(?=\r?\n|$)/y;
  lines.lastIndex = end;
  for (let line = lines.exec(text); line && line[0] !== ''; line = lines.exec(text)) {
    if (!line[2]) continue;
    if ((line[1]?.length ?? 0) <= indent) break;
    end = lines.lastIndex;
  }
  return end;
}

const placeholders = /^(pass|\.\.\.|raise NotImplementedError\b[\s\S]*)$/;
const emptyValue = /^return( None| \[\]| \{\}| 0| ""| ''| False| -1)?$/;

function isStub(statements: readonly Node[], body: string): boolean {
  const rest = statements.filter((node) => !isDocstring(node)).map((node) => node.text);
  if (rest.every((text) => placeholders.test(text))) return true;
  return /#\s*(TODO|FIXME)\b/i.test(body) && rest.length === 1 && emptyValue.test(rest[0] ?? '');
}

function parametersOf(node: Node): Parameters {
  const all = namedChildren(node).filter((child) => child.type !== 'comment');
  return {
    start: node.startIndex,
    end: node.endIndex,
    names: all.map(parameterName),
    defaults: all.map((child) => child.childForFieldName('value')?.text ?? null),
  };
}

function parameterName(node: Node): string {
  const named = node.childForFieldName('name') ?? (node.type === 'typed_parameter' ? node.firstNamedChild : null);
  return named ? parameterName(named) : node.text.replace(/\s/g, '');
}

function ownerOf(whole: Node): FunctionSite['owner'] {
  const block = whole.parent;
  const owner = block?.parent;
  if (block?.type !== 'block' || owner?.type !== 'class_definition') return null;
  const colon = children(owner).findLast((child) => child.type === ':');
  return {
    name: field(owner, 'name').text,
    start: decorated(owner).startIndex,
    headEnd: colon?.endIndex ?? block.startIndex,
  };
}

function anchorOf(whole: Node): number {
  let node = whole;
  while (node.parent?.type === 'block' && node.parent.parent?.type === 'class_definition') {
    node = decorated(node.parent.parent);
  }
  return node.startIndex;
}

function statement(node: Node): Statement {
  const range = rangeOf(node);
  if (/^(import|import_from|future_import)_statement$/.test(node.type)) {
    return { ...range, kind: 'import', names: [], imports: importsOf(node) };
  }
  const names = namesBound(node);
  return { ...range, kind: names.length > 0 ? 'definition' : 'other', names, imports: [] };
}

function namesBound(node: Node): string[] {
  switch (node.type) {
    case 'decorated_definition':
      return namesBound(field(node, 'definition'));
    case 'function_definition':
    case 'class_definition':
      return [field(node, 'name').text];
    case 'expression_statement':
      return node.firstNamedChild?.type === 'assignment' ? targets(field(node.firstNamedChild, 'left')) : [];
    case 'type_alias_statement':
      return node.firstNamedChild ? [node.firstNamedChild.text] : [];
    default:
      return [];
  }
}

function targets(left: Node): string[] {
  if (left.type === 'identifier') return [left.text];
  return /^(pattern_list|tuple_pattern|list_pattern)$/.test(left.type) ? namedChildren(left).flatMap(targets) : [];
}

function importsOf(node: Node): ImportedName[] {
  const from = node.type === 'future_import_statement' ? '__future__' : node.childForFieldName('module_name')?.text;
  if (from && namedChildren(node).some((child) => child.type === 'wildcard_import')) {
    return [{ module: from, imported: '*', local: '*', typeOnly: false }];
  }
  return node
    .childrenForFieldName('name')
    .filter((child): child is Node => child !== null)
    .map((child) => {
      const name = (child.childForFieldName('name') ?? child).text;
      const alias = child.childForFieldName('alias')?.text;
      return { module: from ?? name, imported: from ? name : null, local: alias ?? name, typeOnly: false };
    });
}

function renderImports(names: readonly ImportedName[]): string[] {
  const lines = new Map<string, string[]>();
  for (const { module, imported, local } of names) {
    const named = imported ?? module;
    const start = imported === null ? `import ${named}` : `from ${module} import `;
    if (imported === null) lines.set(local === named ? start : `${start} as ${local}`, []);
    else lines.set(start, [...(lines.get(start) ?? []), local === named ? named : `${named} as ${local}`]);
  }
  return [...lines].map(([start, items]) => start + items.join(', '));
}
