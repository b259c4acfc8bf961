"""The protocol of a peer's process: one JSON object a line on standard input, one on standard output. Standard library.

    {"call": "transcribe", "with": {"sound": …}}  ─►  {"gave": {…}, "wall_s": 1.5, "processor_s": 2.9}
                                                   or  {"failed": "what went wrong"}

What libraries print goes to standard error. The process ends when its input does.
"""

import json
import os
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from typing import IO

Job = Callable[..., object]


def serve(jobs: Mapping[str, Job]) -> None:
    """Answers calls by their names until the input ends; a failed call is answered and the next one is taken."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        say(answers, answer(jobs, json.loads(line)))


def say(answers: IO[str], reply: Mapping[str, object]) -> None:
    """Writes one line."""
    answers.write(json.dumps(reply, ensure_ascii=False) + "\n")
    answers.flush()


def answer(jobs: Mapping[str, Job], request: Mapping[str, object]) -> dict[str, object]:
    """Makes one call, timed by the clock and by the processor time of all threads."""
    wall, processor = time.perf_counter(), time.process_time()
    try:
        arguments = request["with"]
        assert isinstance(arguments, dict), "arguments have names"
        gave = jobs[str(request["call"])](**arguments)
    except Exception as failure:  # the outermost edge of this process: the parent reports it in the table
        traceback.print_exc()
        return {"failed": f"{type(failure).__name__}: {failure}"}
    return {"gave": gave, "wall_s": time.perf_counter() - wall, "processor_s": time.process_time() - processor}
