export type Type = { kind: 'variable'; name: string } | { kind: 'constructor'; name: string; parameters: Type[] };

export function unifyTypes(left: Type, right: Type): Map<string, Type> | null {
  const found = new Map<string, Type>();
  const resolve = (type: Type): Type => {
    if (type.kind === 'variable') {
      const known = found.get(type.name);
      return known ? resolve(known) : type;
    }
    return { ...type, parameters: type.parameters.map(resolve) };
  };
  const occurs = (name: string, type: Type): boolean =>
    type.kind === 'variable' ? type.name === name : type.parameters.some((parameter) => occurs(name, parameter));
  function unify(first: Type, second: Type): boolean {
    const [a, b] = [resolve(first), resolve(second)];
    if (a.kind === 'variable' && b.kind === 'variable' && a.name === b.name) return true;
    if (a.kind === 'variable') return bind(a.name, b);
    if (b.kind === 'variable') return bind(b.name, a);
    return (
      a.name === b.name &&
      a.parameters.length === b.parameters.length &&
      a.parameters.every((parameter, index) => unify(parameter, b.parameters[index] as Type))
    );
  }
  function bind(name: string, type: Type): boolean {
    if (occurs(name, type)) return false;
    found.set(name, type);
    return true;
  }
  return unify(left, right) ? new Map([...found].map(([name, type]) => [name, resolve(type)])) : null;
}
