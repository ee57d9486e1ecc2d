"""A practice whose clients' codes have a form of its own is told the same by every tool as one with `C-` codes.

The same practice twice, apart from the codes and from what follows of them (digests, names of commits): each command is
typed in both, and the answers are compared with the codes of one written as those of the other.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from caseload_tools import open_practice, to_rows
from caseload_tools.desk.demo.resealing import resealed
from tests import hook_scenes as scenes
from tests.conftest import TODAY, run_caseload
from tests.speeds import one_of_each

FORM = "Mon-0000"
SETTING = f'client_codes = "{FORM}"'
NOW = {"CASELOAD_NOW": "2026-11-24 15:00", "GIT_AUTHOR_DATE": "2026-11-24T15:30:00Z"}
NOW["GIT_COMMITTER_DATE"] = NOW["GIT_AUTHOR_DATE"]
UNSIGNED = "sessions/2026-11-24"
MAPPING = """
system = "brook"

[tables.calls]
key = "id"

[[record]]
type = "contact"
from = "calls"
client = "@-{client}"
date = "{day}"
[record.set]
with = "client"
channel = "phone"
direction = "out"
purpose = "reminder"
outcome = "Reminded of Tuesday."
staff = "m.okafor"
"""
CALLS = """id,client,day
2,0095,2026-11-23
3,95,2026-11-23
"""
# What is typed on one day, by what it is called here; the words are those of the practice with `C-` codes.
TYPED = {
    "new client": "caseload new client C-0200 --programme outpatient --staff m.okafor",
    "new client again": "caseload new client C-0142 --programme outpatient --staff m.okafor",
    "new session": "caseload new session C-0095 --date 2026-11-23 --time 14:00-14:50",
    "sign": "caseload sign --as m.okafor C-0142/sessions/2026-10-13",
    "sign for the client": "caseload sign --as m.okafor --paper C-0142/plans/2026-11-20",
    "sign for a guardian": "caseload sign --as m.okafor --paper --guardian C-0095 C-0142/plans/2026-11-20",
    "addend": "caseload addend C-0142/sessions/2026-10-20 --kind addendum --reason call --text Rang. --as m.okafor",
    "add": "git add records/clients/C-0142 records/clients/C-0200",
    "a message without a word": "git commit --message=C-0142,C-0200:update",
    "a message without a code": "git commit --message=Signed",
    "a message with a name": "git commit --message=C-0142,C-0200:Lindgren",
    "a message with codes": "git commit --message=C-0142,C-0200:signed",
    "push": "git push --quiet office main",
    "alter": "git rm --quiet records/clients/C-0142/sessions/2026-10-13.md",
    "a signed note is gone": "git commit --message=C-0142:shortened",
    "put back": "git reset --quiet --hard",
}


@dataclass
class Side:
    """One of the two practices; `code` is what its clients' codes begin with."""

    root: Path
    code: str
    done: dict[str, scenes.Done] = field(default_factory=dict)

    def written(self, text: str) -> str:
        """A text about `C-` codes as this practice would write it."""
        return text.replace("C-0", f"{self.code}-0").replace("c-0", f"{self.code.lower()}-0")

    def file(self, path: str) -> Path:
        """A file of the practice, by its path with `C-` codes."""
        return self.root / self.written(path)

    def read(self, text: str) -> str:
        """What was said here, with `C-` codes, and without what follows from the codes."""
        text = text.replace(str(self.root.parent), "@").replace(f"{self.code}-0", "C-0")
        text = text.replace(f"{self.code.lower()}-0", "c-0")
        text = re.sub(r"\b[0-9a-f]{7,64}\b", "#", text)
        text = re.sub(r"<td>[\d,]+</td><td>#", "<td>bytes</td><td>#", text)
        # A longer code makes a wider column, and other line ends.
        return re.sub(r"[\s│─━╭╮╰╯┃|-]+", "", text)

    def here(self, *words: str) -> scenes.Done:
        return scenes.here(self.root, *map(self.written, words))

    def typed(self, line: str) -> scenes.Done:
        """What a command line says, typed in the practice's folder at one time."""
        program, *words = self.written(line).split()
        if program == "git":
            return scenes.run(self.root, program, *words, **NOW)
        done = run_caseload(*words, cwd=self.root, env=dict(NOW))
        return scenes.Done(done.code, done.out + done.err)


def _rewritten(side: Side) -> None:
    """The practice with other codes from its first day: digests are those of what was signed with them."""
    records = side.root / "records"
    for path in sorted(records.rglob("*.md")):
        before = path.read_text(encoding="utf-8")
        path.write_text(resealed(before, side.written(before)), encoding="utf-8", newline="\n")
    for name in ("C-0142", "C-0095"):
        (records / "clients" / name).rename(side.file(f"records/clients/{name}"))
    identities = side.root.parent / "identities.toml"
    identities.write_text(side.written(identities.read_text(encoding="utf-8")), encoding="utf-8")


def _made(folder: Path, code: str) -> Side:
    folder.mkdir()
    side = Side(scenes.make_practice(folder), code)
    shutil.rmtree(side.root / ".git")
    settings = side.root / "caseload.toml"
    line = SETTING if code == "Mon" else "# " + SETTING
    settings.write_text(f"{line}\n{settings.read_text(encoding='utf-8')}", encoding="utf-8")
    _rewritten(side)
    return side


def _begun(side: Side) -> None:
    """Committed, with hooks and a remote that only grows; the newest plan waits for the client's signature."""
    plan = side.file("records/clients/C-0142/plans/2026-11-20.md")
    text = plan.read_text(encoding="utf-8")
    cut = re.sub(rf"  - by: {side.code}-0142\n(?:    .*\n)+", "", text)
    assert cut != text
    plan.write_text(cut, encoding="utf-8", newline="\n")
    for line in ("init --quiet --initial-branch=main", "add --all", "commit --quiet --message Begin"):
        assert side.typed(f"git {line}").code == 0
    scenes.hooked(side.root)
    kept = side.root.parent / "kept.git"
    scenes.append_only(kept)
    assert side.typed(f"git remote add office {kept}").code == 0


@pytest.fixture(scope="module")
def both(clean_environment: None, tmp_path_factory: pytest.TempPathFactory) -> tuple[Side, Side]:
    place = tmp_path_factory.mktemp("codes")
    sides = (_made(place / "usual", "C"), _made(place / "own", "Mon"))
    for side in sides:
        _begun(side)
        side.done.update({name: side.typed(line) for name, line in TYPED.items()})
    return sides


def _same(both: tuple[Side, Side], ask: Callable[[Side], scenes.Done]) -> str:
    """What both were told, in the words of the one with `C-` codes."""
    usual, own = map(ask, both)
    told = both[0].read(usual.said)
    assert (usual.code, told) == (own.code, both[1].read(own.said))
    assert not re.search("C-0", own.said), "it is told codes of another form than its own"
    return told


@pytest.mark.parametrize("name", TYPED)
def test_a_day_of_work(both: tuple[Side, Side], name: str) -> None:
    _same(both, lambda side: side.done[name])
    refused = name.startswith("a message with") and name != "a message with codes"
    refused |= name in ("new client again", "sign for a guardian", "a signed note is gone")
    assert both[0].done[name].code == (1 if name.startswith("a ") and refused else 2 if refused else 0)


# What is asked afterwards; each answer is that of the other practice.
ASKED = [
    "lint --format concise",
    "lint --client C-0142 --format json",
    "lint C-0142",
    "lint records/clients/C-0142",
    "due --format json",
    "due --client C-0142",
    "due C-0142",
    "show C-0142",
    "show C-0142 --format json",
    "show C-0421",
    "show c-0142",
    "report",
    "report figures",
    "report statement --client C-0142",
    "report progress --client C-0142",
    "audit log --client C-0142",
    "audit log --record C-0142/sessions/2026-10-13",
    "audit log --record sessions/2026-10-13",
    "audit log --format json",
    "audit verify",
    "audit sample --count 2",
    "diff HEAD~1 HEAD C-0142",
    "diff HEAD~1 HEAD c-0142 --values",
    "diff HEAD~1 HEAD --format json",
    "diff HEAD~1 HEAD C-0999",
    "diff HEAD~1 HEAD HEAD C-0142",
    "identities check",
    "explain STR004 session",
    "fix --diff",
    "doctor --format json",
]


def _of_command(line: str) -> str:
    return line.partition(" ")[0] if not line.startswith("audit ") else " ".join(line.split()[:2])


@pytest.mark.parametrize("line", one_of_each(ASKED, _of_command))
def test_what_is_asked(both: tuple[Side, Side], line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASELOAD_NOW", NOW["CASELOAD_NOW"])
    monkeypatch.setenv("COLUMNS", "400")  # a longer code wraps the columns beside it elsewhere
    said = _same(both, lambda side: side.here(*line.split()))
    assert said.strip()


def _codes_in(folder: Path, side: Side) -> dict[str, str]:
    """The names and texts of a built site, as `Side.read` gives them."""
    kinds = (".html", ".json", ".md", ".csv", ".xml")
    files = (each for each in folder.rglob("*") if each.is_file())
    return {
        side.read(each.relative_to(folder).as_posix()): side.read(each.read_text("utf-8"))
        if each.suffix in kinds
        else ""
        for each in files
    }


def test_the_site(both: tuple[Side, Side], tmp_path: Path) -> None:
    """Each page, its address and what the search knows: built with the charts of two clients."""
    sites = []
    for side in both:
        out = tmp_path / side.code
        done = side.here("build", "--out", str(out))
        assert done.code == 0, done.said
        sites.append(_codes_in(out, side))
    usual, own = sites
    assert usual.keys() == own.keys()
    assert [name for name in usual if usual[name] != own[name]] == []
    assert (tmp_path / "Mon/clients/Mon-0142.html").is_file()
    assert "Mon-0142" in (tmp_path / "Mon/search/search_index.json").read_text(encoding="utf-8")


def test_a_folder_for_an_auditor(both: tuple[Side, Side], tmp_path: Path) -> None:
    folders = []
    for side in both:
        out = tmp_path / side.code
        done = side.here("audit", "report", "--out", str(out), "--client", "C-0142")
        assert done.code == 0, done.said
        folders.append(_codes_in(out, side))
    assert folders[0] == folders[1]


def test_python(both: tuple[Side, Side]) -> None:
    told = []
    for side in both:
        opened = open_practice(side.root, today=TODAY)
        chart = opened.chart(side.written("C-0142"))
        values = (opened.due(), opened.findings(), chart.records, opened.history(client=chart.id))
        told.append(side.read(json.dumps([to_rows(rows) for rows in values], default=str)))
    assert told[0] == told[1]


# What is wrong in a chart, by its path: what is put there, or put for other words.
SLIPS = {
    "records/clients/C-0142/contacts/2026-11-19.md": "{contact}\nCame together with C-0417, and C-0142.\n",
    "records/clients/C-0142/contacts/2026-11-21.md": "{contact}\nAnna Lindgren rang.\n",
    "records/clients/C-0095/contacts/2026-11-21.md": "{contact}\nAnna Lindgren rang.\n",
    "records/clients/C-0095/contacts/2026-11-20.md": "{contact}".replace("C-0095", "C-0142"),
    "records/clients/C-0142/sesions/2026-11-21.md": "{contact}",
    "records/clients/C-0142/old/sessions/2026-11-21.md": "{contact}",
    "records/clients/C-0142/scan.pdf": "x",
    "records/clients/C-0142/attachments/scan.pdf": "x",
    "records/clients/C-0095/contacts/2026-11-20 2.md": "{contact}",
    "records/clients/north/C-0142/sessions/2026-11-21.md": "{contact}",
    "records/clients/north/C-0301/notes.md": "{contact}",
    "records/clients/C-0302/notes.md": "{contact}",
    "records/clients/C-0303/contacts/2026-11-21-218-555-0142.md": "{contact}",
    "records/clients/C-0304/contacts/lindgren.md": "{contact}",
    "records/practice/policies/C-0142.md": "{contact}",
}
CONTACT = """---
type: contact
client: {code}
date: 2026-11-21
with: client
channel: phone
direction: out
purpose: reminder
outcome: Reminded of Tuesday.
staff: m.okafor
---
"""


@pytest.fixture(scope="module")
def slipped(both: tuple[Side, Side], tmp_path_factory: pytest.TempPathFactory) -> tuple[Side, Side]:
    """The same practices with slips in them, without a past."""
    place = tmp_path_factory.mktemp("slips")
    sides = []
    for side in both:
        away = shutil.ignore_patterns(".git")
        root = shutil.copytree(side.root.parent, place / side.root.parent.name, ignore=away) / "clinic"
        for path, text in SLIPS.items():
            file = root / side.written(path)
            file.parent.mkdir(parents=True, exist_ok=True)
            code = (re.findall(r"C-\d+", path) or ["C-0142"])[-1]
            text = text.replace("{contact}", CONTACT.replace("{code}", "C-0087" if "11-20.md" in path else code))
            file.write_text(side.written(text), encoding="utf-8")
        sides.append(Side(root, side.code))
    return sides[0], sides[1]


def test_what_is_wrong_in_a_chart(slipped: tuple[Side, Side]) -> None:
    """Each slip is found at its place; what is in no chart, in a second folder or named for somebody too."""
    told = json.loads(slipped[1].here("lint", "--format", "json", "--no-baseline").said)
    found = {(each["path"], each["code"]) for each in told["findings"]}
    of = {
        code: sum(1 for _, each in found if each == code) for code in ("LNK015", "PRV003", "PRV012", "PRV005", "STR014")
    }
    assert all(of.values()), of
    _same(slipped, lambda side: side.here("lint", "--format", "concise"))


@pytest.mark.parametrize(
    "line", ["due", "show C-0142", "show C-0304", "lint --client C-0301", "report", "identities check"]
)
def test_every_tool_says_the_same_of_charts_with_slips(slipped: tuple[Side, Side], line: str) -> None:
    _same(slipped, lambda side: side.here(*line.split()))


def test_an_import(slipped: tuple[Side, Side], tmp_path: Path) -> None:
    """Rows go into the charts that are there; a row whose code is none is refused, in the words of the practice."""
    (tmp_path / "calls.csv").write_text(CALLS, encoding="utf-8")
    (tmp_path / "rest.csv").write_text("id\n", encoding="utf-8")
    said = []
    for side in slipped:
        (tmp_path / f"{side.code}.toml").write_text(MAPPING.replace("@", side.code), encoding="utf-8")
        said.append(side.here("import", "csv", "--map", str(tmp_path / f"{side.code}.toml"), str(tmp_path)))
        assert side.file("records/clients/C-0095/contacts/2026-11-23.md").is_file(), said[-1]
    assert "it should be `Mon-0000` with a digit for each 0, such as Mon-0142" in said[1].said
    assert "it should be `C-` and three to twelve digits or capitals" in said[0].said


@pytest.mark.parametrize("line", ["caseload show {}-01", "caseload new session {}-00", "caseload due --client {}-"])
def test_tab(both: tuple[Side, Side], line: str) -> None:
    for side in both:
        for typed in (side.code, side.code.lower()):
            asked = line.format(typed)
            words: dict[str, str | None] = {
                "COMP_WORDS": asked,
                "COMP_CWORD": str(len(asked.split()) - 1),
                "_CASELOAD_COMPLETE": "bash_complete",
            }
            offered = run_caseload(cwd=side.root, env=words).out.split()
            assert offered and all(each.startswith(f"plain,{side.code}-0") for each in offered), offered


def test_codes_that_each_practice_knows_stay_valid_beside_its_own(slipped: tuple[Side, Side]) -> None:
    own = slipped[1].root
    done = scenes.here(own, "new", "client", "C-0500", "--programme", "outpatient", "--staff", "m.okafor")
    assert done.code == 0, done.said
    told = scenes.here(own, "lint", "--client", "C-0500", "--format", "json", "--select", "STR004")
    assert [each for each in json.loads(told.said)["findings"] if "client id" in each["message"]] == []


def test_the_answer_to_a_wrong_code_is_the_form_of_the_practice(slipped: tuple[Side, Side]) -> None:
    usual, own = (side.root for side in slipped)
    new = ("new", "client", "Mon-14", "--programme", "outpatient", "--staff", "m.okafor")
    assert "`Mon-0000` with a digit for each 0, such as Mon-0142" in scenes.here(own, *new).said
    assert "such as C-0200" in scenes.here(usual, *new).said
    client = own / "records/clients/Mon-0200/client.md"
    client.write_text(client.read_text("utf-8").replace("client: Mon-0200", "client: Mon-200"), encoding="utf-8")
    told = scenes.here(own, "lint", "records/clients/Mon-0200", "--format", "concise").said
    assert "`client: Mon-0200`" in told and "C-0142" not in told
    (own.parent / "identities.toml").write_text('[C-14]\nnames = ["Anna"]\n', encoding="utf-8")
    assert "write [Mon-0142], with the client's id" in scenes.here(own, "identities", "check").said


def test_a_branch_that_is_named_like_another_practices_code_is_a_branch(both: tuple[Side, Side]) -> None:
    for side in both:
        assert side.typed("git branch Fix-0001").code == 0
        assert (
            "from HEAD" in side.here("diff", "HEAD", "Fix-0001").said
            or "Nothing differs" in side.here("diff", "HEAD", "Fix-0001").said
        )


def test_an_exported_schema_knows_the_form(both: tuple[Side, Side]) -> None:
    ids = [json.loads(side.here("schema", "export", "--type", "plan").said)["$defs"]["client-id"] for side in both]
    assert ids[0]["pattern"] == "^C-[0-9A-Z]{3,12}$"
    assert ids[1]["pattern"] == "^(?:C-[0-9A-Z]{3,12}|Mon-[0-9][0-9][0-9][0-9])$"
