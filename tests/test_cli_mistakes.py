"""What a person can do wrong at each command: exit code 2, one clear sentence, one hint, and nothing else.

Run in this process, since only the words matter; `tests/test_cli_process.py` asks real processes.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pytest

from caseload_tools.cli.app import COMMANDS, run
from tests.unprivileged import own, reachable, without_privileges

EDITED = "records/clients/C-0142/sessions/2026-12-01.md"
PUBLIC = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"  # the example of age's own manual


class Mistake(NamedTuple):
    """What was typed, and words that must stand in the sentence and in the hint."""

    typed: str
    sentence: str
    hint: str


MISTAKES = {
    "caseload": (
        Mistake("lnt", "no such command", "caseload lint"),
        Mistake("lnit", "no such command", "caseload lint"),
        Mistake("config", "no such command", "caseload --help"),
        Mistake("--bogus lint", "there is no option --bogus", "--help"),
        Mistake("-C nowhere lint", "folder given with --practice is not there", "path"),
    ),
    "lint": (
        Mistake("lint nothere.md", "no such file or folder", "check the path"),
        Mistake("lint /etc/hostname", "outside the practice", "the practice is"),
        Mistake("lint ..", "outside the practice", "the practice is"),
        Mistake("lint records/../..", "outside the practice", "the practice is"),
        Mistake("lint --select PLN99", "there is no rule `PLN99`", "did you mean"),
        Mistake("lint --no-baseline --baseline old.json", "say two things", "leave out one of them"),
        Mistake("lint --no-waivres", "there is no option --no-waivres", "did you mean `--no-allowances`?"),
        Mistake("lint --format xml", "--format does not know this word", "sarif"),
        Mistake("lint --client C-0143", "no client with this id", "did you mean `C-01"),
        Mistake("lint --as-of 24/11/2026", "--as-of is not a date", "YYYY-MM-DD"),
        Mistake("lint --today tomorrow", "--today is not a date", "YYYY-MM-DD"),
        Mistake("lint --jobs many", "--jobs must be a whole number, 0 or more", "--help"),
        Mistake("lint --baseline old.json", "baseline old.json cannot be read", "--baseline old.json"),
        Mistake("lint --baseline", "--baseline needs a value", "--help"),
        Mistake("lint --no-allowance", "there is no option --no-allowance", "--no-allowances"),
    ),
    "due": (
        Mistake("due --clinician m.okafo", "no such member of staff", "m.okafor"),
        Mistake("due --programme ward", "no such programme", "virtual-iop"),
        Mistake("due C-0142", "unexpected extra argument", "--client C-0142`"),
        Mistake("due soon", "unexpected extra argument", "due --help"),
        Mistake("due --client C-9999", "no client with this id", "records/clients"),
        Mistake("due --by week", "--by does not know this word", "clinician"),
        Mistake("due --as-of 2026-13-01", "--as-of is not a date", "YYYY-MM-DD"),
        Mistake("due today", "unexpected extra argument", "--help"),
    ),
    "hooks": (
        Mistake("hooks instal", "there is no such command", "did you mean `caseload hooks install`?"),
        Mistake("hooks message", "FILE is missing", "hooks message --help"),
        Mistake("hooks message nothere.txt", "no such file with a message", "git names it"),
        Mistake("hooks locked now", "unexpected extra argument", "hooks locked --help"),
        Mistake("hooks status --format xml", "--format does not know this word", "json"),
    ),
    "doctor": (
        Mistake("doctor C-0142", "unexpected extra argument", "--help"),
        Mistake("doctor --format xml", "--format does not know this word", "json"),
        Mistake("doctor --today soon", "--today is not a date", "YYYY-MM-DD"),
    ),
    "identities": (
        Mistake("identities check", "no identity map is named", "identities = "),
        Mistake("identities hash", "FILE is missing", "--help"),
        Mistake("identities list", "there is no such command", "identities --help"),
    ),
    "remote": (
        Mistake("remote init there.git", "--append-only is missing", "remote init --help"),
        Mistake("remote init --append-only", "FOLDER is missing", "remote init --help"),
        Mistake("remote init --append-only .", "working repository", "name a new folder"),
        Mistake("remote init --append-only records", "not empty", "does not exist yet"),
    ),
    "show": (
        Mistake("show", "CLIENT is missing", "show --help"),
        Mistake("show c-0142", "no client with this id", "did you mean `C-0142`?"),
        Mistake("show C-0142 C-0160", "unexpected extra argument", "--help"),
        Mistake("show C-0142 --format yaml", "--format does not know this word", "text, json"),
    ),
    "close": (
        Mistake("close", "CLIENT is missing", "close --help"),
        Mistake("close c-0142", "no client with this id", "did you mean `C-0142`?"),
        Mistake("close C-0142 --kind death", "--kind does not know this word", "discharge, transfer"),
        Mistake("close C-0142 --date soon", "--date is not a date", "YYYY-MM-DD"),
    ),
    "new": (
        Mistake("new", "TYPE is missing", "new --help"),
        Mistake("new sesion C-0142", "no such type of record", "`caseload new session C-0142`"),
        Mistake("new session C-9999", "no client with this id", "records/clients"),
        Mistake("new session", "say whose chart", "`caseload new session C-0142`"),
        Mistake("new session C-0142 C-0160", "say one client", "`caseload new session C-0142`"),
        Mistake("new task C-9999", "no client with this id", "records/clients"),
        Mistake("new household C-9999", "no client with this id", "records/clients"),
        Mistake("new complaint C-0142 C-0160", "names one client at most", "`caseload new complaint`"),
        Mistake("new policy C-0142", "is about no client", "`caseload new policy`"),
        Mistake("new policy", "say what it is called", "--name"),
        Mistake(
            "new case-conference C-0142", "no such type of record", "`caseload new meeting C-0142 --kind case-conf"
        ),
        Mistake("new incident C-0142 --kind theft", "--kind is not one of the known words", "`threat`"),
        Mistake("new task --name Keys", "--name does not go with `new task`", "agency, policy"),
        Mistake("new session C-0142 --date 1.2.2026", "--date is not a date", "YYYY-MM-DD"),
        Mistake("new session C-0142 --time 25:00", "--time is not a start and an end", "14:00-14:50"),
        Mistake("new session C-0142 --attendance perhaps", "--attendance is not one of", "attended"),
        Mistake("new session C-0142 --note-format poem", "--note-format is not one of", "SOAP"),
        Mistake("new session C-0142 --staff m.okafer", "--staff is not one of", "`m.okafor`"),
        Mistake("new session C-0142 --kind intake", "--kind does not go with `new session`", "assessment"),
        Mistake("new contact C-0142 --kind chat", "--kind is not one of the known words", "check-in"),
        Mistake("new measure C-0142 --kind phq", "--kind is not one of the known words", "phq"),
        Mistake("new client C-0142", "already a chart C-0142", "next free id"),
        Mistake("new client ../C-1", "not a client id", "C-0200"),
        Mistake("new client C-0200 --programme ward", "--programme is not one of", "outpatient"),
        Mistake("new referral C-0142", "say where the client is referred to", "--to agencies/"),
        Mistake("new addendum C-0142 --to ../../etc/passwd", "no such record to add to", "--to sessions/"),
        Mistake("new addendum C-0142 --to sessions/2026-11-9", "no such record to add to", "sessions/2026-11-"),
        Mistake(f"new session C-0142 --edit --date {EDITED[-13:-3]}", "no editor is set", "export EDITOR"),
    ),
    "explain": (
        Mistake("explain PLN999", "there is no rule `PLN999`", "did you mean `PLN0"),
        Mistake("explain objective-without-a-target-date", "there is no rule", "objective-without-target-date"),
        Mistake("explain PLN005 --programme ward", "no such programme", "virtual-iop"),
        Mistake("explain PLN005 PLN006", "goes with STR004 only", "`caseload explain STR004 session`"),
        Mistake("explain STR004 sesion", "no such type of record", "did you mean `session`?"),
        Mistake("explain TIM003 --programme iop", "no such programme", "`--profile iop`"),
        Mistake("explain TIM003 --profile icp", "no such profile", "did you mean `iop`?"),
        Mistake("explain TIM003 --as-of soon", "--as-of is not a date", "YYYY-MM-DD"),
    ),
    "profiles": (
        Mistake("profiles icp", "no such profile", "did you mean `iop`?"),
        Mistake("profiles iop --as-of 1.2.2026", "--as-of is not a date", "YYYY-MM-DD"),
        Mistake("profiles --format html", "--format does not know this word", "text, json"),
    ),
    "build": (
        Mistake("build --client C-9999", "no client with this id", "records/clients"),
        Mistake("build --format html", "--format does not know this word", "text, json"),
        Mistake("build --today soon", "--today is not a date", "YYYY-MM-DD"),
    ),
    "diff": (
        Mistake("diff nowhere", "no commit is called nowhere", "git log --oneline"),
        Mistake("diff HEAD HEAD HEAD", "two states to compare", "caseload diff A B CLIENT"),
        Mistake("diff HEAD . C-9999", "no client with this id", "records/clients"),
        Mistake("diff c-0142", "no client with this id", "did you mean `C-0142`?"),
        Mistake("diff --format xml", "--format does not know this word", "text, json"),
        Mistake("diff --value", "there is no option --value", "--values"),
    ),
    "backup": (
        Mistake("backup", "--to is missing", "a folder on another disk"),
        Mistake("backup --to ..", "nobody is named who could open the backup", "--recipient age1"),
        Mistake("backup --to .. --recipient hunter2", "not an age key", "caseload backup --new-key FILE"),
        Mistake("backup --to .. --recipient ssh-ed25519", "ssh keys are not taken", "--new-key"),
        Mistake("backup --to records --recipient " + PUBLIC, "inside the practice would be lost", "another disk"),
        Mistake("backup --to ../nowhere --recipient " + PUBLIC, "neither a folder nor a name", "make the folder"),
        Mistake("backup --new-key clinic.key", "must not lie inside the practice", "outside this folder"),
    ),
    "restore": (
        Mistake("restore", "FILE is missing", "restore --help"),
        Mistake("restore old.age --identity k", "give either --check or --to FOLDER", "--check keeps nothing"),
        Mistake("restore --check old.age", "--identity is missing", "--help"),
        Mistake("restore --check old.age --identity k", "cannot be read", "check its path"),
        Mistake("restore caseload.toml --to records --identity k", "folder is not empty", "does not exist yet"),
    ),
    "audit": (
        Mistake("audit blame", "no such command", "audit --help"),
        Mistake("audit --bogus log", "there is no option --bogus", "--help"),
        Mistake("audit log --client C-9999", "no client with this id", "records/clients"),
        Mistake("audit log --staff m.okafr", "no such member of staff", "m.okafor"),
        Mistake("audit log --action singed", "--action does not know this word", "signed"),
        Mistake("audit log --sort date", "--sort does not know this word", "there are: action, client"),
        Mistake("audit log --since 1.11.2026", "--since is not a date", "YYYY-MM-DD"),
        Mistake("audit report", "say where the report goes", "--out FOLDER"),
        Mistake("audit report --out records/clients/x", "does not belong among the records", "elsewhere"),
        Mistake("audit report --out x --since 2026-02-01 --until 2026-01-01", "--until lies before", "round"),
        Mistake("audit sample", "what the draw is made from", "--seed"),
        Mistake("audit sample --seed 1 --programme ward", "no such programme", "virtual-iop"),
        Mistake("audit sample --seed 1 -n 0", "must be a whole number, 1 or more", "--help"),
        Mistake("audit log --limit none", "--limit must be a whole number, 0 or more", "--help"),
    ),
    "init": (
        Mistake("init", "FOLDER is missing", "init --help"),
        Mistake("init records", "lies in a practice already", "caseload new client"),
        Mistake("init clinic", "lies in a practice already", "outside"),
        Mistake("init records/clients/clinic --no-git", "lies in a practice already", "caseload new client"),
        Mistake("init clinic --profile genaral", "no such profile", "general"),
        Mistake("init clinic --name=", "--name is empty", "leave --name out"),
        Mistake("init clinic --staff-name=", "--staff-name is empty", "leave --staff-name out"),
        Mistake("init clinic --staff Okafor", "not a staff id", "m.okafor"),
    ),
    "demo": (
        Mistake("demo", "FOLDER is missing", "demo --help"),
        Mistake("demo records", "not empty", "does not exist yet"),
        Mistake("demo new --untidy --clients 3", "do not go together", "choose one"),
        Mistake("demo new --notes 20", "--notes goes with --clients", "leave --notes out"),
        Mistake("demo new --seed 1", "--seed goes with --clients", "add --clients"),
        Mistake("demo new --untidy --today 2026-11-24", "--today goes with --clients", "add --clients"),
        Mistake("demo caseload.toml", "caseload.toml is a file, and no folder", "does not exist yet"),
        Mistake("demo new --clients 0", "--clients must be a whole number, 1 or more", "--help"),
        Mistake("demo new --clients 2 --today soon", "--today is not a date", "YYYY-MM-DD"),
    ),
    "import": (
        Mistake("import xlsx", "no such command", "import --help"),
        Mistake("import csv nowhere --map bhsim", "no such export", "folder that holds"),
        Mistake("import csv . --map ours.toml", "there is no mapping ours.toml", "bhsim"),
        Mistake("import csv . --map bhsim --given day", "--given needs a name and a value", "day=2026-10-01"),
        Mistake("import csv .", "--map is missing", "csv --help"),
    ),
    "schema": (
        Mistake("schema export", "say where the schemas go", "schema export FOLDER"),
        Mistake("schema export --type sesion", "no such record type", "session"),
        Mistake("schema export --draft 4 out", "--draft does not know this word", "2020-12, 7"),
    ),
    "rules": (
        Mistake("rules PLX", "no rule", "PL"),
        Mistake("rules --format csv", "--format does not know this word", "text, json"),
        Mistake("rules --famly PLN", "there is no option --famly", "--help"),
    ),
    "fix": (
        Mistake("fix nothere.md", "no such file or folder", "check the path"),
        Mistake("fix --select PLN99", "there is no rule `PLN99`", "did you mean"),
        Mistake("fix --dif", "there is no option --dif", "--diff"),
    ),
    "upgrade": (
        Mistake("upgrade --dif", "there is no option --dif", "--diff"),
        Mistake("upgrade --format csv", "--format does not know this word", "text, json"),
        Mistake("upgrade records", "unexpected", "upgrade --help"),
    ),
    "sign": (
        Mistake("sign", "FILE... is missing", "sign --help"),
        Mistake("sign --as m.okafro client.md", "--as names nobody on the staff", "did you mean `m.okafor`?"),
        Mistake("sign --as m.okafor C-0142/sessions/2026-11-21", "no such file or folder", "check the path"),
        Mistake("sign --as m.okafor caseload.toml", "no record of a chart", "records of clients"),
        Mistake("sign --as m.okafor records", "this is a folder", "one by one"),
        Mistake("sign C-0142/sessions/2026-11-20", "it is not known who you are", "--as"),
        Mistake("sign --role boss C-0142/client", "--role does not know this word", "clinician, author"),
        Mistake("sign --today soon --as m.okafor C-0142/client", "--today is not a date", "YYYY-MM-DD"),
    ),
    "cosign": (
        Mistake("cosign", "FILE... is missing", "cosign --help"),
        Mistake("cosign --as lindqvist x.md", "--as names nobody on the staff", "r.lindqvist"),
        Mistake("cosign --meaning fine C-0142/client", "--meaning does not know this word", "approved"),
    ),
    "report": (
        Mistake("report figres", "there is no such report", "did you mean `figures`?"),
        Mistake("report progress", "this report is for one client", "--client ID"),
        Mistake("report progress C-0142", "unexpected extra argument", "--client C-0142`"),
        Mistake("report figures --client C-0143", "no client with this id", "did you mean `C-01"),
        Mistake("report figures --from 2026-13-01", "--from is not a date", "YYYY-MM-DD"),
        Mistake("report figures --from 2026-11-01 --until 2026-10-01", "--from lies after --until", "other way round"),
    ),
    "addend": (
        Mistake("addend C-0142/client --reason x", "say which kind of addition it is, and why", "for example `--kind"),
        Mistake("addend C-0142/client --kind void --reason x", "--kind does not know this word", "correction"),
        Mistake("addend C-0142/client --kind addendum", "say which kind of addition it is, and why", "--reason"),
        Mistake("addend a b --kind addendum --reason x", "unexpected extra argument", "--help"),
        Mistake("addend a --kind addendum --reason x --as a --author b", "name two people", "one of them"),
        Mistake("addend nothere --kind addendum --reason x --as m.okafor", "no such file or folder", "check the path"),
    ),
    "void": (
        Mistake("void C-0142/client", "--reason is missing", "void --help"),
        Mistake("void --reason x", "FILE... is missing", "void --help"),
        Mistake("void nothere --reason x --as m.okafor", "no such file or folder", "check the path"),
    ),
    "return": (
        Mistake("return C-0142/client", "--reason is missing", "return --help"),
        Mistake("return --reason x", "FILE... is missing", "return --help"),
        Mistake("return nothere --reason x --as r.lindqvist", "no such file or folder", "check the path"),
    ),
    "score": (
        Mistake("score", "MEASURE is missing", "score --help"),
        Mistake("score phq 11", "no such measure", "phq"),
        Mistake("score phq9 eleven", "an answer is not a number", "not answered"),
        Mistake("score phq9 11 --before many", "--before cannot be read", "--help"),
    ),
    "manual": (
        Mistake("manual import", "there is no such page", "did you mean `import-csv`?"),
        Mistake("manual nothing", "there is no such page", "there are: configuration, digest, import-csv"),
        Mistake("manual import-csv digest", "unexpected extra argument", "--help"),
    ),
    "measures": (
        Mistake("measures phq9", "unexpected extra argument", "--help"),
        Mistake("measures --format csv", "--format does not know this word", "text, json"),
        Mistake("measures --color blue", "--color does not know this word", "auto, always, never"),
    ),
}
# Some of these are seen only once git has been asked.
ASKS_GIT = {"audit", "backup", "diff", "restore", "sign"}
ALL = [
    pytest.param(command, mistake, id=mistake.typed, marks=[pytest.mark.process] if command in ASKS_GIT else [])
    for command, mistakes in MISTAKES.items()
    for mistake in mistakes
]
ValuePath = Callable[[Path], None]


@pytest.fixture(autouse=True)
def in_the_practice(practice_template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the template itself: nothing here may write."""
    monkeypatch.chdir(practice_template)


@pytest.mark.parametrize(("command", "mistake"), ALL)
def test_a_mistake_is_answered_in_two_lines(command: str, mistake: Mistake, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(mistake.typed.split()) == 2
    out, err = capsys.readouterr()
    assert not out, "a mistake prints nothing on standard output"
    sentence, hint = err.splitlines()
    assert sentence.startswith("caseload: ") and mistake.sentence in sentence, sentence
    assert hint.startswith("  ") and mistake.hint in hint, hint
    assert not sentence.endswith(".") and not re.search(r"Error|Traceback|x>=|'", sentence), sentence


def test_each_command_has_three() -> None:
    assert set(COMMANDS) <= MISTAKES.keys()
    assert not [command for command, mistakes in MISTAKES.items() if len(mistakes) < 3]


def test_nothing_was_written(practice_template: Path, git: Callable[..., str]) -> None:
    for mistake in chain.from_iterable(MISTAKES.values()):
        run(mistake.typed.split())
    assert git("status", "--porcelain", cwd=practice_template) == ""


def test_without_a_practice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for typed in ("lint", "due", "show C-0001", "new session C-0001", "build", "import csv . --map bhsim"):
        assert run(typed.split()) == 2
        sentence, hint = capsys.readouterr().err.splitlines()
        assert "there is no practice here" in sentence and "caseload init" in hint
    assert run(["explain", "PLN005"]) == run(["measures"]) == run(["schema", "export", "--type", "plan"]) == 0


def test_a_mistake_in_the_settings_is_said_with_its_line(
    practice: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = practice / "caseload.toml"
    settings.write_text(settings.read_text().replace('profile = "iop"', 'profil = "iop"'), encoding="utf-8")
    monkeypatch.chdir(practice)
    assert run(["lint"]) == 2
    told = capsys.readouterr().err
    line = settings.read_text().splitlines().index('profil = "iop"') + 1
    assert f"caseload.toml:{line}" in told and "profile" in told


@pytest.mark.process
def test_a_file_that_may_not_be_read_is_a_mistake_and_no_bug(practice: Path) -> None:
    def lint(root: Path) -> tuple[int, str]:
        with redirect_stderr(StringIO()) as said, redirect_stdout(StringIO()):
            return run(["-C", str(root), "lint"]), said.getvalue()

    with reachable() as place:
        root = place / "practice"
        shutil.copytree(practice, root, ignore=shutil.ignore_patterns(".git"))
        (root / "caseload.toml").chmod(0)
        own(place)
        code, said = without_privileges(lambda: lint(root))
    assert code == 2 and said.startswith("caseload: ")
    assert "ermission denied" in said and "caseload.toml" in said and "Traceback" not in said


def test_settings_that_are_a_folder_are_a_mistake_and_no_bug(
    practice: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (practice / "caseload.toml").unlink()
    (practice / "caseload.toml").mkdir()
    assert run(["-C", str(practice), "lint"]) == 2
    assert "Traceback" not in capsys.readouterr().err


# --- folders to be made -------------------------------------------------------------------------


def test_a_link_that_leads_nowhere_is_told_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("lost").symlink_to("nowhere")
    for typed in ("init lost", "demo lost", "init lost/below", "demo --clients 1 lost"):
        assert run(typed.split()) == 2
        sentence, hint = capsys.readouterr().err.splitlines()
        assert sentence == "caseload: lost is a link that leads nowhere" and hint
    assert [each.name for each in tmp_path.iterdir()] == ["lost"]


def test_a_link_to_an_empty_folder_stands_for_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to("empty")
    assert run(["init", str(tmp_path / "link"), "--no-git"]) == 0
    assert (tmp_path / "link").is_symlink() and (tmp_path / "empty" / "caseload.toml").is_file()


def test_a_printed_command_can_be_pasted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for typed, said in {
        "init:my clinic:--no-git": "Next: cd 'my clinic', look",
        "demo:x y:--no-history": "try `caseload -C 'x y' due`",
        "demo:x $y:--no-history:--untidy": "try `caseload -C 'x $y' lint`",
        "demo:plain:--no-history": "try `caseload -C plain due`",
    }.items():
        assert run(typed.split(":")) == 0
        assert said in capsys.readouterr().out


def test_no_command_prints_a_folder_to_go_to_that_is_not_quoted() -> None:
    sources = sorted((Path(__file__).parent.parent / "caseload_tools/cli/commands").glob("*.py"))
    printed = re.compile(r"(?:\bcd|-C|remote add clinic) \{(?!shell_word\(|typed\})")
    assert sources and not [each.name for each in sources if printed.search(each.read_text(encoding="utf-8"))]


def test_an_empty_path_is_not_everything(practice_template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a script types it whose variable is not set."""
    monkeypatch.chdir(practice_template)
    out = StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        assert run(["lint", ""]) == 2
    assert "an empty path names no file" in out.getvalue()
