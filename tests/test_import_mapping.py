"""A wrong mapping: every mistake with its line and what was probably meant, before a row is looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

from caseload_tools.desk.exchange.csv_import import MappingError, load_mapping, read_mapping, shipped_mappings
from caseload_tools.desk.exchange.csv_import.import_mistakes import RowError
from caseload_tools.desk.exchange.csv_import.template import FILTERS, parse_template

SOUND = """\
system = "brook"
[tables.clients]
key = "id"
[tables.visits]
key = "id"
refers = { client = "clients" }
[words.attendance]
seen = "attended"
[[record]]
type = "client"
from = "clients"
client = "C-{number|id}"
[record.set]
status = "active"
opened = "{first_seen|day}"
[[record]]
type = "session"
from = "visits"
client = "C-{client.number|id}"
date = "{start|day}"
[record.set]
service = "individual"
setting = "office"
attendance = "{state|words:attendance}"
phq9 = { rows_of = "visits", by = "client", place = "{item}", size = 9, value = "{score|int}" }
[identities]
from = "clients"
client = "C-{number|id}"
[identities.set]
name = "{name}"
"""


def test_the_sound_mapping_is_sound() -> None:
    made = read_mapping(SOUND, "brook.toml")
    assert [record.type for record in made.records] == ["client", "session"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('system = "brook"', 'sistem = "brook"', "1: there is no key `sistem` here, did you mean `system`?"),
        ('system = "brook"', 'system = "My System"', "1: `system` is a short name of small letters"),
        ('system = "brook"', 'system = "brook"\nencoding = "utf-9"', "2: no encoding is called 'utf-9'"),
        ('system = "brook"', 'system = "brook"\ndelimiter = ";;"', "2: `delimiter` is one character"),
        ("refers = { client", "refer = { client", "6: there is no key `refer` here, did you mean `refers`?"),
        ('= "clients" }', '= "client" }', "6: there is no [tables.client], did you mean `clients`?"),
        ('type = "session"', 'type = "sesion"', "16: `sesion` is no type of record, did you mean `session`?"),
        ('from = "visits"', 'form = "visits"', "18: there is no key `form` here, did you mean `from`?"),
        ('from = "visits"', 'from = "visit"', "18: there is no [tables.visit], did you mean `visits`?"),
        (
            '"C-{client.number|id}"',
            '"C-{cleint.number|id}"',
            "19: `cleint` points to no other table: list it under `refers` of [tables.visits], did you mean `client`?",
        ),
        ('"{start|day}"', '"{start|dat}"', "20: `dat` is not a filter, did you mean `day`?"),
        ('"{start|day}"', '"{start|day"', "20: a { without its partner"),
        ('"{start|day}"', '"{}"', "20: empty braces"),
        ('"{start|day}"', '"{start|plus}"', "20: `plus` needs something after a colon"),
        ('date = "{start|day}"', "date = 2026-01-01", "20: write a date as text in quotes"),
        ('date = "{start|day}"\n', "", "16: a session needs `date`"),
        ('service = "individual"\n', "", "16: a session needs `service`"),
        (
            'service = "individual"',
            'servise = "individual"',
            "22: a session has no key `servise`, did you mean `service`?",
        ),
        (
            'service = "individual"',
            'service = "individuel"',
            "22: `service` cannot be `individuel`, did you mean `individual`?",
        ),
        ('service = "individual"', 'source = "x"', "22: `source` is not set here"),
        ('seen = "attended"', 'seen = "attendet"', "24: `attendance` cannot be `attendet`, did you mean `attended`?"),
        ("words:attendance", "words:attendence", "24: there is no [words.attendence], did you mean `attendance`?"),
        ("place =", "plase =", "25: there is no key `plase` here, did you mean `place`?"),
        (", size = 9", "", "25: a list with places needs `place`, a column, and `size`"),
        ('by = "client", ', "", "25: no column of visits under `refers` point to visits; say which with `by`"),
        ('rows_of = "visits"', 'rows_of = "visit"', "25: there is no [tables.visit], did you mean `visits`?"),
        (
            '"office"',
            '{ lnk = "client" }',
            "23: a table here needs one of `value`, `rows_of`, `link`, `list`, `map`, did you mean `link`?",
        ),
        ('"office"', '{ link = "state" }', "23: `link` needs a column that [tables.visits] lists under `refers`"),
        ('"office"', '{ value = "office", when = "x" }', "23: a condition is written"),
        ('"office"', '{ value = "office", when = { floor = 2 } }', "23: `floor` must be compared with text in quotes"),
        (
            '"office"',
            '{ rows_of = "visits", by = "client", take = "frist", value = "office" }',
            "23: `take` is one of all, first, last, only, did you mean `first`?",
        ),
        (
            '"office"',
            '{ value = "office", when = { "@servise" = "x" } }',
            "23: `@servise` asks for a value this record does not set, did you mean `service`?",
        ),
        ('"office"', '"{given.place}"', "23: there is no [given.place]"),
        ('"office"', '"{client.name}"', "23: `client.name` belongs to the identities; a record never holds a name"),
        (
            '"office"',
            '"{client.name|upper}"',
            "23: `client.name` belongs to the identities; a record never holds a name",
        ),
        ('key = "id"\nrefers', "refers", "15: [tables.visits] needs a `key`"),
        (
            '[tables.clients]\nkey = "id"',
            "[tables.clients]",
            "3: `client` points to clients, so [tables.clients] needs a `key` of one column",
        ),
        (
            'name = "{name}"',
            'name = "{name}"\n[left_out]\n"visit.x" = "old"',
            "1: [left_out] names `visit.x`, but there is no [tables.visit], did you mean `visits`?",
        ),
        (
            'name = "{name}"',
            'name = "{name}"\n[staff]\nfrom = "visits"\nid = "{t}"\n[staff.set]\nnane = "{t}"',
            "[staff] has no key `nane`, did you mean `name`?",
        ),
        ('name = "{name}"', 'name = "{name}"\n[[skip]]\nfrom = "visits"\nreason = "x"', "31: [[skip]] needs `where`"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line(old: str, new: str, expected: str) -> None:
    assert old in SOUND
    with pytest.raises(MappingError) as raised:
        read_mapping(SOUND.replace(old, new, 1), "brook.toml")
    assert expected in raised.value.message and raised.value.message.startswith("brook.toml")
    assert raised.value.hint


def test_all_mistakes_are_said_at_once() -> None:
    wrong = SOUND.replace('"session"', '"sesion"').replace("|day}", "|dya}").replace('key = "id"', 'kee = "id"')
    with pytest.raises(MappingError) as raised:
        read_mapping(wrong, "brook.toml")
    lines = raised.value.message.splitlines()
    assert lines[0] == f"brook.toml has {len(lines) - 1} mistakes" and len(lines) > 5
    numbers = [int(line.split(":")[1]) for line in lines[1:]]
    assert numbers == sorted(numbers)


@pytest.mark.parametrize(
    "text", ["", "x", "[record]\n", "system = 1\n[[record]]\n[[record]]\n", "tables = 3\nrecord = 4\n"]
)
def test_anything_else_is_a_mapping_error_too(text: str) -> None:
    with pytest.raises(MappingError):
        read_mapping(text, "odd.toml")


def test_a_mapping_is_found_by_name_or_path(tmp_path: Path) -> None:
    assert {"bhsim", "case-notes"} <= set(shipped_mappings())
    path = tmp_path / "own.toml"
    path.write_text(SOUND)
    assert load_mapping(str(path)).file == "own.toml"
    with pytest.raises(MappingError, match="did you mean `bhsim`") as raised:
        load_mapping("bhsimm")
    assert "case-notes" in raised.value.hint


@pytest.mark.parametrize("name", shipped_mappings())
def test_the_shipped_mappings_are_sound(name: str) -> None:
    assert load_mapping(name).about


@pytest.mark.parametrize(
    ("template", "cell", "value"),
    [
        ("C-{x}", "07", "C-07"),
        ("{{{x}}}", "a", "{a}"),
        ("{x|int}", "007", 7),
        ("{x|number}", "2.50", 2.5),
        ("{x|yes}", "Y", True),
        ("{x|yes}", "0", False),
        ("{x|day}", "2026-11-03T14:00:09", "2026-11-03"),
        ("{x|day:%d.%m.%Y}", "3.11.2026", "2026-11-03"),
        ("{x|clock}", "2026-11-03 14:05", "14:05"),
        ("{x|clock}", "9:05", "09:05"),
        ("{x|clock:%I:%M %p}", "2:05 pm", "14:05"),
        ("{x|moment}", "2026-11-03T14:05:59", "2026-11-03 14:05"),
        ("{x|moment:%m/%d/%Y %H:%M|plus:y|clock}", "11/03/2026 14:05", "14:55"),
        ("{x|year}", "1991-04-02", 1991),
        ("{x|lower}", " D.Ruiz ", "d.ruiz"),
        ("{x|upper}", "ab", "AB"),
        ("{x|id}", "cn-001", "CN001"),
        ("{x|slug}", "North  Center!", "north-center"),
        ("{x|split:;}", "sms; phone;", ["sms", "phone"]),
        ("{x|line}", "two\r\n  lines", "two lines"),
        ("{x|words:w}", "a", "b"),
        ("{x}-{x}", "", None),
        ("{x}", "  ", None),
    ],
)
def test_a_template_gives(template: str, cell: str, value: object) -> None:
    made = parse_template(template)
    found = made.fill(lambda path: {"x": cell, "y": "50"}[path], {"w": {"a": "b"}})
    assert found == value and type(found) is type(value)


@pytest.mark.parametrize(
    ("template", "cell"),
    [
        ("{x|int}", "1.0"), ("{x|int}", "١"), ("{x|int}", "9" * 19), ("{x|number}", "1e3"), ("{x|number}", "nan"),
        ("{x|yes}", "maybe"), ("{x|day}", "6/9/22"), ("{x|day}", "2026-13-01"), ("{x|day}", "0026-01-01"),
        ("{x|day:%m/%d/%Y}", "13/01/2026"), ("{x|clock}", "2026-11-03"), ("{x|clock}", "25:00"),
        ("{x|moment}", "2026-11-03"), ("{x|words:w}", "c"), ("{x|plus:y}", "soon"),
    ],
)  # fmt: skip
def test_a_cell_that_does_not_fit_is_refused_without_being_repeated(template: str, cell: str) -> None:
    with pytest.raises(RowError) as raised:
        parse_template(template).fill(lambda path: {"x": cell, "y": "50"}[path], {"w": {"a": "b"}})
    assert raised.value.column == "x" and cell not in raised.value.reason


def test_free_text_stays_as_it_is() -> None:
    text = "  two  spaces\r\n\tand a tab  "
    assert parse_template("{x}").fill(lambda _: text, {}, verbatim=True) == text


def test_every_filter_is_in_the_manual() -> None:
    manual = (Path(__file__).parent.parent / "docs/how-to/import-csv.md").read_text(encoding="utf-8")
    assert not [name for name in FILTERS if f"`{name}" not in manual]
