"""The builder: what it writes, what it refuses, and that a hostile practice comes out as dead text."""

from __future__ import annotations

import json
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from mkdocs.config import load_config

from caseload_tools.errors import CaseloadError
from caseload_tools.practice import load_practice
from caseload_tools.site.edition import make_edition
from caseload_tools.site.publish.build import BuiltSite, build_site
from caseload_tools.site.publish.marker import MARKER
from caseload_tools.site.publish.plugin import CaseloadPlugin
from caseload_tools.site.publish.staging import staged_text, write_pages
from caseload_tools.site.publish.verify import verify_site
from tests.conftest import TODAY

BASE = 12_000  # what the frame of a page may weigh


@pytest.fixture(scope="module")
def root(practice_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the demo practice that these tests share and only read."""
    copy = tmp_path_factory.mktemp("site-build") / "practice"
    shutil.copytree(practice_template, copy)
    return copy


def build(root: Path, out: Path, clients: list[str] | None = None) -> BuiltSite:
    return build_site(root, load_practice(root), TODAY, out, clients=clients)


@pytest.fixture(scope="module")
def built(root: Path) -> BuiltSite:
    return build(root, root / "site")


@pytest.fixture(scope="module")
def alone(root: Path, tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """The site of one client."""
    return build(root, tmp_path_factory.mktemp("alone") / "site", clients=["C-0142"])


def test_every_client_rule_policy_and_person_has_a_page(root: Path, built: BuiltSite) -> None:
    clients = {path.name for path in (root / "records/clients").iterdir()}
    assert {page.stem for page in (built.out / "clients").glob("*.html")} == clients
    assert len(list((built.out / "rules").glob("*.html"))) >= 45
    policies = {path.stem for path in (root / "records/practice/policies").glob("*.md")}
    assert {page.stem for page in (built.out / "policies").glob("*.html")} == policies
    assert {"m.okafor", "t.brandt"} <= {page.stem for page in (built.out / "clinicians").glob("*.html")}
    assert built.pages == len(list(built.out.rglob("*.html")))
    assert built.first_page.is_file()


@pytest.mark.requirement("S0.26", "S1.11")
def test_the_site_passes_the_gate_and_holds_nothing_else(built: BuiltSite) -> None:
    assert verify_site(built.out) == ()
    names = {path.name for path in built.out.rglob("*")}
    assert not names & {"sitemap.xml", "sitemap.xml.gz", "lunr", "favicon.png", "images"}
    assert not [name for name in names if name.endswith((".map", ".md", ".png", ".gz", ".woff2"))]


def test_no_page_says_who_made_it_or_where_it_was_made(built: BuiltSite, root: Path) -> None:
    for page in built.out.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert 'name="generator"' not in text
        assert str(root.parent) not in text
        assert '<meta name="robots" content="noindex,nofollow,noarchive">' in text
        assert '<meta name="referrer" content="no-referrer">' in text
        assert 'rel="prev"' not in text and 'rel="next"' not in text and "md-sidebar" not in text
    missing = (built.out / "404.html").read_text(encoding="utf-8")
    assert "C-0" not in missing


def test_the_search_dialog_has_a_name(built: BuiltSite) -> None:
    assert 'role="dialog" aria-label="Search"' in built.first_page.read_text(encoding="utf-8")


@pytest.mark.requirement("S1.11")
def test_only_its_owner_may_open_the_site(built: BuiltSite) -> None:
    assert stat.S_IMODE(built.out.stat().st_mode) == 0o700
    for path in built.out.rglob("*"):
        if path.name != ".gitignore":
            assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_pages_keep_their_weight(built: BuiltSite) -> None:
    for page in (built.out / "clients").glob("*.html"):
        assert page.stat().st_size < 61_440, page.name
    assert (built.out / "index.html").stat().st_size < 40_960
    clients = (built.out / "clients.html").stat().st_size
    rows = len(list((built.out / "clients").glob("*.html")))
    assert (clients - BASE) / rows < 1_800
    text = (built.out / "clients/C-0142.html").read_text(encoding="utf-8")
    drawn = re.findall(r"<svg[^>]*role=\"img\" class=\"[ws]\">.*?</svg>", text, re.DOTALL)
    assert len(drawn) == 2
    assert all(len(each) < 8_192 for each in drawn)


def test_the_frame_of_a_page_does_not_grow_with_the_caseload(built: BuiltSite, alone: BuiltSite) -> None:
    frames = []
    for site in (built, alone):
        page = (site.out / "clients/C-0142.html").read_text(encoding="utf-8")
        frames.append(len(page) - len(page[page.index('<div class="cl"') : page.index("</article>")]))
    assert abs(frames[0] - frames[1]) < 40, "the frame holds the number beside a tab and the line at the foot"


@pytest.mark.requirement("S0.26")
def test_a_site_for_some_clients_knows_no_others(built: BuiltSite, alone: BuiltSite) -> None:
    others = {page.stem for page in (built.out / "clients").glob("*.html")} - {"C-0142"}
    for path in alone.out.rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            assert not [other for other in others if other in text], path.name


# --- where it may write ------------------------------------------------------------------------


def test_a_folder_that_no_build_made_is_left_alone(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "letters"
    out.mkdir()
    (out / "letter.txt").write_text("keep me", encoding="utf-8")
    with pytest.raises(CaseloadError, match="left alone"):
        build(root, out)
    assert [path.name for path in out.iterdir()] == ["letter.txt"]


def test_a_link_is_not_followed(root: Path, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "site").symlink_to(tmp_path / "real")
    with pytest.raises(CaseloadError, match="plain folder"):
        build(root, tmp_path / "site")


def test_a_second_build_replaces_the_first_and_keeps_the_gitignore(
    root: Path, alone: BuiltSite, tmp_path: Path
) -> None:
    out = tmp_path / "site"
    shutil.copytree(alone.out, out)
    (out / ".gitignore").write_text("*\n!.gitignore\n", encoding="utf-8")
    (out / "clients/C-0142.html").write_text("old", encoding="utf-8")
    build(root, out, clients=["C-0142"])
    assert (out / "clients/C-0142.html").read_text(encoding="utf-8") != "old"
    assert (out / ".gitignore").read_text(encoding="utf-8") == "*\n!.gitignore\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"], "no working folder is left"


def test_a_site_that_fails_the_gate_is_never_put_in_place(
    root: Path, alone: BuiltSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "site"
    shutil.copytree(alone.out, out)
    before = (out / MARKER).read_bytes()
    monkeypatch.setattr(
        "caseload_tools.site.publish.plugin.verify_site", lambda site: ("index.html: an event handler",)
    )
    with pytest.raises(CaseloadError, match="could not be built") as caught:
        build(root, out, clients=["C-0142"])
    assert "an event handler" in caught.value.hint
    assert (out / MARKER).read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]


# --- bare MkDocs -----------------------------------------------------------------------------------


def test_bare_mkdocs_builds_the_same_pages(root: Path, built: BuiltSite, tmp_path: Path) -> None:
    practice = tmp_path / "practice"
    shutil.copytree(root, practice, ignore=shutil.ignore_patterns("site"))
    (practice / "docs").mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q"], cwd=practice, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert verify_site(practice / "site") == ()
    for name in ("index.html", "clients/C-0142.html", "search/search_index.json"):
        assert (practice / "site" / name).read_bytes() == (built.out / name).read_bytes(), name
    assert not list(practice.glob(".caseload-*")), "no staging folder is left"


def test_bare_mkdocs_says_that_the_past_could_not_be_read(
    root: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    practice = tmp_path / "practice"
    shutil.copytree(root, practice, ignore=shutil.ignore_patterns("site", ".git"))
    (practice / "docs").mkdir(exist_ok=True)
    (practice / ".git").mkdir()
    config = load_config(str(practice / "mkdocs.yml"))
    plugin = config.plugins["caseload"]
    assert isinstance(plugin, CaseloadPlugin)
    plugin.on_config(config)
    plugin.on_build_error(error=Exception())
    assert "the .git folder of this practice is not whole" in caplog.text
    assert "the .git folder of this practice is not whole" in config.extra["caseload"]["foot"]


# --- hostile records -------------------------------------------------------------------------------

PAYLOAD = '"><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }}{: onclick=alert(3)}</title>'


def poison(root: Path) -> None:
    """Puts the payload wherever text of a record or of the settings can reach a page."""
    word = "x " + PAYLOAD.replace('"', "'").replace(": ", ":")  # still a plain text of YAML, so the record is read
    for path in [*root.rglob("records/**/*.md")]:
        text = path.read_text(encoding="utf-8")
        for key in (
            "text",
            "homework",
            "name",
            "outcome",
            "purpose",
            "location",
            "title",
            "result",
            "unit",
            "done_when",
            "why",
        ):
            text = re.sub(
                rf"^(\s*(?:- )?{key}: )(?!\[)(.*)$", lambda match: f"{match.group(1)}{word}", text, flags=re.MULTILINE
            )
        path.write_text(
            f"{text}\n## {PAYLOAD}\n\n{PAYLOAD}\n\n[x](javascript:alert(1)) [y](../../../etc/passwd)\n",
            encoding="utf-8",
        )
    settings = root / "caseload.toml"
    toml = settings.read_text(encoding="utf-8").replace('name = "Northgate Clinic"', f"name = {json.dumps(PAYLOAD)}")
    settings.write_text(re.sub(r'label = "[^"]*"', lambda _: f"label = {json.dumps(PAYLOAD)}", toml), encoding="utf-8")
    chart = root / "records/clients/C-0142"
    chart.rename(chart.with_name("C-0142<img src=x onerror=alert(4)>"))


@pytest.fixture(scope="module")
def hostile(root: Path, tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    practice = tmp_path_factory.mktemp("hostile") / "practice"
    shutil.copytree(root, practice, ignore=shutil.ignore_patterns("site"))
    poison(practice)
    return build(practice, practice / "site")


def test_a_hostile_practice_is_built_and_nothing_of_it_is_markup(hostile: BuiltSite) -> None:
    assert verify_site(hostile.out) == ()
    assert "cannot be read" not in (hostile.out / "clients/C-0118.html").read_text(encoding="utf-8")
    seen = 0
    for page in hostile.out.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        seen += text.count("&lt;script&gt;alert(1)")
        assert "<script>alert" not in text
        assert "<img" not in text
        assert "javascript:" not in re.sub(r">[^<]*<", "><", text)
        assert "49" not in re.findall(r"<h1[^>]*>(.*?)</h1>", text)
    assert seen > 1000, "what was typed is shown as text"


def test_no_key_of_a_record_stands_in_the_front_matter_of_a_page(root: Path, tmp_path: Path) -> None:
    edition = make_edition(root, load_practice(root), TODAY)
    pages = list(edition.pages())
    write_pages(pages, tmp_path)
    for page in pages:
        _, front, body = staged_text(page).split("---\n", 2)
        assert set(re.findall(r"^(\w+):", front, re.MULTILINE)) <= {"title", "tab", "sheet", "search"}
        assert "\n\n" not in body.strip(), "one block of HTML for any Markdown reader"
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".md"]


def test_two_folders_that_would_be_one_page_are_refused(root: Path, tmp_path: Path) -> None:
    edition = make_edition(root, load_practice(root), TODAY, ["C-0142"])
    pages = list(edition.pages())
    with pytest.raises(CaseloadError, match="two pages"):
        write_pages([*pages, pages[0]], tmp_path)
