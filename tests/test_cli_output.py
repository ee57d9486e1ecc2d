"""What commands print: JSON that parses, colour when it is wanted, the day that was asked for, and exit codes.

Commands run in this process but where the environment of a real one decides.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from caseload_tools.cli.app import COMMANDS, app, run
from tests.conftest import Git
from tests.speeds import one_of_each

ESCAPE = "\x1b["
# Every command that prints findings or tables, and what its JSON must hold.
JSON = {
    "lint": ("findings", "records", "counts"),
    "due": ("as_of", "lead", "tables"),
    "show C-0142": ("title", "lead", "tables"),
    "explain PLN005": ("code", "says", "why", "examples"),
    "schema export --type plan": ("$schema", "properties"),
}


@pytest.fixture(scope="module")
def place(practice_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice to read, with one fault in it: a plan whose review interval is gone and a word that is none."""
    root = tmp_path_factory.mktemp("output") / "practice"
    shutil.copytree(practice_template, root)
    note = root / "records/clients/C-0142/sessions/2026-11-03.md"
    note.write_text(note.read_text(encoding="utf-8").replace("attendance: attended", "attendance: atended"), "utf-8")
    return root


def _json(place: Path, capsys: pytest.CaptureFixture[str], *typed: str) -> Any:
    run(["-C", str(place), *typed])
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("typed", JSON)
def test_json_parses_and_holds_what_programs_need(typed: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = typed.split() if typed.startswith("schema") else [*typed.split(), "--format", "json"]
    assert _json(place, capsys, *arguments).keys() >= set(JSON[typed])


def test_lists_are_json_lists(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert {"id", "name", "range", "licence"} <= _json(place, capsys, "measures", "--format", "json")[0].keys()
    assert {"code", "name", "level", "says"} <= _json(place, capsys, "explain", "--format", "json")[0].keys()


def test_sarif_and_github_name_the_finding(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sarif = _json(place, capsys, "lint", "--format", "sarif", "--select", "STR004")
    assert [each["ruleId"] for each in sarif["runs"][0]["results"]] == ["STR004"]
    run(["-C", str(place), "lint", "--format", "github", "--select", "STR004"])
    assert capsys.readouterr().out.startswith("::error title=STR004 ")


def test_json_is_never_coloured(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for typed in JSON:
        if not typed.startswith("schema"):
            run(
                ["-C", str(place), *typed.split(), "--format", "json", "--color", "always"] if "--" not in typed else []
            )
            assert ESCAPE not in capsys.readouterr().out


@pytest.mark.parametrize("typed", ["lint --client C-0142", "due", "show C-0142", "explain PLN005", "measures"])
def test_colour_is_for_those_who_want_it(
    typed: str, place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def coloured(*more: str) -> bool:
        run(["-C", str(place), *typed.split(), *more])
        return ESCAPE in capsys.readouterr().out

    assert not coloured(), "nobody watches: no colour"
    assert coloured("--color", "always")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert coloured()
    assert not coloured("--color", "never")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not coloured(), "NO_COLOR wins"
    monkeypatch.setenv("NO_COLOR", "")
    assert coloured(), "an empty NO_COLOR says nothing"


def test_no_control_character_of_a_record_reaches_the_screen(
    practice: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    client = practice / "records/clients/C-0142/client.md"
    told = client.read_text(encoding="utf-8")
    client.write_text(told.replace("prefers: ", 'cadence: "a\\e]0;title\\a"\nprefers: ', 1), encoding="utf-8")
    for typed in ("lint --client C-0142", "lint --client C-0142 --format concise", "show C-0142", "due"):
        run(["-C", str(practice), *typed.split()])
        out = capsys.readouterr().out
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", out), typed


# --- exit codes ----------------------------------------------------------------------------


def test_exit_codes(place: Path, practice_template: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clean, faulty = str(practice_template), str(place)
    assert run(["-C", clean, "lint"]) == 0
    assert run(["-C", faulty, "lint"]) == 1
    assert run(["-C", faulty, "lint", "--exit-zero"]) == 0
    assert run(["-C", faulty, "lint", "--select", "nonsense"]) == 2
    assert run(["-C", clean, "due"]) == 0
    assert run(["-C", clean, "due", "--fail-on", "overdue"]) == 0
    assert run(["-C", clean, "due", "--fail-on", "overdue", "--as-of", "2027-03-01"]) == 1
    assert run(["-C", clean, "show", "C-0142"]) == 0


def test_a_bug_of_ours_is_code_3_and_tells_no_value(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("the client's words")

    monkeypatch.setattr("caseload_tools.chart.caseload.read_caseload", broken)
    assert run(["-C", str(place), "show", "C-0142"]) == 3
    told = capsys.readouterr().err
    assert "this is a bug" in told and "ValueError" in told
    assert "the client's words" not in told and str(place) not in told


def test_a_reader_that_went_away_is_no_error(place: Path) -> None:
    program = f"{sys.executable} -m caseload_tools -C {place} lint --format json | head -c 10"
    done = subprocess.run(["sh", "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_baseline_goes_where_it_is_read(
    practice: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(practice)
    typed = ["lint", "--as-of", "2027-06-01"]
    assert run(typed) == 1
    assert run([*typed, "--write-baseline", "--baseline", "old.json"]) == 0
    assert run([*typed, "--baseline", "old.json"]) == 0
    settings = practice / "caseload.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + '\n[lint]\nbaseline = "old.json"\n', encoding="utf-8")
    assert run(typed) == 0, "named in caseload.toml"
    assert not (practice / "caseload-baseline.json").exists()
    (practice / "old.json").unlink()
    assert run([*typed, "--write-baseline"]) == 0, "a new one is written where the setting says"
    assert (practice / "old.json").exists()
    assert "known from the baseline" in capsys.readouterr().out
    assert run([*typed, "--no-baseline"]) == 1, "what it holds is looked at again"
    assert "known from the baseline" not in capsys.readouterr().out


# --- the day -------------------------------------------------------------------------------


def _as_of(place: Path, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    return str(_json(place, capsys, "due", "--format", "json", *more)["as_of"])


def test_which_day_it_is(place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CASELOAD_TODAY")
    assert _as_of(place, capsys) == "2026-11-24", "the demo's clock is pinned"
    monkeypatch.setenv("CASELOAD_TODAY", "2026-12-01")
    assert _as_of(place, capsys) == "2026-12-01", "the variable wins over the pin"
    assert _as_of(place, capsys, "--today", "2026-12-02") == "2026-12-02", "the option wins over the variable"
    assert _as_of(place, capsys, "--today", "2026-12-02", "--as-of", "2027-01-01") == "2027-01-01"


def test_lint_judges_as_of_a_day(practice_template: Path, capsys: pytest.CaptureFixture[str]) -> None:
    later = _json(practice_template, capsys, "lint", "--as-of", "2027-06-01", "--format", "json")
    assert "TIM003" in later["counts"]["codes"], "half a year on, reviews are overdue"


# --- help ----------------------------------------------------------------------------------


def _commands() -> dict[str, click.Command]:
    """Every command and subcommand by what is typed."""
    context = click.Context(app, **app.context_settings)
    found: dict[str, click.Command] = {}
    for name in COMMANDS:
        command = app.get_command(context, name)
        assert command is not None
        found[name] = command
        if isinstance(command, click.Group):
            found |= {f"{name} {inner}": each for inner, each in command.commands.items()}
    return found


EXAMPLES = [
    re.split(r"\s{2,}", line.strip())[0]
    for command in _commands().values()
    for line in (command.epilog or "").splitlines()
    if line.strip().startswith("caseload ")
]
# These make a site, a practice or need an export: tests/test_docs.py, test_founding.py and test_import_bhsim.py.
ELSEWHERE = ("caseload build", "caseload init", "caseload import", "caseload identities")


@pytest.mark.parametrize("typed", _commands())
def test_help_has_an_example_and_fits_a_screen(typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*typed.split(), "--help"]) == 0
    told = capsys.readouterr().out
    assert f"caseload {typed.split()[0]}" in told.split("Example", 1)[1]
    assert max(map(len, told.splitlines())) <= 100
    assert told == _short_help(typed.split(), capsys), "-h is --help"


def _short_help(typed: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    run([*typed, "-h"])
    return capsys.readouterr().out


@pytest.fixture(scope="module")
def workshop(practice_template: Path, tmp_path_factory: pytest.TempPathFactory, git: Git) -> Path:
    """A practice with a past, a key and a backup, in which the examples of the help are typed one after the other."""
    root = tmp_path_factory.mktemp("workshop") / "practice"
    shutil.copytree(practice_template, root)
    for _ in range(10):
        git("commit", "--quiet", "--allow-empty", "--message=Go on", cwd=root)
    typed = ["-C", str(root), "backup"]
    assert run([*typed, "--new-key", str(root.parent / "clinic.key")]) == 0
    public = (root.parent / "clinic.key.pub").read_text(encoding="utf-8").split()[-1]
    with (root / "caseload.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'\n[backup]\nrecipients = ["{public}"]\n')
    # A backup and its key lie outside of what they are a backup of.
    for place in ("stick", "."):
        (root.parent / place).mkdir(exist_ok=True)
        assert run([*typed, "--to", str(root.parent / place)]) == 0
    return root


def _typed(example: str, root: Path) -> list[str]:
    """An example with what only its reader has, such as a key and a memory stick, in place of the words for it."""
    public = (root.parent / "clinic.key.pub").read_text(encoding="utf-8").split()[-1]
    given = {
        "--clients 450 --notes 20": "--clients 3 --notes 2",
        "--new-key ~/clinic.key": "--new-key ../second.key",
        "--to /media/stick": "--to ../second.age",
        "/media/stick/": "../stick/",
        "restore caseload-": "restore ../caseload-",
        "--to restored": "--to ../restored",
        "--to clinic.age": "--to ../clinic.age",
        "/media/key/": "../",
        "--identity clinic.key": "--identity ../clinic.key",
        "age1…": public,
    }
    for word, own in given.items():
        example = example.replace(word, own)
    return shlex.split(example)[1:]


def _of_command(example: str) -> str:
    words = " ".join(example.split()[1:3])
    return words if words in _commands() else words.partition(" ")[0]


@pytest.mark.parametrize(
    "example",
    one_of_each((each for each in dict.fromkeys(EXAMPLES) if not each.startswith(ELSEWHERE)), _of_command),
)
def test_every_example_of_the_help_works(
    example: str, workshop: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(workshop)
    monkeypatch.setenv("EDITOR", "true")
    assert run(_typed(example, workshop)) in (0, 1), capsys.readouterr().err
    assert "caseload: " not in capsys.readouterr().err


def test_the_list_of_commands_is_complete(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    told = capsys.readouterr().out
    for name, (_, _, about) in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(about)}$", told, re.MULTILINE), name
    first = {name: (command.help or "").partition("\n")[0] for name, command in _commands().items()}
    assert all(about.endswith(".") for about in first.values()), first


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert re.fullmatch(r"caseload \d+\.\d+\S*\n", capsys.readouterr().out)
