"""Whose chart a path is in, and which record of it: asked of the path alone, by everybody who has one.

The reader of charts, lint, the log, the audit, the hooks and the import ask here, so that none of them takes a file for
a record of another chart than the rest, and so does what decides what has moved. For paths of the past too, which may
be anything: it never fails and never looks at the disk.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from caseload_tools.text.client_codes import begins_as_usual, looks_like_code

CLIENTS = "records/clients"
PRACTICE = "records/practice"
ATTACHMENTS = "attachments"
HIDDEN = (".", "~")
NOT_LOOKED_AT = "git does not look at it, so that it never comes to be committed"
"""What is said of a record at a path that git was told to pass over."""
"""The name of what an editor or a system leaves beside a file."""
# A record in the folder of a client, which begins with `C-`: nearly all that is ever asked for.
_IN_CHART = re.compile(r"(records/clients/(?:(?!C-)[^/]*/)*+(C-[^/]*))/(.*)", re.DOTALL).fullmatch
# A step of a path that keeps what lies below it from being read as a record.
_UNREAD = re.compile(r"(?:\A|/)(?:[.~]|attachments/)").search
LEAST_SHARED = len("2026-01-31")
"""How many letters of their names namesakes share, or the whole of the shorter one."""
_FIRST = 2  # the first folder below records/clients, counted in steps
TYPE_OF_FOLDER = {
    "": "client",
    "addenda": "addendum",
    "agencies": "agency",
    "assessments": "assessment",
    "charges": "charge",
    "complaints": "complaint",
    "consents": "consent",
    "contacts": "contact",
    "discharge": "discharge",
    "disclosures": "disclosure",
    "feedback": "feedback",
    "groups": "group",
    "households": "household",
    "incidents": "incident",
    "measures": "measure",
    "meetings": "meeting",
    "plans": "plan",
    "policies": "policy",
    "referrals": "referral",
    "reviews": "review",
    "safety": "safety-plan",
    "sessions": "session",
    "tasks": "task",
}
"""The word after `type:` of the records in a folder of a chart, or of the practice; none for client.md.

Here and not where the types are made, since what has moved is told without them. Each type says its folder as well, and
is refused when this says another.
"""


class RecordPath(NamedTuple):
    """What a path means. `client` and `folder`, that of the chart, are empty outside of charts.

    `link` is as records link to each other, from the chart's folder or the practice's; `word` is the type of record
    that belongs there, empty where none does.
    """

    client: str
    link: str
    word: str
    folder: str = ""

    @classmethod
    def parse(cls, path: str) -> RecordPath:
        """What a path from the practice's root means."""
        if found := _IN_CHART(path):
            folder, client, below = found.groups()
        elif folder := _folder_without_c(path):
            client, below = folder.rpartition("/")[2], path[len(folder) + 1 :]
        else:
            client, below = "", path.removeprefix(PRACTICE + "/").removeprefix("records/")
        if not below.endswith(".md"):
            return cls(client, below, "", folder)
        link = below.removesuffix(".md")
        if _UNREAD(path) or not (client or path.startswith(PRACTICE + "/")):
            return cls(client, link, "", folder)
        return cls(client, link, word_of(link, client), folder)


def name_in_chart(path: str) -> str:
    """What links and people know a record by, in whatever folder its chart lies: `C-0142/sessions/2026-11-03`.

    Outside of charts it is the whole path.
    """
    where = RecordPath.parse(path)
    return f"{where.client}/{where.link}" if where.client else path.removesuffix(".md")


def client_and_link(name: str) -> tuple[str, str]:
    """The other way round: what `C-0142/sessions/2026-11-03` names. A link has no client, nor has the practice."""
    first, _, below = name.removesuffix(".md").partition("/")
    if first == "practice" and below:
        return "", below
    names_chart = below == "client" or holds_records(below.partition("/")[0])
    if below and not holds_records(first) and first != ATTACHMENTS and (may_be_chart_name(first) or names_chart):
        return first, below
    return "", name.removesuffix(".md")


def kind_in_chart(path: str) -> str:
    """The folder below the chart, or the practice's, such as `sessions`; for what lies in the chart, its name."""
    return RecordPath.parse(path).link.partition("/")[0]


def chart_of(path: str) -> str:
    """The chart that a file lies in: its client, or `practice`; empty for neither."""
    return RecordPath.parse(path).client or ("practice" if path.startswith(PRACTICE + "/") else "")


def is_read(path: str) -> bool:
    """Whether a file at this path is read as a record of a chart, or of the practice, so that people come to see it."""
    return bool(RecordPath.parse(path).word)


def place_of_move(was: str, path: str) -> str:
    """How everybody says where a record went that left its chart: `into another client's chart`."""
    if not is_read(path):
        return "to where nobody reads it"
    if not RecordPath.parse(path).client:
        return "among the practice's own records"
    return "into another client's chart" if RecordPath.parse(was).client else "into a client's chart"


def is_namesake(path: str, other: str) -> bool:
    """Whether two records of one type and day lie side by side, so that one name would have done for either.

    What has no day in its name, such as an agency, has a number behind it.
    """
    (folder, _, name), (there, _, beside) = path.rpartition("/"), other.rpartition("/")
    stem, other_stem = name.removesuffix(".md"), beside.removesuffix(".md")
    numbered = stem.startswith(f"{other_stem}-") or other_stem.startswith(f"{stem}-")
    alike = name[:LEAST_SHARED] == beside[:LEAST_SHARED] or numbered
    return is_read(path) and is_read(other) and folder == there and name != beside and alike


def is_attached(path: str) -> bool:
    """Whether a file was put among the papers of a chart: any file, which nobody reads as a record."""
    return f"/{ATTACHMENTS}/" in path


def is_filed(path: str) -> bool:
    """Whether an attached file lies where people come to see it: no folder above it is hidden, and its name is not."""
    return is_attached(path) and not any(step.startswith(HIDDEN) for step in path.split("/"))


def word_of(link: str, client: str) -> str:
    """The type of record that a link of a client's chart names, or of the practice for no client; empty for none."""
    folder, slash, _ = link.partition("/")
    if slash:
        return TYPE_OF_FOLDER.get(folder, "")
    return TYPE_OF_FOLDER.get("", "") if client and link == "client" else ""


def is_chart_name(name: str) -> bool:
    """Whether a folder of this name is a client's whatever it holds. Others are when they hold what a chart holds."""
    return begins_as_usual(name)


def may_be_chart_name(name: str) -> bool:
    """Whether some practice could have a chart of this name: one of its own form is a chart where it says so."""
    return is_chart_name(name) or looks_like_code(name)


def holds_records(name: str) -> bool:
    """Whether a folder of this name makes the one it lies in a chart: `sessions`, `plans`."""
    return bool(name) and name in TYPE_OF_FOLDER


def _folder_without_c(path: str) -> str:
    """The folder of a chart whose name does not begin with `C-`: above a folder of records, what is named by a code.

    With no such name it is what holds client.md, or a folder of records. A file that lies in neither is counted to the
    first folder below records/clients; one that lies in none, to none.
    """
    steps = path.split("/")
    folders = steps[:-1]
    if not path.startswith(CLIENTS + "/") or len(folders) <= _FIRST:
        return ""
    end = next((at for at in range(_FIRST, len(folders)) if holds_records(folders[at])), len(folders))
    named = next((at for at in range(end - 1, _FIRST - 1, -1) if looks_like_code(folders[at])), 0)
    if named:
        return "/".join(folders[: named + 1])
    if steps[-1] == "client.md":
        return "/".join(folders)
    kept = next((at for at in range(_FIRST + 1, len(folders)) if holds_records(folders[at])), 0)
    if not kept and holds_records(folders[_FIRST]):
        return ""
    return "/".join(folders[: kept or _FIRST + 1])
