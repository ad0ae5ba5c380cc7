import { pythonHarness } from '../harness/python.js';
import type { Example } from './example.js';

/** The program that checks a Python file's examples, run in the workspace. */
export function pythonProgram(file: string, examples: readonly Example[]): string {
  return `${pythonHarness(file, examples)}

import doctest


def shown(value):
    text = repr(value)
    return text if len(text) <= 1000 else text[:1000] + "…"


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
    say({"total": len(GIVEN)})
    try:
        names = load()
    except BaseException as error:
        traceback.print_exc()
        reason = "the file cannot be run: it " + raised(error)
        for example in GIVEN:
            say({"check": example["check"], "passed": False, "message": reason})
        return len(GIVEN)
    results = [report(example, names) for example in GIVEN]
    return results.count(False)


def report(example, names):
    result = check(example, names)
    say(result)
    return result["passed"]


failures = check_all()
finish(1 if failures else 0)
`;
}
