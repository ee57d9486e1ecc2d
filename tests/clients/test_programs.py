"""The watchmen watched: each program of others does find what it is asked to find.

Without these, a clean bill from the browser could mean that the browser looked at nothing.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.clients import programs

HOSTILE = """<!doctype html><html><head><title>x</title></head><body>
<img src="https://image.example/x.png"><p style="width:2000px;color:#eee;background:#fff">pale</p>
<script>
alert(1); console.error("oops"); new WebSocket("wss://socket.example/z");
const work = new Blob(["fetch('https://worker.example/x').catch(()=>0)"], {type: "text/javascript"});
new Worker(URL.createObjectURL(work));
</script></body></html>"""
CALM = """<!doctype html><html lang="en"><head><title>Calm</title></head>
<body><main><h1>Nothing to see</h1><p>Nothing at all.</p></main></body></html>"""
SCHEMA = {
    "$id": "https://caseload.invalid/toy.schema.json",
    "type": "object",
    "required": ["type", "client"],
    "properties": {"status": {"enum": ["active", "closed"]}, "date": {"type": "string", "format": "date"}},
}
DIALECTS = {
    "2020-12": "https://json-schema.org/draft/2020-12/schema",
    "7": "http://json-schema.org/draft-07/schema#",
}


@pytest.mark.browser
def test_the_browser_sees_every_way_out(tmp_path: Path) -> None:
    hostile, calm = tmp_path / "hostile.html", tmp_path / "calm.html"
    hostile.write_text(HOSTILE)
    calm.write_text(CALM)
    bad, dark, good, _ = programs.browse(
        [hostile, calm],
        widths=[390],
        schemes=["light", "dark"],
        screenshots=tmp_path,
        evaluate="document.title",
        wait=500,
    )
    hosts = {"image.example", "socket.example", "worker.example"}
    assert {re.sub(r"\w+://([^/]+)/.*", r"\1", url) for url in bad.requests} == hosts
    assert bad.dialogs == ["alert: 1"]
    assert "oops" in bad.console
    assert {"color-contrast", "html-has-lang", "image-alt"} <= {violation["id"] for violation in bad.axe}
    assert bad.scroll_width > 2000 and bad.style_attributes == 1
    assert dark.scheme == "dark" and Path(dark.screenshot or "").stat().st_size > 500
    assert (good.requests, good.failed, good.dialogs, good.console, good.axe) == ([], [], [], [], [])
    assert good.evaluated == "Calm" and good.scroll_width == 390 and good.style_attributes == 0


KEPT = """(async () => {
  const database = () => new Promise((done) => {
    const asked = indexedDB.open("kept");
    let made = false;
    asked.onupgradeneeded = () => { made = true; };
    asked.onsuccess = () => { asked.result.close(); done(!made); };
  });
  const found = [localStorage.length, sessionStorage.length, document.cookie.length, await database()];
  localStorage.setItem("a", "b");
  sessionStorage.setItem("a", "b");
  document.cookie = "a=b";
  return found;
})()"""


@pytest.mark.browser
def test_what_a_page_left_behind_is_found_by_the_same_job_and_by_no_other(tmp_path: Path) -> None:
    (tmp_path / "calm.html").write_text(CALM)
    with programs.serve(tmp_path) as address:
        pages = (f"{address}/calm.html", (tmp_path / "calm.html").as_uri())
        for _ in range(2):
            served, again, opened, reopened = programs.browse(
                [each for page in pages for each in (page, f"{page}?again")], axe=False, evaluate=KEPT
            )
            assert served.evaluated == [0, 0, 0, False] and again.evaluated == [1, 1, 3, True]
            # Each page of the disk has a process of its own; what one puts into the store of all reaches the next late.
            assert opened.evaluated[:2] == [0, 0] and reopened.evaluated[1] == 1


@pytest.mark.clients
@pytest.mark.parametrize("dialect", DIALECTS)
def test_ajv_names_the_value_and_the_missing_key(tmp_path: Path, dialect: str) -> None:
    (tmp_path / "toy.schema.json").write_text(json.dumps({"$schema": DIALECTS[dialect], **SCHEMA}))
    data = {"type": "toy", "status": "actve", "date": "2026-02-30"}
    job = {
        "dialect": dialect,
        "schemas": str(tmp_path),
        "records": [{"name": "a", "schema": "toy.schema.json", "data": data}],
    }
    found = programs.node("ajv.mjs", job)
    assert found["schemas"] == {}
    assert {(error["keyword"], *error["path"]) for error in found["errors"]["a"]} == {
        ("required",),
        ("enum", "status"),
        ("format", "date"),
    }
    assert {error["missing"] for error in found["errors"]["a"]} == {"client", None}


@pytest.mark.clients
def test_readers_of_others_read(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.md", tmp_path / "bad.md"
    good.write_text("---\ntype: plan\ntime: 14:30\ngoals:\n  - {id: G1, text: go out}\n---\n\n## Plan\n")
    bad.write_text("---\ntype: plan\ntype: session\n---\n")
    seen = programs.node("yaml12.mjs", [str(good), str(bad)])
    read = seen[str(good)]
    assert read["yaml"] == {"type": "plan", "time": "14:30", "goals": [{"id": "G1", "text": "go out"}]}
    assert read["matter"] == {"keys": ["type", "time", "goals"], "body": "\n## Plan\n", "error": None}
    assert "unique" in seen[str(bad)]["error"]


def test_the_lock_file_names_no_registry() -> None:
    lock = json.loads((programs.CLIENTS / "package-lock.json").read_text(encoding="utf-8"))
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]
    # .npmrc lets none of them run; the multitool's only makes it executable.
    scripts = {name for name, package in lock["packages"].items() if package.get("hasInstallScript")}
    assert not {name for name in scripts if "sarif-multitool" not in name}
    wanted = json.loads((programs.CLIENTS / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert lock["packages"][""]["dependencies"] == wanted
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values()), "exact versions only"
