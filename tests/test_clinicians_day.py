"""A clinician's day, as she types it: write, sign, commit, slip, be told, put it right, add, co-sign, audit.

One long test on purpose: each step stands on the one before, as in life. What she reads must say what is wrong and what
to do next, in words, and never show what her client said.
"""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Git, Invoke, Outcome
from tests.front_entries import entries_of

DANA, SAM = "ruiz@northgate.example", "lee@northgate.example"
SETTINGS = """
name = "Willow Street Practice"
[staff."dana.ruiz"]
name = "Dana Ruiz"
roles = ["clinician", "trainee"]
credential = "LPC associate"
email = "ruiz@northgate.example"
supervision = {level = "co-sign", supervisor = "sam.lee"}
[staff."sam.lee"]
name = "Sam Lee"
roles = ["clinician", "supervisor"]
credential = "LCSW"
email = "lee@northgate.example"
"""


def test_a_day(tmp_path: Path, invoke: Invoke, git: Git) -> None:
    root = tmp_path / "practice"
    note = "records/clients/C-0001/sessions/2026-01-19.md"
    words: list[str] = []

    def at(hour: str, *typed: str) -> Outcome:
        outcome = invoke(*typed, cwd=root, env={"CASELOAD_NOW": f"2026-01-19 {hour}", "CASELOAD_TODAY": "2026-01-19"})
        words.append(outcome.out + outcome.err)
        return outcome

    def commit(hour: str, by: str) -> None:
        git("add", "--all", cwd=root)
        git("commit", "--quiet", "--message=C-0001: note", cwd=root, at=f"2026-01-19T{hour}:00+0000", by=by)

    _begin(root, git)
    commit("08:00", "Sam Lee")
    git("config", "user.email", DANA, cwd=root)

    # 10:55: the note, begun by the tool and written by her.
    at("10:55", "new", "session", "C-0001", "--time", "10:00-10:50", "--staff", "dana.ruiz").ok()
    _write(root / note)
    at("11:20", "lint").ok()
    commit("11:21", "Dana Ruiz")

    # 11:25: signed and committed.
    signed = at("11:25", "sign", note).ok()
    assert "signed by dana.ruiz as clinician" in signed.out and "sam.lee signs next" in signed.out
    commit("11:26", "Dana Ruiz")
    at("11:30", "lint").ok()
    as_signed = (root / note).read_bytes()

    # 14:00: a slip is found in the signed note, and put right where it should not be.
    (root / note).write_bytes(as_signed.replace(b"Friday", b"Thursday"))
    told = at("14:00", "lint")
    assert told.code == 1 and "SIG001" in told.out
    assert "this record has changed since dana.ruiz signed it" in told.out
    assert "put it back as it was" in told.out and f"caseload addend {note}" in told.out
    again = at("14:01", "sign", note)
    assert again.code == 1 and "it has changed since dana.ruiz signed it" in again.out
    assert "nobody may allow" in at("14:02", "lint", "--write-baseline").ok().out
    (root / "caseload-baseline.json").unlink()
    assert "A signed record is no longer what was signed." in at("14:03", "explain", "SIG001").ok().out

    # 14:05: what the message said.
    git("restore", note, cwd=root)
    at("14:05", "lint").ok()
    correction = ("--kind", "correction", "--reason", "wrong day", "--text", "The night without an entry was Thursday.")
    added = at("14:06", "addend", note, *correction).ok()
    assert "correction to sessions/2026-01-19, signed by dana.ruiz" in added.out
    assert (root / note).read_bytes() == as_signed
    at("14:07", "lint").ok()
    commit("14:08", "Dana Ruiz")

    # 17:00: her supervisor.
    git("config", "user.email", SAM, cwd=root)
    assert "co-signed by sam.lee" in at("17:00", "cosign", note).ok().out
    commit("17:01", "Sam Lee")
    at("17:02", "lint").ok()

    # Weeks later somebody clever changes the text and the digests with it.
    _forge(root / note)
    forged = at("18:00", "lint")
    assert forged.code == 1 and "this record has changed since dana.ruiz" in forged.out
    assert not any(word in text for text in words for word in ("fingers", "Bedtime", "Traceback"))


def _begin(root: Path, git: Git) -> None:
    """A practice with one client, whose plan was agreed on by both last week."""
    from caseload_tools.lint.rule import load_rules
    from devtools.examples.scenes import scene_of
    from devtools.examples.trying import write_scene

    root.mkdir()
    git("init", "--quiet", "--initial-branch=main", cwd=root)
    write_scene(scene_of(load_rules()["PLN001"], "--- plan\nstatus: active\n"), root)
    (root / "caseload.toml").write_text(SETTINGS)


def _write(note: Path) -> None:
    """What she types into the draft: her words under its headings, an answer to each of its questions."""
    from caseload_tools.chart.records import RECORD_TYPES

    front, _, _ = note.read_text().partition("\n---\n\n")
    asked = ("risk:", "homework:", "next:", "interventions:")
    lines = [line for line in front.splitlines() if not line.startswith(asked)]
    told = "\n".join(line.split("#")[0].rstrip() + (" progressing" if line.startswith("  O") else "") for line in lines)
    more = "interventions: [I1]\nrisk: none\nhomework: Fill in the sleep diary\nnext: 2026-01-26\n"
    body = RECORD_TYPES["session"].smallest.split("\n---\n", 1)[1]
    note.write_text(f"{told}\n{more}---\n{body}")


def _forge(note: Path) -> None:
    from caseload_tools.text import read_bytes
    from caseload_tools.text.digest import co_signature_digest, content_digest

    text = note.read_text().replace("Friday", "Sunday")
    first, second = (str(each["digest"]) for each in entries_of(read_bytes(text.encode(), ""), "signatures"))
    document = read_bytes(text.encode(), "")
    now = content_digest(document.data, document.body)
    text = text.replace(first, now)
    entry = entries_of(read_bytes(text.encode(), ""), "signatures")[0]
    note.write_text(text.replace(second, co_signature_digest(now, entry)))


def test_what_the_site_says_of_signatures(tmp_path: Path, invoke: Invoke, git: Git) -> None:
    """What waits for a supervisor, what came back, what was altered: in the row of the note, for whoever looks."""
    from datetime import date

    from caseload_tools.chart.caseload import read_caseload
    from caseload_tools.practice import load_practice
    from caseload_tools.site.content.timeline_rows import entry_of

    root, note = tmp_path / "practice", "records/clients/C-0001/sessions/2026-01-19.md"
    _begin(root, git)

    def typed(*words: str) -> None:
        invoke(*words, cwd=root, env={"CASELOAD_NOW": "2026-01-20 09:00", "CASELOAD_TODAY": "2026-01-20"}).ok()

    def said() -> str:
        chart = read_caseload(root, load_practice(root), date(2026, 1, 20), ["C-0001"]).charts[0]
        record = next(each for each in chart.records if each.path == note)
        return str(entry_of(chart, record).gist)

    typed("new", "session", "C-0001", "--date", "2026-01-19", "--time", "10:00-10:50", "--staff", "dana.ruiz")
    _write(root / note)
    assert "Waits" not in said()
    typed("sign", note, "--as", "dana.ruiz")
    assert "Waits for sam.lee’s co-signature." in said()
    typed("return", note, "--as", "sam.lee", "--reason", "say more of risk")
    assert "Returned by sam.lee Tue 20 Jan, not answered yet." in said()
    typed("addend", note, "--as", "dana.ruiz", "--kind", "clarification", "--reason", "asked for")
    assert "not answered yet" in said(), "an answer that was begun and not written is none"
    (root / note).write_text((root / note).read_text().replace("Friday", "Thursday"))
    assert "Changed since dana.ruiz signed it." in said()


def test_the_words_people_use_lead_to_the_record(tmp_path: Path, invoke: Invoke, git: Git) -> None:
    root = tmp_path / "practice"
    _begin(root, git)
    for word, meant in (
        ("note", "caseload new session C-0001"),
        ("risk", "caseload new assessment C-0001 --kind risk"),
        ("Release", "caseload new consent C-0001 --kind release-of-information"),
        ("call", "caseload new contact C-0001"),
    ):
        told = invoke("new", word, "C-0001", cwd=root)
        assert told.code == 2 and f"did you mean `{meant}`?" in told.err
        begun = invoke(*meant.split()[1:], "--print", "--today", "2026-01-20", cwd=root)
        assert begun.code == 0 or "--to agencies/riverside" in begun.err


def test_an_addition_that_lacks_its_kind_says_what_to_type(tmp_path: Path, invoke: Invoke, git: Git) -> None:
    root = tmp_path / "practice"
    _begin(root, git)
    told = invoke("addend", "C-0001/plans/2026-01-12", "--as", "dana.ruiz", cwd=root)
    assert told.code == 2 and '--kind correction --reason "wrong day"' in told.err and "late-entry" in told.err
