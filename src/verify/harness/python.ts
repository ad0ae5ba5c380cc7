/**
 * What our programs in Python begin with: `GIVEN`, `say` for a line of JSON, `load` for the file's names, `evaluate`.
 *
 * The file is run as the module it is in its package, and expressions are evaluated in its namespace: its private names
 * count, too.
 */
export function pythonHarness(file: string, given: unknown): string {
  // A JSON text's own JSON is a string of Python, too.
  const text = JSON.stringify(JSON.stringify([file, given]));
  return String.raw`# Written by Explore Solutions: writes a line of JSON a result.
import ast, asyncio, contextlib, importlib.util, inspect, json, os, sys, traceback

FILE, GIVEN = json.loads(${text})

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


def raised(error):
    return "raises " + "".join(traceback.format_exception_only(type(error), error)).strip()[:1000]


def finish(code):
    with contextlib.suppress(Exception):
        sys.stdout.flush()
        sys.stderr.flush()
    # The module's threads and exit handlers have no say in it.
    os._exit(code)
`;
}
