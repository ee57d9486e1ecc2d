"""One scene tried again and again, each time with another fault, and judged by what it leaves."""

from __future__ import annotations

import re
import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.running import Ended, Server
from tests.faults.scenes import Scene
from tests.faults.worlds import Files, age, files, leftovers, make_world, traces

Violation = str


@dataclass
class Trial:
    """A scene with its world before and after; `violations` is what must be empty.

    `tried` counts the faults that came about: a run that had ended before it was to be killed is none.
    """

    scene: Scene
    server: Server
    folder: Path
    naive: bool = False
    tried: int = 0
    violations: list[Violation] = field(default_factory=list)
    begun: float = field(default_factory=time.monotonic)
    _untouched: bool = False
    _fresh: object = None  # what the world looked like to the system before the last run
    _completed: set[frozenset[object]] = field(default_factory=set)  # states from which the next run has gone well

    def __post_init__(self) -> None:
        self.template = self.folder / "template"
        make_world(self.template)
        self.scene.prepare(self.template)
        self.before = files(self.template)
        world = self._world()
        done = self.server.run(self.scene, world, naive=self.naive)
        if done.learned:  # this run was slow; the next are quick, and the moments of this one would mislead
            world = self._world()
            done = self.server.run(self.scene, world, naive=self.naive)
        assert done.code in self.scene.ok, (self.scene.name, done)
        assert not leftovers(world), leftovers(world)
        self.after = files(world)
        assert self.after.keys() - self.before.keys() or self.after != self.before, "this scene writes nothing"
        self.operations, self.begins, self.took = done.done, done.moments[0], done.took

    def _world(self) -> Path:
        """A fresh world; the last one, where nothing at all has happened in it."""
        world = self.folder / "world"
        if not self._fresh or traces(world) != self._fresh:
            shutil.rmtree(world, ignore_errors=True)
            shutil.copytree(self.template, world, symlinks=True)
            self._fresh = traces(world)
        return world

    def fails(self, at: int, kind: str) -> Ended:
        """Operation `at` fails once, as `kind`."""
        world, where = self._world(), f"{self.scene.name}, {kind} at {at} ({self._name(at)})"
        ended = self.server.run(self.scene, world, at, kind, naive=self.naive)
        self.tried += 1
        self._judge_end(where, ended, kind)
        found = self._judge_files(where, world)
        left = leftovers(world)
        # What could not be removed is left for the next run; nothing else is.
        if left and not (kind == "INTERRUPT" or self._name(at).startswith(("remove", "rmdir", "open", "start"))):
            self._wrong(where, f"left over: {[path.name for path in left]}")
        self._judge_next(where, world, found)
        return ended

    def refused(self, largest: int) -> Ended:
        """No file may be larger than so many bytes: the system itself refuses the writing that would make it so."""
        world, where = self._world(), f"{self.scene.name}, no file above {largest} bytes"
        ended = self.server.run(self.scene, world, largest=largest, naive=self.naive)
        self.tried += 1
        self._judge_end(where, ended, "")
        found = self._judge_files(where, world)
        if left := leftovers(world):
            self._wrong(where, f"left over: {[path.name for path in left]}")
        self._judge_next(where, world, found)
        return ended

    def killed(self, at: int, kind: str = "KILL") -> None:
        """Ended by kill -9: before operation `at`, or in the midst of it (HALF)."""
        where = f"{self.scene.name}, {kind} at {at} ({self._name(at)})"
        self._judge_kill(where, self._world(), {"at": at, "kind": kind})

    def killed_after(self, seconds: float, *, gits: bool) -> None:
        """Ended by kill -9 at any moment: this process, or all that it started too."""
        where = f"{self.scene.name}, killed {'with its gits ' if gits else ''}after {seconds:.4f}"
        ended = self._judge_kill(where, self._world(), {"after": seconds, "gits": gits})
        if ended.code != -9:  # it had ended before: the machine is quicker now
            self.took = (self.took + ended.took) / 2
            self.begins = (self.begins + ended.moments[0]) / 2 if ended.moments else self.begins

    def saved(self, at: int, path: str, text: str) -> tuple[Ended, Path]:
        """Before operation `at` somebody saves the file at `path`; how it ended, and the world afterwards."""
        world = self._world()
        return self.server.run(self.scene, world, at, "SAVE", saves=(str(world / path), text)), world

    def _judge_kill(self, where: str, world: Path, asked: dict[str, Any]) -> Ended:
        ended = self.server.run(self.scene, world, naive=self.naive, **asked)
        self.tried += ended.code == -9
        if ended.code not in (-9, *self.scene.ok):
            self._wrong(where, f"exit {ended.code}: {ended.err[-300:]}")
        if traces(world) == self._fresh:
            if self._untouched:  # no writing has begun, and that the next run does it has been seen
                return ended
            self._untouched = True
        self._judge_next(where, world, self._judge_files(where, world))
        return ended

    def _name(self, at: int) -> str:
        return self.operations[at - 1] if 0 < at <= len(self.operations) else "?"

    def _wrong(self, where: str, what: str) -> None:
        self.violations.append(f"{where}: {what}")

    def _judge_end(self, where: str, ended: Ended, kind: str) -> None:
        expected = {130} if kind == "INTERRUPT" else set(self.scene.trouble)
        if ended.code not in expected | set(self.scene.ok):
            self._wrong(where, f"exit {ended.code}: {ended.err[-400:]}")
        if "Traceback" in ended.err or (ended.code == 2 and not ended.err.startswith("caseload: ")):
            self._wrong(where, f"said: {ended.err[-400:]!r}")

    def _judge_files(self, where: str, world: Path) -> Files:
        """Every file is as before or as after; a folder that is one thing is so as a whole."""
        found = files(world)
        for path in sorted(self.before.keys() | self.after.keys() | found.keys()):
            if path in self.scene.opaque:
                if path in found and not self.scene.opaque[path](world / path):
                    self._wrong(where, f"torn: {path}")
            elif found.get(path) not in (self.before.get(path), self.after.get(path)):
                self._wrong(where, f"torn: {path}")
        for folder in self.scene.whole:
            states = [_below(folder, each) for each in (self.before, self.after)]
            if _below(folder, found) not in states:
                self._wrong(where, f"neither old nor new as a whole: {folder}")
        return found

    def _judge_next(self, where: str, world: Path, found: Files) -> None:
        """The next run completes what there is to complete, and sweeps what was left."""
        left = leftovers(world)
        state = frozenset([*((path, hash(found[path])) for path in found), *(_kind(path) for path in left)])
        if state in self._completed:
            return
        wrong_before = len(self.violations)
        age(left)
        complete = self._same(found)
        if complete and self.scene.once:
            return
        ended = self.server.run(self.scene, world, naive=self.naive)
        if ended.code not in self.scene.ok and not (
            ended.code in self.scene.again and (complete or self._same(files(world)))
        ):
            self._wrong(where, f"the next run ends with {ended.code}: {ended.err[-300:]}")
        if not self._same(files(world)):
            wrong = sorted(
                path
                for path in self.after.keys() | files(world).keys()
                if self.after.get(path) != files(world).get(path)
            )
            self._wrong(where, f"the next run does not complete it: {wrong[:5]}")
        # A run that finds everything done writes nothing and so sweeps nothing; what is left waits for the next.
        if ended.code in self.scene.ok and not complete and (left := leftovers(world)):
            self._wrong(where, f"not swept: {[path.name for path in left]}")
        if len(self.violations) == wrong_before:
            self._completed.add(state)

    def _same(self, found: Files) -> bool:
        names = found.keys() == self.after.keys()
        return names and all(found[path] == self.after[path] for path in found if path not in self.scene.opaque)


def _kind(path: Path) -> str:
    """What was left, without what differs each time."""
    return f"{path.parent.name}/{re.sub('[0-9a-f]{4,}|[0-9]+', '', path.name)}"


def told(trial: Trial) -> None:
    """Print the figures, and fail with what was wrong."""
    count, wrong, took = len(trial.operations), len(trial.violations), time.monotonic() - trial.begun
    print(f"{trial.scene.name}: {count} operations, {trial.tried} tries, {wrong} violations, {took:.0f} s")
    assert not trial.violations, "\n" + "\n".join(trial.violations[:20])


def _below(folder: str, found: Files) -> Files:
    return {path: content for path, content in found.items() if path.startswith(folder + "/")}
