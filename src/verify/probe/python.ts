import { pythonHarness } from '../harness/python.js';
import type { ProbedFunction, ProbeLimits } from './probed-function.js';

/** The program that calls a Python file's function, run in the workspace. */
export function pythonProbe({ file, name, inputs }: ProbedFunction, limits: ProbeLimits): string {
  return `${pythonHarness(file, [name, inputs, limits])}

import hashlib, itertools, re, signal, time

NAME, INPUTS, LIMITS = GIVEN


def canonical(value, depth=0):
    """Text that is the same for values that are the same to a person, wherever they lie and whatever was set first."""
    kind = type(value)
    if depth > 20:
        return "…"
    inner = lambda values: [canonical(each, depth + 1) for each in values]
    if kind is float:
        return repr(float("%.12g" % value))
    if kind is int and value.bit_length() > 10_000:
        return hex(value)
    if kind is list:
        return "[" + ", ".join(inner(value)) + "]"
    if kind is tuple:
        return "(" + ", ".join(inner(value)) + ("," if len(value) == 1 else "") + ")"
    if kind in (set, frozenset):
        return kind.__name__ + "(" + ", ".join(sorted(inner(value))) + ")"
    if isinstance(value, dict):
        return "{" + ", ".join(sorted(": ".join(inner(item)) for item in value.items())) + "}"
    if hasattr(value, "__next__"):
        return "iterator of " + canonical(list(itertools.islice(value, 1000)), depth + 1)
    if kind.__repr__ is object.__repr__ and hasattr(value, "__dict__"):
        return kind.__name__ + canonical(vars(value), depth + 1)
    if inspect.isfunction(value):
        return "a function"
    return re.sub(r" at 0x[0-9a-fA-F]+", "", repr(value))


def bounded(text):
    if len(text) <= 200:
        return text
    return "%s… (%d characters, %s)" % (text[:120], len(text), hashlib.sha256(text.encode(errors="replace")).hexdigest()[:8])


class Endless(BaseException):
    pass


def give_up(*_):
    raise Endless


@contextlib.contextmanager
def limited():
    """Ends what computes for too long, where the system has the timer for it; what catches everything, again and again."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.signal(signal.SIGPROF, give_up)
    signal.setitimer(signal.ITIMER_PROF, LIMITS["each"], 0.1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def answer(names, source):
    function = names[NAME]
    given = evaluate("(lambda *given, **named: (given, named))(" + source + ")", names)
    before = canonical(given)
    try:
        with limited():
            value = function(*given[0], **given[1])
            result = canonical(asyncio.run(value) if inspect.iscoroutine(value) else value)
    except Endless:
        return "no end within %g s" % LIMITS["each"]
    except BaseException as error:
        result = "raises " + type(error).__name__
    after = canonical(given)
    return bounded(result) if after == before else bounded(result) + ", and changes its arguments to " + bounded(after)


def answer_all():
    try:
        names = load()
        names[NAME]
    except BaseException as error:
        say({"failed": "the file cannot be run: it " + raised(error)})
        return
    end = time.monotonic() + LIMITS["all"]
    for index, source in enumerate(INPUTS):
        if time.monotonic() > end:
            break
        say({"input": index, "result": answer(names, source)})
    say({"done": True})


answer_all()
finish(0)
`;
}
