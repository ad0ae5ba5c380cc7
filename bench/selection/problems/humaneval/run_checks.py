"""Runs each assert of test_solution.py's `check` as a check of its own: `run_checks.py FUNCTION`.

A line of JSON a check. An assert in a loop is one check, which fails if it ever fails; one that is never reached
fails. Asserts of a constant say nothing of the solution and do not count.
"""

import ast
import json
import random
import sys

TESTS = "test_solution.py"


class Check:
    """Around an assert: takes note of how it ended, and has the asserts after it run."""

    def __init__(self, statement):
        self.name = f"line {statement.lineno}: {ast.unparse(statement.test)}"[:200]
        self.reached = False
        self.failure = None

    def __enter__(self):
        self.reached = True

    def __exit__(self, kind, error, trace):
        if kind is not None and self.failure is None:
            self.failure = f"{kind.__name__}: {error}"[:500]
        return True

    def line(self):
        message = self.failure or (None if self.reached else "was not reached")
        return {"check": self.name, "passed": message is None, **({"message": message} if message else {})}


class WrapAsserts(ast.NodeTransformer):
    """Turns `assert …` into `with checks[i]: assert …`."""

    def __init__(self):
        self.checks = []

    def visit_Assert(self, statement):
        if isinstance(statement.test, ast.Constant):
            return ast.copy_location(ast.Pass(), statement)
        place = ast.parse(f"with checks[{len(self.checks)}]: pass").body[0]
        place.body = [statement]
        self.checks.append(Check(statement))
        return ast.copy_location(place, statement)


def main(function):
    with open(TESTS, encoding="utf-8") as file:
        tree = ast.parse(file.read())
    wrap = WrapAsserts()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == "check":
            wrap.visit(node)
    names = {"__name__": "test_solution", "checks": wrap.checks}
    # Some tests draw their inputs: each candidate gets the same.
    random.seed(0)
    around = None
    try:
        exec(compile(ast.fix_missing_locations(tree), TESTS, "exec"), names)
        names["check"](names[function])
    except BaseException as error:
        around = f"{type(error).__name__}: {error}"[:500]
    for check in wrap.checks:
        print(json.dumps(check.line()))
    print(json.dumps({"total": len(wrap.checks)}))
    if around:
        print(around, file=sys.stderr)
    return 1 if around or any(not check.line()["passed"] for check in wrap.checks) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
