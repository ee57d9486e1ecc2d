"""The gate: every way in which a page could act or ask is named, and a clean page is let through."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from caseload_tools.site.publish.content_policy import CONTENT_POLICY
from caseload_tools.site.publish.marker import MARKER, mark_site
from caseload_tools.site.publish.verify import page_problems, verify_site

FILES = frozenset({"index.html", "clients.html", "clients/C-0142.html", "assets/caseload.css", "assets/caseload.js"})
HEAD = (
    f'<!doctype html><html lang="en"><head>\n  <meta http-equiv="Content-Security-Policy" content="{CONTENT_POLICY}">'
)
CLEAN = HEAD + (
    '<meta charset="utf-8"><link rel="stylesheet" href="../assets/caseload.css"></head><body><p title="a > b">“x”</p>'
    '<a href="../clients.html#risk=high">c</a><a href="#plan">p</a><a href="..">up</a>'
    '<svg viewBox="0 0 1 1"><path d="M0 0"/></svg><script src="../assets/caseload.js"></script>'
    '<script id="__config" type="application/json">{"base": ".."}</script>'
    "<p>She wrote http://example.org &lt;img onerror=x&gt; style=1</p></body></html>"
)


def problems(body: str) -> list[str]:
    return list(page_problems("clients/C-0142.html", CLEAN.replace("</body>", f"{body}</body>"), FILES))


def test_a_clean_page_passes() -> None:
    assert problems("") == []


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("<script>alert(1)</script>", "a script inside the page"),
        ("<SCRIPT >alert(1)</SCRIPT >", "a script inside the page"),
        ('<script src="https://evil.example/x.js"></script>', "leaves the site"),
        ("<script src=//evil.example/x.js></script>", "leaves the site"),
        ('<script type="application/json">not json</script>', "not JSON"),
        ('<img src="../x.png" onerror="alert(1)">', "event handler (onerror)"),
        ("<svg onload=alert(1)>", "event handler (onload)"),
        ("<p/onclick=alert(1)>", "event handler (onclick)"),
        ('<p style="color:red">', "a style attribute"),
        ("<style>p{}</style>", "a <style> element"),
        ('<a href="javascript:alert(1)">', "leaves the site"),
        ('<a href=" &#106;avascript:alert(1)">', "leaves the site"),
        ('<a href="data:text/html,x">', "leaves the site"),
        ('<a href="//evil.example">', "leaves the site"),
        ("<a href='\\\\evil.example'>", "leaves the site"),
        ('<a href="mailto:x@evil.example">', "leaves the site"),
        ('<a href="/etc/passwd">', "root of the host"),
        ('<a href="../../../etc/passwd">', "not there"),
        ('<a href="C-9999.html">', "not there"),
        ('<img src="C-9999.png">', "not there"),
        ('<form action="https://evil.example">', "leaves the site"),
        ('<iframe src="../clients.html">', "a <iframe> element"),
        ("<object data='../clients.html'>", "a <object> element"),
        ('<base href="https://evil.example/">', "a <base> element"),
        ('<meta http-equiv="refresh" content="0;url=https://evil.example">', "gives the browser an order"),
        ("<!-- > --><svg><a xlink:href='https://evil.example'>x</a></svg>", "leaves the site"),
    ],
)
def test_what_acts_or_asks_is_named(body: str, named: str) -> None:
    assert any(named in each for each in problems(body)), problems(body)


@pytest.mark.parametrize(
    "head",
    [
        "<head><title>x</title>",
        '<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src *">',
        '<head><meta http-equiv="Content-Security-Policy" content="default-src *">',
        "<head>",
    ],
)
def test_the_policy_comes_first_and_is_ours(head: str) -> None:
    page = f"<!doctype html><html>{head}</head><body></body></html>"
    assert "the content policy is not the first element of the head" in list(page_problems("index.html", page, FILES))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small sealed site."""
    folder = tmp_path / "site"
    (folder / "search").mkdir(parents=True)
    (folder / "index.html").write_text(f"{HEAD}</head><body></body></html>", encoding="utf-8")
    index = {"config": {}, "docs": [{"location": "index.html", "title": "a &lt;b&gt;", "text": "<p>c</p>"}]}
    (folder / "search/search_index.json").write_text(json.dumps(index), encoding="utf-8")
    mark_site(folder, {"index.html", "search/search_index.json"})
    return folder


def test_a_sealed_site_passes(site: Path) -> None:
    assert verify_site(site) == ()


def test_a_folder_without_the_mark_is_no_site(site: Path) -> None:
    (site / MARKER).unlink()
    assert verify_site(site) == ("the folder bears no mark of `caseload build`",)


def test_files_that_nobody_asked_for_and_files_that_are_gone_are_named(site: Path) -> None:
    (site / "letter.png").write_bytes(b"x")
    (site / "index.html").unlink()
    assert verify_site(site) == ("letter.png: nobody asked for this file", "index.html: this file is missing")


def test_links_to_other_files_are_named(site: Path) -> None:
    (site / "index.html").unlink()
    (site / "index.html").symlink_to("/etc/hostname")
    assert verify_site(site) == ("index.html: a link to another file",)


@pytest.mark.parametrize(
    ("entry", "named"),
    [
        ({"location": "x", "title": "<img src=x onerror=alert(1)>", "text": ""}, "holds markup"),
        ({"location": "x", "title": "", "text": "<p>x</p><script>"}, "holds markup"),
        ({"location": "x", "title": "", "text": "", "tags": ["<b>"]}, "shows as it stands"),
    ],
)
def test_the_search_index_holds_no_markup_that_search_would_show(
    site: Path, entry: dict[str, object], named: str
) -> None:
    (site / "search/search_index.json").write_text(json.dumps({"docs": [entry]}), encoding="utf-8")
    assert any(named in each for each in verify_site(site))


def test_scripts_and_styles_name_no_unknown_address(site: Path) -> None:
    (site / "a.js").write_text("fetch('https://evil.example/x')", encoding="utf-8")
    (site / "a.css").write_text("p{background:url(https://evil.example/x)}", encoding="utf-8")
    mark_site(site, {"index.html", "search/search_index.json", "a.js", "a.css"})
    assert verify_site(site) == (
        "a.css: a style sheet that asks for another file",
        "a.js: names https://evil.example/x",
    )
