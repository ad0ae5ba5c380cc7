export type Value = string | number | boolean | null | Value[] | { [name: string]: Value };

export function renderTemplate(template: string, data: { [name: string]: Value }): string {
  const parts = template.split(/\{\{\s*(.*?)\s*\}\}/);
  let at = 0;
  // A part takes the values that are open to it, the innermost last.
  function block(...ends: readonly (string | undefined)[]): { render: Render; end: string | undefined } {
    const renders: Render[] = [];
    for (;;) {
      const text = parts[at++] ?? '';
      renders.push(() => text);
      const tag = parts[at++];
      if (tag === undefined || tag.startsWith('/') || tag === 'else') {
        if (!ends.includes(tag)) throw new SyntaxError(`${tag ?? 'the end'} does not fit`);
        return { render: (scopes) => renders.map((render) => render(scopes)).join(''), end: tag };
      }
      renders.push(tag.startsWith('#') ? opened(tag) : (scopes) => shown(find(tag, scopes)));
    }
  }
  function opened(tag: string): Render {
    const [kind, path = ''] = tag.split(/\s+/);
    if (kind === '#each') {
      const { render } = block('/each');
      return (scopes) => {
        const list = find(path, scopes);
        return Array.isArray(list) ? list.map((item) => render([...scopes, item])).join('') : '';
      };
    }
    if (kind !== '#if') throw new SyntaxError(`${kind} is not known`);
    const first = block('else', '/if');
    const second = first.end === 'else' ? block('/if').render : () => '';
    return (scopes) => {
      const value = find(path, scopes);
      return (Array.isArray(value) ? value.length > 0 : value) ? first.render(scopes) : second(scopes);
    };
  }
  return block(undefined).render([data]);
}

type Render = (scopes: readonly Value[]) => string;

function find(path: string, scopes: readonly Value[]): Value | undefined {
  if (path === '.') return scopes.at(-1);
  const names = path.split('.');
  const scope = scopes.findLast((each) => at(each, names[0] ?? '') !== undefined);
  return names.reduce<Value | undefined>(at, scope);
}

function at(value: Value | undefined, name: string): Value | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function shown(value: Value | undefined): string {
  return value === undefined || value === null ? '' : String(value);
}
