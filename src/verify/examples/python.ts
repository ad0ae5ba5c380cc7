import type { Example } from './example.js';

/**
 * The program that checks a Python file's examples, run in the workspace.
 *
 * The file is run as the module it is in its package, and the examples are evaluated in its namespace: its private
 * names count, too.
 */
export function pythonProgram(file: string, examples: readonly Example[]): string {
  // A JSON text's own JSON is a string of Python, too.
  const given = JSON.stringify(JSON.stringify([file, examples]));
  return String.raw`# Written by Explore Solutions: checks examples, a line of JSON each.
import ast, asyncio, contextlib, doctest, importlib.util, inspect, json, os, sys, traceback

FILE, EXAMPLES = json.loads(${given})

# What the module prints goes to standard error: between the results, never into one of them.
RESULTS = os.dup(1)
os.dup2(2, 1)


def say(line):
    os.write(RESULTS, ("\n" + json.dumps(line) + "\n").encode())


def load():
    """The names of the module, run under the name that it has in its package."""
    path = os.path.abspath(FILE)
    # A compiled file may be of another candidate, whose text had the same length and time.
    sys.dont_write_bytecode = True
    with contextlib.suppress(FileNotFoundError):
        os.remove(importlib.util.cache_from_source(path))
    folder, name = os.path.split(path)
    stem = os.path.splitext(name)[0]
    parts = [] if stem == "__init__" else [stem]
    while os.path.isfile(os.path.join(folder, "__init__.py")):
        folder, package = os.path.split(folder)
        parts.insert(0, package)
    sys.path[:1] = [folder, os.getcwd()]
    if len(parts) > 1:
        return vars(importlib.import_module(".".join(parts)))
    # By its path: it may have the name of a module that this program has imported.
    spec = importlib.util.spec_from_file_location(parts[0], path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return vars(module)


def evaluate(source, names):
    code = compile(source, "<example>", "eval", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    value = eval(code, names)
    return asyncio.run(value) if code.co_flags & inspect.CO_COROUTINE else value


def shown(value):
    text = repr(value)
    return text if len(text) <= 1000 else text[:1000] + "…"


def raised(error):
    return "raises " + "".join(traceback.format_exception_only(type(error), error)).strip()[:1000]


def check_equal(example, names):
    left = evaluate(example["left"], names)
    right = evaluate(example["right"], names)
    return bool(left == right), shown(right), shown(left)


def check_holds(example, names):
    value = evaluate(example["expression"], names)
    return bool(value), "true", shown(value)


def check_throws(example, names):
    error = evaluate(example["error"], names)
    try:
        value = evaluate(example["expression"], names)
    except BaseException as caught:
        return isinstance(caught, error), "raises " + example["error"], raised(caught)
    return False, "raises " + example["error"], shown(value)


class Session(doctest.DocTestRunner):
    got = ""

    def report_start(self, out, test, example):
        pass

    def report_success(self, out, test, example, got):
        self.got = got

    def report_failure(self, out, test, example, got):
        self.got = got

    def report_unexpected_exception(self, out, test, example, exc_info):
        self.got = raised(exc_info[1])


def check_doctest(example, names):
    test = doctest.DocTestParser().get_doctest(example["session"], {}, "example", None, 0)
    test.globs = names
    session = Session(verbose=False)
    failed = session.run(test, clear_globs=False).failed
    return failed == 0, "".join(part.want for part in test.examples).strip(), session.got.strip()[:1000]


CHECKS = {"equal": check_equal, "holds": check_holds, "throws": check_throws, "doctest": check_doctest}


def check(example, names):
    try:
        passed, expected, actual = CHECKS[example["kind"]](example, names)
    except BaseException as error:
        passed, expected, actual = False, example.get("right", "true"), raised(error)
    return {"check": example["check"], "passed": passed, "expected": expected, "actual": actual}


def check_all():
    """How many examples fail. The number of all is told before any of the module's code runs."""
    say({"total": len(EXAMPLES)})
    try:
        names = load()
    except BaseException as error:
        traceback.print_exc()
        reason = "the file cannot be run: it " + raised(error)
        for example in EXAMPLES:
            say({"check": example["check"], "passed": False, "message": reason})
        return len(EXAMPLES)
    results = [report(example, names) for example in EXAMPLES]
    return results.count(False)


def report(example, names):
    result = check(example, names)
    say(result)
    return result["passed"]


failures = check_all()
with contextlib.suppress(Exception):
    sys.stdout.flush()
    sys.stderr.flush()
# The module's threads and exit handlers have no say in it.
os._exit(1 if failures else 0)
`;
}
