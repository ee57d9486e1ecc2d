"""What the commit's hook refuses, `caseload lint --staged` says before: one answer, whatever was staged."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import hook_scenes as scenes
from tests.hook_scenes import CLIENT, OPEN, OTHER, SIGNED, edit, here, run, said_nobody
from tests.work import counted

CHART = CLIENT.rpartition("/")[0]
ADDENDUM = f"{CHART}/addenda/2026-11-05-sessions-2026-11-03.md"
CONTACT = f"{CHART}/contacts/2026-10-30.md"
PAPER = f"{CHART}/attachments/letter.pdf"
THROWN_OUT = f"{CHART}/contacts/2026-11-30.md"
CODE = "GIT001"


@pytest.fixture(scope="module")
def root(clean_environment: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice with an attached file, an addendum that was deleted, and two branches to merge."""
    root = scenes.make_practice(tmp_path_factory.mktemp("agree"))
    paper = root / PAPER
    paper.parent.mkdir()
    paper.write_bytes(b"%PDF-1.7 a letter\n")
    shutil.copy(root / SIGNED, root / SIGNED.replace("10-20", "10-21"))
    _commit(root)
    run(root, "git", "rm", "--quiet", SIGNED.replace("10-20", "10-21"))
    run(root, "git", "commit", "--quiet", "--no-verify", "--message=gone")
    run(root, "git", "switch", "--quiet", "--create", "other")
    edit(root / CONTACT)
    _commit(root)
    run(root, "git", "switch", "--quiet", "main")
    edit(root / OTHER)
    _commit(root)
    return root


def _commit(root: Path) -> None:
    run(root, "git", "add", "--all")
    assert run(root, "git", "commit", "--quiet", "--no-verify", "--message=practice: more").code == 0


# --- what somebody does, each of which the hook refuses ----------------------------------------------------------


def _gone(path: str) -> Callable[[Path], None]:
    return lambda root: (root / path).unlink()


def _says(path: str, text: bytes) -> Callable[[Path], None]:
    def write(root: Path) -> None:
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_bytes(text)

    return write


def _edited(path: str, said: str = "A word more.") -> Callable[[Path], None]:
    return lambda root: edit(root / path, said)


def _moved(path: str, to: str) -> Callable[[Path], None]:
    def move(root: Path) -> None:
        (root / to).parent.mkdir(exist_ok=True)
        (root / path).rename(root / to)

    return move


def _emptied(root: Path) -> None:
    file = root / CONTACT
    file.write_text(file.read_text(encoding="utf-8").split("\n---\n")[0] + "\n---\n", encoding="utf-8")


def _linked(root: Path) -> None:
    (root / OPEN).unlink()
    (root / OPEN).symlink_to("2026-10-06.md")


def _unsigned(root: Path) -> None:
    lines = (root / SIGNED).read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(("signatures:", "  - {by: m.okafor"))]
    (root / SIGNED).write_text("".join(kept), encoding="utf-8")


def _back_with_other_words(root: Path) -> None:
    shutil.copy(root / SIGNED, root / SIGNED.replace("10-20", "10-21"))
    edit(root / SIGNED.replace("10-20", "10-21"))


def _rewritten(root: Path) -> None:
    text = (root / ADDENDUM).read_text(encoding="utf-8")
    (root / ADDENDUM).write_text(text.rpartition("\n---\n")[0] + "\n---\n\nAnother thing.\n", encoding="utf-8")


def _another_repository(root: Path) -> None:
    head = run(root, "git", "rev-parse", "HEAD").said.strip()
    run(root, "git", "update-index", "--add", "--cacheinfo", f"160000,{head},{CHART}/attachments/more")


def _dropped(root: Path) -> None:
    run(root, "git", "merge", "--quiet", "--no-commit", "--strategy=ours", "other")


def _merging(do: Callable[[Path], None]) -> Callable[[Path], None]:
    """Something that is done while a merge waits for its commit, beside what the merge brings."""

    def merge(root: Path) -> None:
        assert_done(root, "git", "merge", "--quiet", "--no-commit", "--no-ff", "other")
        do(root)

    return merge


def _encoded(root: Path) -> None:
    """Staged by itself: git adds nothing else while the notes on the disk are not encoded so."""
    _says(".gitattributes", b"*.md working-tree-encoding=UTF-16\n")(root)
    assert_done(root, "git", "add", ".gitattributes")


def _signs(root: Path) -> None:
    scenes.sign(root / OPEN)


def _on_a_branch_that_names_her(root: Path) -> None:
    run(root, "git", "switch", "--quiet", "--create", "notes-lindgren")


IN_A_MERGE: dict[str, Callable[[Path], None]] = {
    "a file put into a merge": _merging(_says(f"{CHART}/attachments/scan.pdf", b"%PDF-1.7 a scan\n")),
    "a note edited in a merge": _merging(_edited(OPEN)),
    "a note signed in a merge": _merging(_signs),
    "the settings edited in a merge": _merging(_edited("caseload.toml", "# a word")),
}
DEEDS: dict[str, Callable[[Path], None]] = {
    **IN_A_MERGE,
    "a number that git writes into notes": _says(".gitattributes", b"*.md ident\n"),
    "another encoding on the disk": _encoded,
    "large files elsewhere": _says(".gitattributes", b"*.md filter=lfs\n"),
    "notes that show no changes": _says("records/.gitattributes", b"*.md -diff\n"),
    "notes that are no text": _says(".gitattributes", b"*.md binary\n"),
    "a signed note deleted": _gone(SIGNED),
    "a note that nobody signed deleted": _gone(OPEN),
    "an addendum deleted": _gone(ADDENDUM),
    "a contact deleted": _gone(CONTACT),
    "an attached file deleted": _gone(PAPER),
    "an attached file emptied": _says(PAPER, b""),
    "a signed note edited": _edited(SIGNED),
    "a signed note renamed": _moved(SIGNED, SIGNED.replace("10-20", "10-22")),
    "a signed note in another chart": _moved(SIGNED, SIGNED.replace("C-0142", "C-0095")),
    "a signed note where nobody reads it": _moved(SIGNED, f"{CHART}/.old/2026-10-20.md"),
    "a contact outside of the records": _moved(CONTACT, "old.md"),
    "a signed note emptied": _says(SIGNED, b""),
    "a signed note that cannot be read": _says(SIGNED, b"---\ntype: [\n---\n"),
    "a signature taken out": _unsigned,
    "an addendum written anew": _rewritten,
    "a contact emptied": _emptied,
    "a link in place of a record": _linked,
    "another repository among the papers": _another_repository,
    "a signed note come again with other words": _back_with_other_words,
    "a merge that drops what one side wrote": _dropped,
    "a name in a path": _says(f"{CHART}/contacts/2026-11-19-anna-lindgren.md", b"x\n"),
    "a name in a path of nobody's": _says("lindgren.txt", b"x\n"),
    "the identity map": _says("identities.toml", scenes.IDENTITIES.encode()),
    "a key": _says("backup.key", b"AGE-SECRET-KEY-1" + b"QPZRY9X8" * 6 + b"\n"),
    "clear text for git-crypt": _says(".gitattributes", b"*.toml filter=git-crypt diff=git-crypt\n"),
    "a name in a branch": _on_a_branch_that_names_her,
}


@pytest.fixture(params=DEEDS)
def deed(request: pytest.FixtureRequest, root: Path) -> Callable[[], None]:
    """Stages one of these; the practice is put back afterwards."""
    name: str = request.param

    def do() -> None:
        DEEDS[name](root)
        if name not in ("another repository among the papers",):
            run(root, "git", "add", "--all")
        if name == "clear text for git-crypt":
            edit(root / "caseload.toml", "# a word")
            run(root, "git", "-c", "filter.git-crypt.clean=cat", "add", "--all")

    request.addfinalizer(lambda: _put_back(root))
    return do


def _put_back(root: Path, to: str = "main") -> None:
    run(root, "git", "merge", "--abort")
    run(root, "git", "reset", "--quiet", "--hard", to)
    run(root, "git", "switch", "--quiet", "main")
    run(root, "git", "clean", "--quiet", "-d", "--force", "--force")
    assert run(root, "git", "status", "--porcelain").said == ""


def test_what_the_hook_refuses_lint_says(root: Path, deed: Callable[[], None]) -> None:
    assert _staged(root) == (0, []), "nothing is staged yet"
    deed()
    refused = {each["where"]: each for name in ("locked", "privacy") for each in _refusals(root, name)}
    assert refused, "the hook refuses each of these, else the row tells nothing"
    assert here(root, "hooks", "run", "pre-commit").code == 1
    code, findings = _staged(root)
    assert code == 1
    for where, each in refused.items():
        about = [one for one in findings if one["path"] == where or one["message"].startswith(f"{where}: ")]
        told = [one for one in about if one["code"] == CODE and one["message"].endswith(each["message"])]
        assert told or {"SIG001", "STR013"} & {one["code"] for one in about}, (each, findings)
    assert said_nobody(str([one for one in findings if one["code"] == CODE]))


@pytest.mark.parametrize("name", IN_A_MERGE)
def test_what_came_into_a_merge_is_committed_after_it(root: Path, request: pytest.FixtureRequest, name: str) -> None:
    """As the refusal says, typed as it stands there; nothing is lost on the way, and verify has nothing to say."""
    before = run(root, "git", "rev-parse", "HEAD").said.strip()
    request.addfinalizer(lambda: _put_back(root, before))
    IN_A_MERGE[name](root)
    run(root, "git", "add", "--all")
    wanted = run(root, "git", "write-tree").said
    (refused,) = _refusals(root, "locked")
    for command in " && ".join(line.partition(": ")[2] for line in refused["hint"].splitlines()).split(" && "):
        if command.startswith("git commit"):
            assert _refusals(root, "locked") == []
            command = f"git commit --quiet --message='{scenes.GOOD}'"
        assert_done(root, "sh", "-c", command)
    assert run(root, "git", "rev-parse", "HEAD^{tree}").said == wanted
    assert run(root, "git", "rev-list", "--count", "--merges", "HEAD").said.strip() == "1"
    assert "neither side" not in here(root, "audit", "verify").said


def _staged(root: Path) -> tuple[int, list[dict[str, str]]]:
    done = here(root, "lint", "--staged", "--format", "json")
    return done.code, json.loads(done.said[done.said.index("{") :])["findings"]


def _refusals(root: Path, name: str) -> list[dict[str, str]]:
    told: list[dict[str, str]] = json.loads(here(root, "hooks", name, "--format", "json").said)["refusals"]
    return told


# --- what git was told not to look at ----------------------------------------------------------------------------

NEW = f"{CHART}/contacts/2026-11-29.md"
NEW_PAPER = f"{CHART}/attachments/scan.pdf"
POLICY = "records/practice/policies/new.md"


def _new(*paths: str) -> Callable[[Path], None]:
    def write(root: Path) -> None:
        for path in paths:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text((root / CONTACT).read_text(encoding="utf-8"), encoding="utf-8")

    return write


def _ignoring(file: str, pattern: str, path: str) -> Callable[[Path], None]:
    def do(root: Path) -> None:
        _new(path)(root)
        with (root / file).open("a", encoding="utf-8") as lines:
            lines.write(f"{pattern}\n")

    return do


def _by_a_list_of_ones_own(root: Path) -> None:
    _ignoring("../own-list", "2026-11-29.md", NEW)(root)
    run(root, "git", "config", "core.excludesFile", root.parent / "own-list")


def _told(option: str) -> Callable[[Path], None]:
    return lambda root: assert_done(root, "git", "update-index", option, CONTACT)


def assert_done(root: Path, *words: str) -> None:
    assert run(root, *words).code == 0


UNLOOKED = {
    "a line of .gitignore": (_ignoring(".gitignore", "records/clients/C-0142/contacts/*", NEW), NEW),
    "a line beside the record": (_ignoring(f"{CHART}/contacts/.gitignore", "*", NEW), NEW),
    "a line of the repository's own": (_ignoring(".git/info/exclude", "2026-11-29.md", NEW), NEW),
    "a list of the person's own": (_by_a_list_of_ones_own, NEW),
    "an attached file": (_ignoring(".gitignore", "*.pdf", NEW_PAPER), NEW_PAPER),
    "a record of the practice": (_ignoring(".gitignore", "/records/practice/policies/new.md", POLICY), POLICY),
    "a record of a new chart": (
        _ignoring(".gitignore", "C-0999", "records/clients/C-0999/client.md"),
        "records/clients/C-0999/client.md",
    ),
    "taken for unchanged": (_told("--assume-unchanged"), CONTACT),
    "skipped, and there": (_told("--skip-worktree"), CONTACT),
}
RIGHTLY = {
    "what an editor leaves": _ignoring(".gitignore", "*~\n*.bak\n.*.swp", f"{CHART}/contacts/2026-11-29.md~"),
    "what an editor leaves of a paper": _ignoring(".gitignore", "*~", f"{CHART}/attachments/scan.pdf~"),
    "a hidden draft": _ignoring(".gitignore", ".drafts", f"{CHART}/.drafts/2026-11-29.md"),
    "the site": _new("site/index.md"),
    "what nobody has added yet": _new(NEW),
}


@pytest.fixture
def put_back(root: Path) -> Iterator[None]:
    """The practice as it was, whatever git was told of it."""
    exclude = root / ".git/info/exclude"
    before = exclude.read_text(encoding="utf-8") if exclude.exists() else ""
    yield
    exclude.write_text(before, encoding="utf-8")
    (root.parent / "own-list").unlink(missing_ok=True)
    run(root, "git", "config", "--unset", "core.excludesFile")
    for option in ("--no-assume-unchanged", "--no-skip-worktree"):
        run(root, "git", "update-index", option, CONTACT)
    run(root, "git", "clean", "--quiet", "-d", "-x", "--force")
    _put_back(root)


def _unlooked_by_lint(root: Path, *words: str) -> list[str]:
    findings = json.loads(here(root, "lint", "--format", "json", *words).said)["findings"]
    return [each["path"] for each in findings if "git" in each["message"]]


@pytest.mark.parametrize("name", UNLOOKED)
def test_what_git_does_not_look_at_is_said_by_all(root: Path, put_back: None, name: str) -> None:
    assert _unlooked_by_lint(root) == []
    do, path = UNLOOKED[name]
    do(root)
    assert _unlooked_by_lint(root) == [path]
    assert _unlooked_by_lint(root, str(root / path)) == [path]
    assert f"caseload: {path}: git " in here(root, "hooks", "run", "pre-commit").said
    assert path in here(root, "audit", "verify").said


@pytest.mark.parametrize("name", RIGHTLY)
def test_what_git_rightly_passes_over_is_no_fault(root: Path, put_back: None, name: str) -> None:
    RIGHTLY[name](root)
    assert _unlooked_by_lint(root) == []
    assert "git " not in here(root, "hooks", "run", "pre-commit").said


def test_a_repository_for_something_else_says_nothing(root: Path, tmp_path: Path) -> None:
    """A practice without git, below a folder of settings whose repository looks at nothing by itself."""
    shutil.copytree(root, tmp_path / "home/clinic", ignore=shutil.ignore_patterns(".git"))
    (tmp_path / "home/.gitignore").write_text("*\n", encoding="utf-8")
    run(tmp_path / "home", "git", "init", "--quiet")
    assert _unlooked_by_lint(tmp_path / "home/clinic") == []


def test_it_costs_one_question_to_git_and_none_without_it(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root, tmp_path / "clinic", ignore=shutil.ignore_patterns(".git"))
    with counted() as with_git:
        here(root, "lint", "--select", "STR")
    with counted() as without:
        here(tmp_path / "clinic", "lint", "--select", "STR")
    assert (with_git.starts <= 5, without.starts <= 1) == (True, True), "one of them lists what git looks at"
