"""Rewards for verl: each problem's own verifiers judge what a model wrote, as they do in Explore Solutions.

verl calls compute_score. Called by a person, `python3 reward.py` has the verifiers judge every problem's code as it is and
tells which of them cannot run on this machine.

Needs Python 3.9 or newer without packages, and Node.js 20 or newer (`node`, or what EXPLORE_SOLUTIONS_NODE names).
"""

import atexit
import collections
import concurrent.futures
import itertools
import json
import logging
import os
import pathlib
import subprocess
import sys
import threading

HERE = pathlib.Path(__file__).resolve().parent
LOG = logging.getLogger("explore_solutions")


class Judge:
    """The program that judges, started once; any number of threads may ask it at the same time."""

    def __init__(self, *options):
        node = os.environ.get("EXPLORE_SOLUTIONS_NODE", "node")
        self.process_id = os.getpid()
        self._lock = threading.Lock()
        self._numbers = itertools.count()
        self._asked = {}
        self._ended = None
        self._program = subprocess.Popen(
            [node, str(HERE / "judge" / "judge.js"), *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def is_running(self):
        return self._ended is None

    def ask(self, problem, **what):
        """The judge's answer as a dict: reward (0 to 1), outcome and, where it is no verdict, reason."""
        answer = concurrent.futures.Future()
        with self._lock:
            if self._ended is not None:
                raise self._ended
            number = next(self._numbers)
            self._asked[number] = answer
            try:
                self._program.stdin.write(json.dumps({"id": number, "problem": str(problem), **what}) + "\n")
                self._program.stdin.flush()
            except OSError as error:
                del self._asked[number]
                raise RuntimeError(f"the judge does not listen: {error}") from error
        return answer.result()

    def close(self):
        """Lets the judge end: it answers what was asked, and leaves no process behind."""
        with self._lock:
            try:
                self._program.stdin.close()
            except OSError:
                pass  # it has ended

    def _listen(self):
        for line in self._program.stdout:
            answer = json.loads(line)
            with self._lock:
                waiting = self._asked.pop(answer["id"], None)
            if waiting is not None:
                waiting.set_result(answer)
        code = self._program.wait()
        with self._lock:
            self._ended = RuntimeError(f"the judge ended (exit code {code})")
            left = list(self._asked.values())
            self._asked.clear()
        for waiting in left:
            waiting.set_exception(self._ended)


_lock = threading.Lock()
_judge = None
_logged = set()


def _running_judge(options):
    """This process's own: one that was forked has its parent's as a variable, but not its threads."""
    global _judge
    with _lock:
        if _judge is None or _judge.process_id != os.getpid() or not _judge.is_running:
            _judge = Judge(*options)
            atexit.register(_judge.close)
        return _judge


def _log_once(problem, reason):
    with _lock:
        if problem in _logged:
            return
        _logged.add(problem)
    LOG.warning("%s: no verdict, so the reward is 0: %s", problem, reason)


def compute_score(
    data_source, solution_str, ground_truth, extra_info=None, checks=False, slots=0, sandbox="auto", **_others
):
    """What a response is worth: 1 where it passes the verifiers, else 0 (with `checks` the share of checks that passed).

    Where there is no verdict it is 0 as well, which is logged once a problem.

    data_source, extra_info: not used
    solution_str: what the model wrote after the prompt
    ground_truth: path of the problem's file, from this file's folder
    checks, slots, sandbox: the judge's options (custom_reward_function.reward_kwargs); those of the first call count
    Raises OSError where Node.js cannot be started, as then nothing can ever be judged.
    """
    options = ["--slots", str(slots), "--sandbox", sandbox, *(["--checks"] if checks else [])]
    judge = _running_judge(options)
    try:
        answer = judge.ask(HERE / ground_truth, response=solution_str)
    except RuntimeError as error:
        _log_once(ground_truth, error)
        return 0.0
    if answer["outcome"] == "error":
        _log_once(ground_truth, answer.get("reason"))
    return float(answer["reward"])


def check():
    """Judges every problem's code as it is; the number of problems whose verifiers cannot run here."""
    judge = Judge()
    problems = sorted((HERE / "problems").glob("*.json"))
    with concurrent.futures.ThreadPoolExecutor(64) as pool:
        answers = list(pool.map(judge.ask, problems))
    judge.close()
    for problem, answer in zip(problems, answers):
        if answer["outcome"] == "error":
            print(f"{problem.name}: {answer.get('reason')}")
    print(dict(collections.Counter(answer["outcome"] for answer in answers)))
    return sum(answer["outcome"] == "error" for answer in answers)


if __name__ == "__main__":
    sys.exit(1 if check() else 0)
