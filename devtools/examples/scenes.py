"""What an example of a docstring means: the files it describes, over a smallest clean chart.

    key: value                       lies over the smallest record the rule is about; `key:` removes
    --- session 2026-03-03           opens another record; type, client and date are derived from it
    --- session 2026-03-03 of C-0002 the same in another client's chart
    --- agency riverside             a record of the practice
    --- no plan                      takes records of the smallest chart away
    --- text sessions/2026-03-03.md  the file exactly as written below, for faults of the text itself
    --- identities                   the identity map, which lies outside of the records
    @ 2026-03-20 Dana Ruiz           commits what stands so far into a pretend history
    today: 2026-05-01                the day it is; otherwise the day after the last record, or what happened last
    practice: note_within = "24 hours"   a line for caseload.toml
                                     (both stand above `--- text`: below it everything is the file's)

The body begins after a blank line or with the first heading. Sections lie over those of the same
title, a heading with nothing below it takes its section away; text without a heading is the whole
body, and `(no text)` empties it, or the section it stands in. Nothing here reads or writes a
file: trying.py does, when an example is put to the test.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from caseload_tools.chart.records import RECORD_TYPES
from caseload_tools.chart.records.base import Record, RecordType
from caseload_tools.chart.records.day_keys import HAPPENED, YEARS
from caseload_tools.dates import parse_day
from caseload_tools.history.readers.pretend_history import PretendStep
from caseload_tools.lint.rule import Rule, WrongRule

CLIENT = "C-0001"
NO_TEXT = "(no text)"
IDENTITIES = "identities.toml"
CONSENT_TO_TREATMENT = "2026-01-05-treatment"
_HEADER = re.compile(r"--- (\S.*)\Z")
_COMMIT = re.compile(r"@ (\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?) (\S.*)\Z")
_HAPPENED_NAMES = {key.rpartition("/")[2] for key, years in YEARS.items() if years == HAPPENED} - {"date", "at", "on"}
_HAPPENED = re.compile(rf"\b(?:{'|'.join(sorted(_HAPPENED_NAMES))}): (\d{{4}}-\d{{2}}-\d{{2}})\b")
_DIRECTIVE = re.compile(r"(today|practice):\s+(\S.*)\Z")
_KEY = re.compile(r"([^\s#:\-][^:]*):(?:\s|\Z)")
_DATE = re.compile(r"(?<![\w/-])\d{4}-\d{2}-\d{2}(?!\d)")
_LINK = re.compile(r"\b([a-z-]+)/((?:[a-z-]+/)?[\w-]+)")
_NAMES = {
    "agency": "riverside",
    "complaint": "2026-02-02",
    "policy": "follow-up",
    "group": "coping-skills/2026-01-19",
    "household": "1",
}
# Records that the smallest ones link to and that need more than the smallest of their own type.
_RELEASE = (
    "kind: release-of-information\nto: agencies/riverside\nfrom: dana.ruiz\n"
    "information: [attendance, work goals]\npurpose: help in finding work\nexpires: 2027-01-12"
)


@dataclass(frozen=True, slots=True)
class Scene:
    """An example made whole: every file by its path, the pretended past, the day, the practice's settings."""

    files: Mapping[str, str]
    past: tuple[PretendStep, ...]
    today: date
    settings: str


def scene_of(rule: Rule, text: str) -> Scene:
    """The files that an example describes. Raises WrongRule when a line of it means nothing."""
    builder = _Builder(rule)
    for line in text.splitlines():
        builder.read(line)
    return builder.finish()


def about(rule: Rule) -> str:
    """The word of the record type that the first lines of a rule's examples describe."""
    first = rule.over[0]
    for word, known in RECORD_TYPES.items():
        if first is known.cls:
            return word
    if first.__name__ in ("Chart", "Caseload"):
        return "client"
    same_file = [word for word, known in RECORD_TYPES.items() if known.cls.__module__ == first.__module__]
    return same_file[0] if same_file and not issubclass(first, Record) else "session"


@dataclass(slots=True)
class _Builder:
    rule: Rule
    files: dict[str, str] = field(default_factory=dict)
    past: list[PretendStep] = field(default_factory=list)
    settings: list[str] = field(default_factory=list)
    today: date | None = None
    path: str = ""
    lines: list[str] = field(default_factory=list)
    exact: bool = False
    in_body: bool = False
    opened: set[str] = field(default_factory=set)

    word: str = ""

    def __post_init__(self) -> None:
        self._clean_chart(CLIENT)
        self.word = about(self.rule)
        self.path = self._place(self.word, _first_name(self.word), CLIENT)

    def read(self, line: str) -> None:
        """Take one line of the example."""
        if header := _HEADER.match(line):
            self._close()
            self._open(header.group(1).split())
        elif commit := _COMMIT.match(line):
            self._close()
            self._commit(commit.group(1), commit.group(2))
        elif said := _DIRECTIVE.match(line):
            self._direct(said.group(1), said.group(2))
        elif line.startswith("@ ") and not self.exact:
            raise WrongRule(
                f"{self.rule.code}: `{line}` commits nothing", "write `@ 2026-03-20 Dana Ruiz`: a date, then who"
            )
        else:
            front = any(each.strip() for each in self.lines)
            self.in_body = self.in_body or (not self.exact and _begins_body(line, front))
            self.lines.append(line)

    def finish(self) -> Scene:
        self._close()
        if self.word not in self.opened:
            self._write(self._place(self.word, _first_name(self.word), CLIENT), [])
        today = self.today or max(self._days_past()) + timedelta(days=1)
        return Scene(self.files, tuple(self.past), today, "\n".join(self.settings))

    def _days_past(self) -> Iterator[date]:
        """The days of commits, of what has happened, and of all records but planned sessions, which are to come."""
        yield date(2026, 1, 5)
        yield from (date.fromisoformat(str(day)[:10]) for day, _, _ in self.past)
        for path, text in self.files.items():
            day = parse_day(path.removesuffix(".md").rpartition("/")[2][:10])
            if day is not None and "\nattendance: scheduled\n" not in text:
                yield day
                yield from filter(None, map(parse_day, _HAPPENED.findall(text)))

    def _direct(self, word: str, said: str) -> None:
        if self.exact:
            raise WrongRule(
                f"{self.rule.code}: `{word}: {said}` would become a line of {self.path}, which is written exactly",
                f'move it above the line `--- text …`; a key of the file itself is written in quotes: `"{word}":`',
            )
        if word == "practice":
            self.settings.append(said)
            return
        self.today = parse_day(said)
        if self.today is None:
            raise WrongRule(f"{self.rule.code}: `today: {said}` is not a date", "write it as YYYY-MM-DD")

    def _open(self, words: list[str]) -> None:
        client = CLIENT
        if "of" in words[:-1]:
            client = words[words.index("of") + 1]
            words = words[: words.index("of")]
            self._clean_chart(client)
        if words[0] == "no":
            return self._remove(*words[1:3])
        if words[0] == "identities":
            self.exact, self.path = True, IDENTITIES
            return None
        self.exact = words[0] == "text"
        words = words[1:] if self.exact else words
        if self.exact and "/" in words[0]:
            inside = words[0].startswith("records/")
            self.path = words[0] if inside else f"records/clients/{client}/{words[0]}"
            self.opened.add(self.word)
        else:
            self.path = self._place(words[0], words[1] if len(words) > 1 else _first_name(words[0]), client)
            self.opened.add(words[0])
        if not self.exact:
            self._write(self.path, [])
        return None

    def _remove(self, word: str = "", name: str = "") -> None:
        folder = self._place(word, name or "*", CLIENT).partition("*")[0]
        self.files = {path: text for path, text in self.files.items() if not path.startswith(folder)}
        self.opened.add(word)

    def _close(self) -> None:
        """Write down the record that stands open."""
        if self.exact:
            self.files[self.path] = "\n".join(self.lines) + "\n"
        elif any(line.strip() for line in self.lines):
            self._write(self.path, self.lines)
            self.opened.add(_word_at(self.path))
        self.lines, self.exact, self.in_body = [], False, False

    def _commit(self, day: str, author: str) -> None:
        before: Mapping[str, str | None] = self.past[-1][2] if self.past else {}
        self.past.append((day, author, {**dict.fromkeys(before), **self.files}))

    def _write(self, path: str, lines: list[str]) -> None:
        if path not in self.files:
            self.files[path] = _smallest(path)
            self._write_linked(path)
        self.files[path] = lay_over(self.files[path], lines)

    def _write_linked(self, path: str) -> None:
        """What the smallest record links to must be there, or no clean example could be written."""
        folders = {known.folder: word for word, known in RECORD_TYPES.items() if known.folder}
        for folder, name in _LINK.findall(self.files[path]):
            if folder in folders:
                linked = self._place(folders[folder], name, _client_at(path))
                if linked not in self.files:
                    self._write(linked, [])

    def _clean_chart(self, client: str) -> None:
        for word, name in (("client", ""), ("consent", CONSENT_TO_TREATMENT), ("assessment", ""), ("plan", "")):
            path = self._place(word, name or _first_name(word), client)
            if path not in self.files:
                self._write(path, [])

    def _place(self, word: str, name: str, client: str) -> str:
        known = RECORD_TYPES.get(word)
        if known is None:
            raise WrongRule(
                f"{self.rule.code}: an example opens a record of an unknown type `{word}`",
                f"write one of {', '.join(RECORD_TYPES)}",
            )
        return _path(known, name, client)


def _path(known: RecordType, name: str, client: str) -> str:
    if known.of_practice:
        return f"records/practice/{known.folder}/{name}.md"
    return f"records/clients/{client}/" + (f"{known.folder}/{name}.md" if known.folder else "client.md")


def _word_at(path: str) -> str:
    """The type of the records that belong at a path."""
    folder = path.split("/")[3 if path.startswith("records/clients/") else 2]
    words = {known.folder: word for word, known in RECORD_TYPES.items()}
    return words.get(folder, words[""])


def _client_at(path: str) -> str:
    return path.split("/")[2] if path.startswith("records/clients/") else CLIENT


def _first_name(word: str) -> str:
    """The name of the file in which the smallest record of a type would stand."""
    text = RECORD_TYPES[word].smallest if word in RECORD_TYPES else ""
    found = re.search(r"^(?:date|received): (\S+)", text, re.MULTILINE)
    return _NAMES.get(word) or (found.group(1) if found else "")


def _smallest(path: str) -> str:
    """The smallest record of the type that belongs at a path, moved to its client and day."""
    word, name = _word_at(path), path.removesuffix(".md").rpartition("/")[2]
    text = RECORD_TYPES[word].smallest.replace(CLIENT, _client_at(path))
    if word == "consent" and name.endswith("-riverside"):
        text = lay_over(text, _RELEASE.splitlines())
    own, wanted = parse_day(_first_name(word).rpartition("/")[2]), parse_day(name[:10])
    if own is None or wanted is None:
        return text
    return _DATE.sub(lambda found: _moved(found.group(), wanted - own), text)


def _moved(text: str, by: timedelta) -> str:
    day = parse_day(text)
    return (day + by).isoformat() if day else text


# --- laying keys over a record -------------------------------------------------------------


def lay_over(text: str, lines: list[str]) -> str:
    """The record with the keys and the body of `lines` in place of its own; `key:` alone removes a key."""
    _, front, body = text.split("---\n", 2)
    said, new_body = _cut(lines)
    standing = _chunks(front.splitlines())
    seen: set[str] = set()
    for key, chunk in _chunks(said):
        known = [index for index, (name, _) in enumerate(standing) if name == key]
        if chunk[-1].strip() == f"{key}:" and key:
            standing = [each for each in standing if each[0] != key]
        elif known and key not in seen:
            standing[known[0]] = (key, chunk)
        else:
            # A key given twice stands twice: that is how an example shows a repeated key.
            standing.append((key, chunk))
        seen.add(key)
    told = "\n".join(line for _, chunk in standing for line in chunk)
    return f"---\n{told}\n---\n" + (_body_over(body, new_body) if new_body else body)


def _body_over(body: str, said: str) -> str:
    """The body with the sections of `said` in place of its own, or `said` alone when it has no heading first."""
    if said == NO_TEXT:
        return ""
    if not said.startswith("## "):
        return f"\n{said}\n"
    sections = _sections(body)
    for title, text in _sections(said).items():
        if text.strip():
            sections[title] = "" if text.strip() == NO_TEXT else text
        else:
            sections.pop(title, None)
    return "".join(f"\n## {title}\n\n{text}\n" if title else f"\n{text}\n" for title, text in sections.items())


def _sections(body: str) -> dict[str, str]:
    """Text by heading of level 2, with what stands above the first under the empty title."""
    above, *cut = re.split(r"^## ", body, flags=re.MULTILINE)
    found = {"": above.strip()} if above.strip() else {}
    for each in cut:
        title, _, text = each.partition("\n")
        found[title.strip()] = text.strip("\n")
    return found


def _cut(lines: list[str]) -> tuple[list[str], str]:
    """An example's lines as front matter lines and body."""
    front: list[str] = []
    for index, line in enumerate(lines):
        if _begins_body(line, bool(front)):
            return front, "\n".join(lines[index:]).strip("\n")
        front += [line] if line.strip() else []
    return front, ""


def _begins_body(line: str, after_keys: bool) -> bool:
    if not line.strip():
        return after_keys
    return line.startswith("## ") or not (_KEY.match(line) or line.startswith((" ", "-", "#")))


def _chunks(lines: list[str]) -> list[tuple[str, list[str]]]:
    """Top-level keys with their lines; comments belong to the key below them."""
    chunks: list[tuple[str, list[str]]] = []
    waiting: list[str] = []
    for line in lines:
        if match := _KEY.match(line):
            chunks.append((match.group(1).strip(), [*waiting, line]))
            waiting = []
        elif line.startswith("#") or not chunks:
            waiting.append(line)
        else:
            chunks[-1][1].append(line)
    return [*chunks, ("", waiting)] if waiting else chunks
