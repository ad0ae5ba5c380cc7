"""Makes broken versions of a function: in each, one operator is another one.

Standard input: JSON {"source": a module, "name": the function}. Standard output: JSON, a list of
{"change": what was changed, in words, "source": the module}, in the order of the source text; where the function has no
operator, one constant is another one; where it has no constant either, a result is negated.
"""

import ast
import json
import sys

OPERATORS = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv, ast.Pow: ast.Mult, ast.And: ast.Or, ast.Or: ast.And,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.BitXor: ast.BitOr,
    ast.USub: ast.UAdd, ast.UAdd: ast.USub, ast.Not: None,
}


def places(node):
    """What can be changed in a node: (what holds it, its field, its index or None, the old one, the new one)."""
    if isinstance(node, ast.Compare):
        for index, operator in enumerate(node.ops):
            yield node.ops, index, operator, OPERATORS[type(operator)]()
    if isinstance(node, (ast.BinOp, ast.BoolOp, ast.AugAssign)) and type(node.op) in OPERATORS:
        yield node, "op", node.op, OPERATORS[type(node.op)]()
    if isinstance(node, ast.UnaryOp) and OPERATORS.get(type(node.op)):
        yield node, "op", node.op, OPERATORS[type(node.op)]()


def constants(node):
    if isinstance(node, ast.Constant) and isinstance(node.value, (bool, int, float, str)):
        value = node.value
        yield node, "value", value, not value if isinstance(value, bool) else value + ("x" if isinstance(value, str) else 1)


def results(node):
    if isinstance(node, ast.Return) and node.value:
        yield node, "value", node.value, ast.UnaryOp(ast.Not(), node.value)


def put(holder, key, value):
    if isinstance(holder, list):
        holder[key] = value
    else:
        setattr(holder, key, value)


def broken(source, name, kind):
    tree = ast.parse(source)
    [function] = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name]
    documented = ast.get_docstring(function) is not None
    nodes = [node for statement in function.body[1 if documented else 0 :] for node in ast.walk(statement)]
    nodes.sort(key=lambda node: (getattr(node, "lineno", 0), getattr(node, "col_offset", 0)))
    for node in nodes:
        for holder, key, old, new in list(kind(node)):
            put(holder, key, new)
            line = ast.unparse(node) if isinstance(node, ast.expr) else ast.unparse(node).split("\n")[0]
            yield {"change": f"line {node.lineno}: {line}", "source": ast.unparse(tree) + "\n"}
            put(holder, key, old)


def main():
    given = json.load(sys.stdin)
    kinds = (list(broken(given["source"], given["name"], kind)) for kind in (places, constants, results))
    json.dump(next((found for found in kinds if found), []), sys.stdout)


main()
