"""Records that somebody works on: found by what was typed, acted on one after the other, each written in one step.

A path that cannot be dealt with never stops the others, and an act is worked out anew when somebody was quicker. What
may be done is for `chart.signing`. Says nothing; the command line tells what became of each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from caseload_tools.chart.caseload import Folder, checker_for, client_folders, read_chart, read_shared
from caseload_tools.chart.chart import Chart
from caseload_tools.chart.records import Record
from caseload_tools.chart.signing.act import Act, ActOutcome, Refused, carry_out
from caseload_tools.errors import CaseloadError
from caseload_tools.history.readers.lazy_history import LazyHistory
from caseload_tools.practice import FILE, Practice
from caseload_tools.text.shell import shell_word
from caseload_tools.text.signed_text import is_of_known_kind
from caseload_tools.text.writing import TakenError
from caseload_tools.values import frozen

Locate = Callable[[str], str]
"""The path of a record, from the practice's folder, that somebody typed from where they stand."""
_TURNS = 50  # each costs somebody else's success


@frozen
class Target:
    """A record that a path names, with its chart and the bytes that were read."""

    path: str
    record: Record
    chart: Chart
    raw: bytes
    past: LazyHistory


class Desk:
    """The records that somebody works on, each chart read once."""

    def __init__(
        self, root: Path, practice: Practice, moment: datetime, locate: Locate, copies_too: bool = False
    ) -> None:
        """`copies_too`: whether what is done may be done to the copy of a record; it may be declared void."""
        self._copies_too = copies_too
        self.root, self.practice, self.moment = root, practice, moment
        self._locate = locate
        self._charts: dict[str, tuple[Chart, LazyHistory]] = {}
        self.unseen: CaseloadError | None = None
        """Why something was not done: the past that it rests on could not be read."""
        self.unread: CaseloadError | None = None
        """Why a past could not be read that nothing here rests on."""

    def targets(self, paths: Iterable[str]) -> Iterator[Target | Refused]:
        """What each path names, once; why not, where it names no record of a chart."""
        for path in dict.fromkeys(paths):
            try:
                yield self._target(path)
            except CaseloadError as error:
                yield Refused(path, error.message, error.hint)

    def _target(self, path: str) -> Target:
        folders = client_folders(self.root)
        if any(path == each.id for each in folders):
            hint = f"name the record as well: {path}/sessions/2026-11-03, or the path of its file"
            raise CaseloadError("this is a whole chart, and one record of it is meant", hint)
        inner = self._by_id(path, folders) or self._locate(path)
        if (self.root / inner).is_dir():
            raise CaseloadError("this is a folder", "name the records in it one by one, or with `*.md`")
        folder = next((each for each in folders if inner.startswith(each.path + "/")), None)
        if folder is None:
            raise CaseloadError("this is no record of a chart", "only records of clients are signed and added to")
        chart, past = self._charts.get(folder.path) or self._read(folder)
        self._charts[folder.path] = chart, past
        for record in (*chart.records, *chart.voided):
            if record.path == inner:
                return Target(inner, record, chart, (self.root / inner).read_bytes(), past)
        for copy in chart.shelf.copies:
            if copy.path == inner and self._copies_too:
                return Target(inner, copy, chart, (self.root / inner).read_bytes(), past)
            if copy.path == inner:
                hint = f"`caseload lint {shell_word(inner)}` says of which"
                raise CaseloadError("this is the copy of a record, and counts for nothing", hint)
        raise CaseloadError("this file cannot be read as a record", f"`caseload lint {shell_word(inner)}` says why")

    def _by_id(self, name: str, folders: Sequence[Folder]) -> str:
        """The path of the record whose id is given: `C-0142/sessions/2026-11-03`."""
        client, _, link = name.removesuffix(".md").partition("/")
        paths = (f"{each.path}/{link}.md" for each in folders if each.id == client and link)
        return next((path for path in paths if (self.root / path).is_file()), "")

    def _read(self, folder: Folder) -> tuple[Chart, LazyHistory]:
        checker = checker_for(self.practice, self.moment.date())
        shared = read_shared(self.root, checker)
        past = LazyHistory(self.root, [folder.path, FILE])
        return read_chart(self.root, folder, self.practice, self.moment.date(), shared, checker, past), past

    def unless_unseen(self, target: Target, made: ActOutcome) -> ActOutcome:
        """The act of signing, but not of a record signed by hand whose past could not be read.

        Only the past tells what such a signature was typed under; a digest would seal whatever stands there now.
        """
        trouble = target.past.trouble
        if trouble is None or not isinstance(made, Act):
            return made
        if all(is_of_known_kind(each.digest) for each in target.record.signatures):
            self.unread = trouble
            return made
        self.unseen = trouble
        return Refused(target.path, f"what was signed by hand cannot be seen: {trouble.message}", trouble.hint)

    def act_on_each(self, paths: Iterable[str], act: Callable[[Target], ActOutcome]) -> list[ActOutcome]:
        """Do it to each record, one after the other; what fails is said and the next one comes.

        A single path that names no record is a slip at the keyboard, and an error.
        """
        paths = tuple(dict.fromkeys(paths))
        if len(paths) == 1:
            self._target(paths[0])
        done: list[ActOutcome] = []
        for target in self.targets(paths):
            outcome = target if isinstance(target, Refused) else self._try(target, act)
            done.append(outcome)
        return done

    def _try(self, target: Target, act: Callable[[Target], ActOutcome]) -> ActOutcome:
        try:
            return self._do(target, act)
        except CaseloadError as error:
            return Refused(target.path, error.message, error.hint)
        except OSError as error:
            return Refused(target.path, f"it cannot be written: {error.strerror}", "nothing was changed; try again")

    def _do(self, target: Target, act: Callable[[Target], ActOutcome]) -> ActOutcome:
        """Work it out and carry it out; once more when somebody was quicker to take the name of a new file."""
        for _ in range(_TURNS):
            outcome = act(target)
            if not isinstance(outcome, Act):
                return outcome
            with suppress(TakenError):
                carry_out(self.root, outcome)
                return outcome
            self._charts.clear()
            target = self._target(target.path)
        raise CaseloadError("others add to this chart all the time", "try again")
