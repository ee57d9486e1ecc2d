"""The answer to a wrong value is the right line: over each key of each schema, read back and held to that schema."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from caseload_tools.chart.records import RECORD_TYPES
from caseload_tools.chart.records.checking import Checker, CodedProblem
from caseload_tools.chart.records.right_lines import form_of, right_line
from caseload_tools.chart.records.schemas import schema_at, schema_resolved
from caseload_tools.chart.records.trade_words import SURE, UNSURE, meaning_of
from caseload_tools.cli.app import run
from caseload_tools.history.record_path import TYPE_OF_FOLDER
from caseload_tools.lint.repairing import repaired_text
from caseload_tools.lint.rules.diagnosis_codes import code_meant
from caseload_tools.text import read_bytes
from caseload_tools.text.front_matter.marks import KeyPath
from caseload_tools.text.rendering import render_record

CHECKER = Checker(staff={"m.okafor": "Mary Okafor"})
FOLDER = "records/clients/C-0301/sessions/2026-11-24.md"
NO_SCORE = (
    "write it like `phq9: …`, the total in digits; where there is none, take the key away and say in the text why"
)
SECRET = "Zqwx Vlkj, and a remark"
_CODE = re.compile("`([^`]*)`")


def _keys(word: str) -> Iterator[KeyPath]:
    """Each key of a type, in lists and maps as well."""

    def inside(path: KeyPath, deep: int) -> Iterator[KeyPath]:
        schema = schema_at(whole, path)
        for key in schema.get("properties", {}):
            yield (*path, key)
            if deep < 3:
                yield from inside((*path, key), deep + 1)
        items = schema_resolved(schema.get("items", {}), whole)
        if path and items.get("properties"):
            yield from inside((*path, 0), deep + 1)

    whole = CHECKER.schema(word)
    return inside((), 0)


KEYS = [(word, path) for word in RECORD_TYPES for path in _keys(word) if path != ("type",)]


def _record(word: str, path: KeyPath, value: Any) -> str:
    """A record of this type with a value at a path, and forms around it."""
    whole = CHECKER.schema(word)
    data = {"type": word, **{key: form_of(schema_at(whole, (key,)), whole) for key in whole["required"]}}
    data["type"] = word

    def put(schema_path: KeyPath, left: KeyPath) -> Any:
        if not left:
            return value
        step, *rest = left
        inner = put((*schema_path, step), tuple(rest))
        if isinstance(step, int):
            return [inner]
        around = form_of(schema_at(whole, schema_path), whole) if schema_path else data
        return {**(around if isinstance(around, dict) else {}), step: inner}

    return render_record(put((), path))


def _problems(word: str, text: str, path: KeyPath) -> list[CodedProblem]:
    document = read_bytes(text.encode(), FOLDER)
    assert not document.faults, (text, document.faults)
    found = CHECKER.check(word, document, document.data)
    return [each for each in found if each.problem.path[: len(path)] == path]


def _lines_of(hint: str, path: KeyPath) -> str:
    codes = _CODE.findall(hint)
    if "below it" not in hint:
        codes = codes[:1]
    codes = [each for each in codes if ":" in each or each.startswith("-")]
    return "\n".join(codes) + "\n"


def _words_at(word: str, path: KeyPath) -> list[str]:
    schema = schema_at(CHECKER.schema(word), path)
    return schema.get("enum") or list(schema.get("x-staff", ())) or ["true", "false"]


def _filled(typed: str, hint: str) -> str:
    """The lines as somebody types them who takes the first of the words that the hint lists for each `…`."""
    typed = typed.replace("YYYY-MM-DD to YYYY-MM-DD", "2026-11-24 to 2026-12-24").replace("YYYY-MM-DD", "2026-11-24")
    typed = typed.replace("C-…", "C-0142").replace("HH:MM-HH:MM", "14:00-14:50").replace("HH:MM", "15:20")
    listed = dict(re.findall(r"[:;] `([^`]+)` (?:is|such as) (.*?)(?=; `|$)", hint))
    if such := re.search(r", such as (.*)", hint):
        listed["…"] = such[1]
    for key, words in listed.items():
        first = _CODE.findall(words)[0].replace("YYYY-MM-DD", "2026-11-24")
        typed = re.sub(rf"((?:{re.escape(key)}|{'.*' if key == '…' else '(?!)'}): \[?)…", rf"\g<1>{first}", typed)
    return re.sub(r"(?<!\")…", "5", typed)


def test_there_are_keys() -> None:
    assert len(KEYS) > 500


@pytest.mark.parametrize("word", RECORD_TYPES)
def test_each_key_of_a_type_is_answered_with_a_line_that_it_takes(word: str) -> None:
    """A value of each wrong shape: what the hint says is read back as a value of that key, and says nothing typed."""
    answered = 0
    for _, path in (each for each in KEYS if each[0] == word):
        for wrong in (SECRET, 123456789, True, [SECRET, SECRET + "x"], {"zqwx": SECRET}, [[1]]):
            for coded in _problems(word, _record(word, path, wrong), path):
                problem = coded.problem
                if problem.path != path or problem.hint.startswith(("fill in", "a key here", "nobody types it")):
                    continue
                answered += 1
                assert "qwx" not in f"{problem.message} {problem.hint}".casefold(), problem
                if problem.hint.startswith("use `"):
                    assert set(_CODE.findall(problem.hint)) == set(_words_at(word, path)), (path, problem)
                    continue
                assert problem.hint.startswith("write "), (path, problem)
                typed = _filled(_lines_of(problem.hint, path), problem.hint)
                value = read_bytes(f"---\n{typed}---\n".encode(), "").data.get(str(path[-1]))
                assert not _problems(word, _record(word, path, value), path), (path, problem.hint)
    assert answered > 10, word


MEANT = [
    ("client", "safe_channels", "phone, sms", "[phone, sms]"),
    ("client", "safe_channels", "phone", "[phone]"),
    ("client", "safe_channels", "call and text", "[phone, sms]"),
    ("client", "safe_channels", '"[phone, sms]"', "[phone, sms]"),
    ("client", "prefers", "text", "sms"),
    ("client", "prefers", "[phone]", "phone"),
    ("client", "part2", "yes", "true"),
    ("client", "part2", "TRUE", "true"),
    ("client", "part2", "No", "false"),
    ("session", "minutes", '"50"', "50"),
    ("session", "setting", "zoom", "video"),
    ("session", "format", "soap note", "SOAP"),
    ("session", "risk", "High", "high"),
    ("session", "risk", "[high]", "high"),
    ("session", "minutes", "50 min", "50"),
    ("session", "minutes", "50min", "50"),
    ("session", "minutes", "1h", "60"),
    ("session", "minutes", "1 h 15", "75"),
    ("session", "minutes", "ten", "10"),
    ("session", "next", "24 Nov 2026", "2026-11-24"),
    ("session", "next", "2027-3-31", "2027-03-31"),
    ("session", "time", "23:15-24:00", "23:15-00:00"),
    ("session", "reviewed", "sessions/2026-11-03.md", "[sessions/2026-11-03]"),
    ("client", "opened", "Nov 2, 2026", "2026-11-02"),
    ("client", "cadence", "1x/wk", "every week"),
    ("plan", "review_every", "q90d", "every 90 days"),
    ("charge", "fee", "140,00", "140"),
    ("charge", "fee", "139,50", "139.5"),
    ("session", "phq9", "1 2 2 1 1 1 1 1 0", "[1, 2, 2, 1, 1, 1, 1, 1, 0]"),
    ("session", "setting", "call", "phone"),
    ("session", "attendance", "DNA", "no-show"),
    ("session", "format", "soap", "SOAP"),
    ("session", "objectives", "O1.1, O1.2", "[O1.1, O1.2]"),
    ("session", "objectives", "o1.1 o1.2", "[O1.1, O1.2]"),
    ("session", "clinician", "M.Okafor", "m.okafor"),
    ("session", "phq9", '"11"', "11"),
    ("session", "phq9", "1, 0, 2", "[1, 0, 2]"),
    ("session", "themes", "sleep", "[sleep]"),
    ("session", "safety_plan", '"[[safety/2026-10-13]]"', "safety/2026-10-13"),
    ("session", "homework", "12", '"12"'),
    ("charge", "fee", "$140", "140"),
    ("contact", "direction", "incoming", "in"),
    ("session", "phq9", "8 (mild)", "8"),
    ("session", "gad7", "16 (Severe)", "16"),
    ("session", "attendance", "Cancelled < 24h", "late-cancelled"),
    ("session", "attendance", "canceled <24 hrs", "late-cancelled"),
    ("session", "attendance", "cancelled, 2 h before", "late-cancelled"),
    ("session", "attendance", "cancelled less than 24 hours before", "late-cancelled"),
    ("session", "attendance", "same day cancellation", "late-cancelled"),
    ("session", "attendance", "Attended late", "late"),
    ("session", "next", "2026-11-24 (Tue)", "2026-11-24"),
    ("session", "next", "2026-11-24, Tuesday", "2026-11-24"),
]


@pytest.mark.parametrize(("word", "key", "wrong", "right"), MEANT, ids=lambda each: str(each)[:14])
def test_what_has_one_meaning_is_written_by_fix(word: str, key: str, wrong: str, right: str) -> None:
    text = re.sub(rf"\n{key}: .*", "", _record(word, ("source",), "x")).replace("\nsource: x", f"\n{key}: {wrong}")
    [coded] = _problems(word, text, (key,))
    assert coded.problem.repair is not None, coded
    fixed = repaired_text(text, coded.problem.repair)
    assert fixed == text.replace(f"{key}: {wrong}", f"{key}: {right}")
    assert not _problems(word, fixed, (key,))


@pytest.mark.parametrize(
    ("word", "key", "wrong"),
    [
        ("client", "safe_channels", "phone, maybe"),
        ("session", "themes", "sleep, and work"),
        ("session", "homework", "[Call Ann, rest]"),
        ("session", "risk", "denied"),
        ("session", "setting", "remote"),
        ("session", "setting", "telehealth"),
        ("session", "risk", "medium"),
        ("session", "risk", "3"),
        ("session", "risk", "true"),
        ("session", "risk", "elevated"),
        ("client", "status", "closed"),
        ("referral", "status", "pending"),
        ("review", "decision", "closed"),
        ("session", "next", "next Thursday"),
        ("session", "next", "Dec 1"),
        ("session", "phq9", "10/27"),
        ("client", "safe_channels", "voicemail"),
        ("contact", "purpose", "admin"),
        ("session", "minutes", '"50 or so"'),
        ("client", "part2", "perhaps"),
        ("session", "phq9", "1, no, 2"),
        ("session", "phq9", "8 (severe)"),
        ("session", "minutes", "50 (about)"),
    ],
)
def test_what_could_mean_two_things_is_told_and_not_written(word: str, key: str, wrong: str) -> None:
    text = re.sub(rf"\n{key}: .*", "", _record(word, ("source",), "x")).replace("\nsource: x", f"\n{key}: {wrong}")
    [coded] = _problems(word, text, (key,))
    assert coded.problem.repair is None, coded
    assert coded.problem.hint.startswith(("write it like `", "use `")) or "whichever is meant" in coded.problem.hint


TYPED = (
    'Ring: the adviser, "before" Friday',
    "Ring: the adviser before Friday",
    "Ring: Ann's adviser",
    'Ring: Ann\'s "adviser"',
    r"Copy: c:\notes to the stick",
    '"Ring" her on Friday',
    "'Ring' her: today",
    '*Ring* "her"',
    "@ring her",
    "[Ring] her",
    'Ring: “her”, "today"',
    "%ring her",
    "& so on",
    "Ring: her #2",
)


@pytest.mark.parametrize("said", TYPED)
def test_the_quotes_that_a_hint_names_make_the_line_read_clean(said: str) -> None:
    """Of a text that YAML cannot read: whoever types what the hint says has typed that text, in each text key."""
    for line, path in (("homework: {}", ("homework",)), ("themes:\n  - {}", ("themes", 0))):
        text = f"---\ntype: session\n{line.format(said)}\n---\n"
        faults = read_bytes(text.encode(), "").faults
        if not faults and line.startswith("themes"):
            continue  # a colon makes it a map there, which is answered by the schema
        assert faults, said
        hint = faults[0].hint
        if "single quotes" in hint:
            typed = f"'{said.replace(chr(39), chr(39) * 2) if 'twice' in hint else said}'"
        else:
            assert "double quotes" in hint, (said, hint)
            typed = f'"{said}"'
        document = read_bytes(f"---\ntype: session\n{line.format(typed)}\n---\n".encode(), "")
        found: Any = document.data
        for step in path:
            found = found[step]
        assert not document.faults and found == said, (said, hint)


TOLD = [
    ("session", ("risk",), 3, "use `none`, `low`, `moderate`, `high` or `not-asked`"),
    ("session", ("risk",), True, "use `none`, `low`, `moderate`, `high` or `not-asked`"),
    ("session", ("risk",), {"level": "high"}, "use `none`, `low`, `moderate`, `high` or `not-asked`"),
    ("session", ("progress",), "O1.1 progressing", "write `progress:` and below it `  O1.1: progressing`"),
    ("session", ("progress",), [{"O1.1": "worse"}], "write `progress:` and below it `  O1.1: worse`"),
    (
        "session",
        ("progress",),
        "O1.1 - met, o1.2: worse",
        "write `progress:` and below it `  O1.1: met`, `  O1.2: worse`",
    ),
    (
        "session",
        ("progress",),
        "O1.1 improved",
        (
            "write it like `progress:` and below it `  O1.1: …`: `…` is `met`, `progressing`, `no change`, "
            "`worse`, `stopped` "
            "or `not worked on`"
        ),
    ),
    ("session", ("progress",), "progressing", "write it like `progress:` and below it `  …: progressing`"),
    ("session", ("minutes",), "50 min", "write `minutes: 50`"),
    ("session", ("minutes",), "an hour or so", "write it like `minutes: …`"),
    ("session", ("phq9",), "10/27", NO_SCORE),
    ("session", ("phq9",), "8 (severe)", "write it like `phq9: 8`"),
    ("session", ("phq9",), "88 (mild)", NO_SCORE),
    ("session", ("time",), "2-2:50", "write `time: 02:00-02:50` or `time: 14:00-14:50`, whichever is meant"),
    ("session", ("time",), "11-1", "write `time: 11:00-13:00` or `time: 23:00-01:00`, whichever is meant"),
    ("session", ("next",), "6/9/2026", "write `next: 2026-06-09` or `next: 2026-09-06`, whichever is meant"),
    (
        "session",
        ("written",),
        "6/9/2026 9:30",
        "write `written: 2026-06-09 09:30` or `written: 2026-09-06 09:30`, whichever is meant",
    ),
    ("session", ("phq9",), "1 2 0", "write `phq9: [1, 2, 0]`"),
    ("session", ("next",), "Dec 1", "write it like `next: YYYY-12-01`"),
    ("session", ("next",), "1 week", "write `next: 2026-12-01`"),
    ("consent", ("expires",), "6 months", "write it like `expires: YYYY-MM-DD`"),
    ("session", ("time",), "2pm", "write it like `time: 14:00-HH:MM`"),
    (
        "client",
        ("safe_channels",),
        "text only, never voicemail",
        "write it like `safe_channels: […]`: `…` is `sms`, `phone`, `email`, `mail`, `portal`, `in-person` or `video`",
    ),
    ("consent", ("copy_given",), "declined", "use `true` or `false`"),
    (
        "client",
        ("cadence",),
        "as needed",
        "write it like `cadence: …`, such as `90 days`, `weekly` or `every 3 weeks`",
    ),
    ("session", ("interventions",), "CBT, walking", "write it like `interventions: […]`, such as `I1`"),
    ("session", ("interventions",), "I1, i2", "write `interventions: [I1, I2]`"),
    (
        "session",
        ("outreach",),
        {"at": "2026-11-24 17:00", "channel": "phone", "result": "no answer"},
        'write it like `outreach:` and below it `  - at: 2026-11-24 17:00`, `    channel: phone`, `    result: "…"`',
    ),
    ("client", ("born",), "3/5/1984", "write it like `born: YYYY-MM-DD`"),
    ("session", ("next",), "2026-11-24 (Mon)", "write it like `next: YYYY-MM-DD`"),
    ("session", ("safety_plan",), "none", "write it like `safety_plan: …`, such as `safety/YYYY-MM-DD`"),
    *(
        (
            "session",
            ("phq9",),
            each,
            NO_SCORE,
        )
        for each in ("declined", "08", "eight")
    ),
    (
        "session",
        ("telehealth_consent",),
        "verbal",
        "write it like `telehealth_consent: …`, such as `consents/YYYY-MM-DD-telehealth`",
    ),
]


@pytest.mark.parametrize(("word", "path", "value", "hint"), TOLD, ids=lambda each: str(each)[:20])
def test_no_answer_states_what_the_value_does_not_say(word: str, path: KeyPath, value: Any, hint: str) -> None:
    [coded] = _problems(word, _record(word, path, value), path)
    assert coded.problem.hint == hint


def test_each_link_has_an_example_of_the_folder_that_it_leads_to() -> None:
    folders = {*TYPE_OF_FOLDER} - {""}
    links = [(word, path) for word, path in KEYS if "link to a record" in str(_schema(word, path).get("x-say", ""))]
    shown = {
        (word, path): re.search(r"such as \[?([a-z]+)/", str(_schema(word, path)["description"]))
        for word, path in links
    }
    assert len(links) > 20 and not [each for each, found in shown.items() if found is None or found[1] not in folders]


def _schema(word: str, path: KeyPath) -> Any:
    return schema_at(CHECKER.schema(word), path)


STAFF = Checker(staff={"v.okonjo": "Vera Okonjo, LPC", "j.marsh": "Jo Marsh"})


@pytest.mark.parametrize(
    ("key", "value", "hint", "fixed"),
    [
        ("client", "C0301", "write `client: C-0301`", "C-0301"),
        ("client", "c-0301", "write `client: C-0301`", "C-0301"),
        ("client", "301", "write `client: C-0301`", ""),
        ("clinician", '"Vera Okonjo, LPC"', "write `clinician: v.okonjo`", "v.okonjo"),
        ("clinician", "Vera Okonjo", "write `clinician: v.okonjo`", "v.okonjo"),
        ("clinician", "Vera", "use `v.okonjo` or `j.marsh`", ""),
    ],
)
def test_an_answer_names_the_folders_client_and_the_staff_of_this_practice(
    key: str, value: str, hint: str, fixed: str
) -> None:
    text = re.sub(rf"\n{key}: .*", f"\n{key}: {value}", _record("session", ("clinician",), "v.okonjo"))
    document = read_bytes(text.encode(), FOLDER)
    [problem] = (each.problem for each in STAFF.check("session", document, document.data))
    assert (problem.hint, problem.repair.value if problem.repair else "") == (hint, fixed)


@pytest.mark.parametrize(
    ("word", "typed", "hint", "renamed"),
    [
        ("session", "therapist: v.okonjo", "a session says that with `clinician`", "clinician"),
        ("session", "therapist: Vera", "a session says that with `clinician`", ""),
        ("session", "modality: office", "a session says that with `setting`", "setting"),
        ("session", "duration: 50", "a session says that with `minutes`", "minutes"),
        ("session", "start: 10:00", "a session says that with `time`", ""),
        ("client", "program: outpatient", "did you mean `programme`?", "programme"),
        ("consent", "signed: 2026-11-03", "did you mean `signed_on`?", "signed_on"),
        ("complaint", "status: 2026-11-03", "a complaint says that with `resolved`", ""),
    ],
)
def test_a_key_of_the_trade_is_one_finding_and_renamed_where_its_value_fits(
    word: str, typed: str, hint: str, renamed: str
) -> None:
    key = renamed or _CODE.findall(hint)[0]
    text = _record(word, ("clinician",) if word == "session" else ("source",), "v.okonjo")
    text = re.sub(rf"\n({key}|source): .*", "", text).replace("\n---\n", f"\n{typed}\n---\n")
    document = read_bytes(text.encode(), "")
    [coded] = STAFF.check(word, document, document.data)
    problem = coded.problem
    assert (problem.hint, problem.repair.value if problem.repair else "") == (hint, renamed)
    assert coded.means == (key,)


def test_each_word_of_the_trade_stands_for_a_word_that_some_key_takes() -> None:
    lists = [tuple(each) for word in RECORD_TYPES for each in _lists(CHECKER.schema(word))]
    for said, meant in ((said, meant) for table in (SURE, UNSURE) for said, words in table.items() for meant in words):
        where = [words for words in lists if meant in words]
        assert where, (said, meant)
        for words in where:
            meaning = meaning_of(said, words)
            assert meaning is not None and set(meaning.words) <= set(words), (said, words)


def _lists(node: Any) -> Iterator[list[str]]:
    if isinstance(node, dict):
        if isinstance(node.get("enum"), list):
            yield node["enum"]
        node = list(node.values())
    for each in node if isinstance(node, list) else ():
        yield from _lists(each)


def test_the_lines_of_the_issue() -> None:
    whole = CHECKER.schema("client")
    assert right_line(whole, ("safe_channels",), "phone, sms").hint == "write `safe_channels: [phone, sms]`"
    assert right_line(CHECKER.schema("session"), ("homework",), 5).hint == 'write it like `homework: "…"`'
    text = _record("complaint", ("source",), "x").replace("source: x", "status: open")
    [coded] = _problems("complaint", text, ("status",))
    assert coded.problem.hint == "a complaint says that with `resolved`"
    text = _record("session", ("source",), "x").replace("source: x", "zzyyxx: open")
    [coded] = _problems("session", text, ("zzyyxx",))
    assert coded.problem.hint == "`caseload explain STR004 session` lists the keys of a session"


@pytest.mark.parametrize("word", RECORD_TYPES)
def test_explain_lists_each_key_of_a_type(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "STR004", word]) == 0
    told = capsys.readouterr().out
    listed = set(re.findall(r"^ *([A-Za-z0-9_-]+)\*?(?:  |$)", told, re.MULTILINE))
    assert {str(path[-1]) for of, path in KEYS if of == word} <= listed
    assert max(map(len, told.splitlines())) <= 78


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        *(("f33.1", "F33.1"), ("F33,1", "F33.1"), ("F331", "F33.1"), ("f33", "F33"), ("F5101", "F51.01")),
        *(("depression", ""), ("F3", ""), ("F33.1, F41.1", "")),
    ],
)
def test_a_diagnosis_code_in_other_letters_is_the_same_code(typed: str, right: str) -> None:
    assert code_meant(typed) == right
