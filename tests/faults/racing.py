"""Runs several people's commands at the same moment, each person in a process of their own.

Started with `python -m tests.faults.racing`, a plan as JSON on standard input: the folder, the environment, and for
each person the lines they type, one after the other. Answers with the exit code and output of each line.
"""

from __future__ import annotations

import io
import json
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

from tests.forks import load, warm


def _type(lines: list[list[str]]) -> list[dict[str, Any]]:
    from caseload_tools.cli.app import run

    told = []
    for typed in lines:
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = run(typed)
        told.append({"code": code, "out": out.getvalue(), "err": err.getvalue()})
    return told


def main() -> None:
    plan = json.loads(sys.stdin.read())
    with redirect_stdout(io.StringIO()):
        load()
        warm()
    os.environ.update(plan["env"])
    os.chdir(plan["folder"])
    gate, opened = os.pipe()
    people = []
    for lines in plan["people"]:
        read, write = os.pipe()
        if not os.fork():
            os.close(opened)
            os.read(gate, 1)  # until it is closed: then everybody begins
            with os.fdopen(write, "w") as file:
                file.write(json.dumps(_type(lines)))
            os._exit(0)
        os.close(write)
        people.append(read)
    os.close(opened)
    print(json.dumps([json.loads(os.fdopen(each).read()) for each in people]))


if __name__ == "__main__":
    main()
