"""`python -m scaffold KIND …`: begins a rule, record type, measure, clock, report or page, and says what comes next.

    python -m scaffold rule PLN goal-in-capitals --over Goal     the next free number of a family, or a code
    python -m scaffold record letter letters
    python -m scaffold measure isi "ISI" --items 7 --most 4
    python -m scaffold clock "letter answer"
    python -m scaffold report hours
    python -m scaffold page groups

What is left for a person to say is marked TODO; a test fails until none is left. Nothing that is there is written over.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path
from string import Template
from typing import Any

from caseload_tools.errors import CaseloadError
from caseload_tools.history.record_path import TYPE_OF_FOLDER
from caseload_tools.text import write_atomic
from scaffold.names import checked_words, free_clock, free_name, free_page, free_record
from scaffold.places import (
    PACKAGE,
    ROOT,
    USUAL,
    family_of,
    file_of_faults,
    file_of_rules,
    free_code,
    free_key,
    list_of,
    module_of,
)

TEST = ".venv/bin/pytest -q"


def _template(kind: str, /, **values: object) -> str:
    text = (ROOT / "scaffold" / "templates" / f"{kind}.txt").read_text(encoding="utf-8")
    return Template(text).substitute(values)


def _begin(file: Path, text: str) -> str:
    """A new file; what to open."""
    if file.exists():
        raise CaseloadError(f"{_say(file)} is there already", "take another name")
    write_atomic(file, text.encode(), replace=False)
    return _say(file)


def _say(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def _steps(opened: str, *steps: str) -> None:
    print(f"Begun: {opened}")
    for number, step in enumerate(steps, 1):
        print(f"  {number}. {step}")


# --- rules ---------------------------------------------------------------------------------


def rule(options: argparse.Namespace) -> None:
    """A function in the family's file, and a fault for it."""
    function, code = free_name("rule", options.name), free_code(options.code)
    checked_words("--cites", options.cites)
    type_ = options.over or USUAL[code[:3]]
    module = module_of(type_)
    file, faults = file_of_rules(code[:3], function), file_of_faults(code[:3])
    before = file.read_text(encoding="utf-8") if file.exists() else _template("rule_file", family=family_of(code))
    whole, key, listed = list_of(type_)
    how = f"of which `{key}:` is changed below" if key else "such as `key: value`; `key:` alone takes the key away"
    named = {"thing": type_.lower(), "type": type_, "word": whole or type_.lower(), "how": how}
    start = textwrap.indent(listed, " " * 8)
    text = _template("rule", code=code, cites=options.cites, function=function, start=start, **named)
    text = _imported(before, module, type_).rstrip("\n") + "\n" + text
    write_atomic(file, text.encode(), replace=file.exists())
    line = text[: text.index(f'@rule("{code}"')].count("\n") + 1
    told = faults.read_text(encoding="utf-8")
    told = re.sub(r"\n\)\n\Z", "\n" + _template("fault", code=code) + ")\n", told)
    for name in ("CLIENTS", "swap"):
        told = _imported(told, "caseload_tools.desk.demo.faults.fault", name)
    write_atomic(faults, told.encode(), replace=True)
    fault_line = told[: told.index(f'"{code}"')].count("\n")
    _steps(
        f"{_say(file)}:{line} ({code}, looks at {type_})",
        f"Write its docstring and condition, until it is quiet: {TEST} tests/test_rules.py -k {code}",
        f"Seed its fault in the demo, {_say(faults)}:{fault_line}: {TEST} tests/test_specificity.py; where another "
        "rule's fault raises the new rule now, it prints the line `follows=…` for that fault",
        f"Write its page anew: {TEST} tests/test_rules_manual.py tests/test_requirements.py --snapshot-update",
    )


def _imported(text: str, module: str, name: str) -> str:
    """A module's text with a name imported, if it was not; imports stay in order."""
    found = re.search(rf"^from {re.escape(module)} import (\([^)]*\)|.*)$", text, re.MULTILINE)
    if found:
        names = re.findall(r"\w+", found[1])
        if name in names:
            return text
        # Constants, classes, functions: the order that ruff keeps.
        ordered = sorted([*names, name], key=lambda each: (not each.isupper(), not each[0].isupper(), each))
        line = f"from {module} import {', '.join(ordered)}"
        if len(line) > 120:
            line = f"from {module} import (\n    " + ",\n    ".join(ordered) + ",\n)"
        return text[: found.start()] + line + text[found.end() :]
    lines = text.split("\n")
    ours = [number for number, line in enumerate(lines) if line.startswith("from caseload_tools.")]
    after = [number for number in ours if lines[number].split()[1] > module]
    lines.insert(after[0] if after else ours[-1] + 1, f"from {module} import {name}")
    return "\n".join(lines)


# --- everything else -----------------------------------------------------------------------


def record(options: argparse.Namespace) -> None:
    """A class, its schema and its line for editors."""
    word, (function, class_) = options.name, free_record(options.name, options.folder)
    made = _begin(
        PACKAGE / "chart" / "records" / f"{function}.py",
        _template("record", word=word, folder=options.folder, class_=class_),
    )
    schema = json.loads((ROOT / "schemas" / "discharge.schema.json").read_text(encoding="utf-8"))
    kept = ("type", "client", "date", "clinician")
    shared = list(schema["properties"])
    shared = [key for key in shared if key in kept or shared.index(key) >= shared.index("written")]
    schema["$id"] = schema["$id"].replace("discharge", word)
    schema["title"] = "TODO: what it is, in a few words"
    schema["required"] = ["type", "client", "date", "clinician"]
    schema["properties"] = {key: schema["properties"][key] for key in shared}
    schema["properties"]["type"] = {"const": word}
    schema.pop("allOf", None)
    _begin(ROOT / "schemas" / f"{word}.schema.json", json.dumps(schema, indent=2, ensure_ascii=False) + "\n")
    remark = ROOT / ".remarkrc.mjs"
    line = f'  "build/draft-07/{word}.schema.json": ["records/clients/**/{options.folder}/*.md"],\n'
    before = '  "build/draft-07/policy.'
    text = remark.read_text(encoding="utf-8").replace(before, line + before, 1)
    write_atomic(remark, text.encode(), replace=True)
    paths = PACKAGE / "history" / "record_path.py"
    after = max(folder for folder in TYPE_OF_FOLDER if folder < options.folder)  # client.md has none
    before, line = f'    "{after}": "{TYPE_OF_FOLDER[after]}",\n', f'    "{options.folder}": "{word}",\n'
    write_atomic(paths, paths.read_text(encoding="utf-8").replace(before, before + line, 1).encode(), replace=True)
    _steps(
        f"{made}, schemas/{word}.schema.json, a line in .remarkrc.mjs and in history/record_path.py",
        f"Give both the same keys, and a `description` to each: {TEST} tests/test_manual.py --snapshot-update",
        f"Write one or two into the demo (records/clients/…/{options.folder}/): .venv/bin/caseload lint",
        "How `caseload new` begins one (desk/drafts/others.py) and how the timeline tells it "
        "(site/content/entries.py); then "
        f"{TEST} tests/clients -m clients",
    )


def measure(options: argparse.Namespace) -> None:
    """One file."""
    id_ = options.id
    values = {"items": options.items, "least": options.least, "most": options.most}
    function = free_name("measure", id_)
    checked_words("NAME", options.name or id_)
    if options.items < 1 or options.least >= options.most:
        raise CaseloadError("these are no items that can be added up", "--items 7 --least 0 --most 3, for example")
    low, high = options.items * options.least, options.items * options.most
    text = _template("measure", id=id_, name=options.name or id_.upper(), low=low, high=high, **values)
    made = _begin(PACKAGE / "practice" / "measures" / f"{function}.py", text)
    _steps(
        made,
        "Write bands, cut-off, reliable change, licence and two sources; what they leave open goes into `unverified=`",
        f"{TEST} tests/test_measures.py -k {id_}",
        f"A key for it in the schemas that hold scores (as `gad2`), then {TEST} tests/test_practice_manual.py "
        "tests/test_manual.py --snapshot-update",
    )


def clock(options: argparse.Namespace) -> None:
    """One file."""
    function = free_clock(options.kind)
    made = _begin(
        PACKAGE / "chart" / "clocks" / f"{function}.py", _template("clock", kind=options.kind, function=function)
    )
    _steps(
        made,
        "Take a limit of practice/keys.py, or add one there and in practice/profiles/general.toml",
        f"Work out a date by hand and add it to the table: {TEST} tests/test_clocks.py",
        'Write the rule that says it is late: make new WHAT="rule TIM …"',
    )


def report(options: argparse.Namespace) -> None:
    """One file."""
    function = free_name("report", options.name)
    title = options.name.replace("-", " ").capitalize()
    made = _begin(
        PACKAGE / "reports" / f"{function}.py", _template("report", name=options.name, function=function, title=title)
    )
    _steps(
        made,
        "Count, and say the main thing in the lead",
        f"Tell a small caseload and what must come out: {TEST} tests/test_reports.py",
        f"Print it: .venv/bin/caseload report {options.name}",
    )


def page(options: argparse.Namespace) -> None:
    """One file."""
    function = free_page(options.name)
    title = options.name.replace("-", " ").capitalize()
    values = {"function": function, "title": title, "order": 9, "key": free_key(options.name)}
    made = _begin(PACKAGE / "site" / "pages" / f"{function}.py", _template("page", name=options.name, **values))
    _steps(
        made,
        "Build the site and look at it: .venv/bin/caseload build, then site/index.html",
        f"{TEST} tests/test_site_build.py",
        f"On a phone, at a desk, in the dark: {TEST} tests/clients -m browser",
    )


KINDS: dict[str, tuple[Callable[[argparse.Namespace], None], tuple[tuple[str, dict[str, Any]], ...]]] = {
    "rule": (
        rule,
        (
            ("code", {"help": "a family (PLN) or a code (PLN031)"}),
            ("name", {"help": "what it finds: goal-in-capitals"}),
            ("--over", {"help": "the type it looks at: Session, Objective, Chart, …"}),
            ("--cites", {"default": "TODO: a regulation, or a row of docs/requirements.md"}),
        ),
    ),
    "record": (record, (("name", {}), ("folder", {"help": "the folder in a chart: letters"}))),
    "measure": (
        measure,
        (
            ("id", {}),
            ("name", {"nargs": "?"}),
            ("--items", {"type": int, "default": 2}),
            ("--least", {"type": int, "default": 0}),
            ("--most", {"type": int, "default": 3}),
        ),
    ),
    "clock": (clock, (("kind", {"help": "what falls due, in words: letter answer"}),)),
    "report": (report, (("name", {}),)),
    "page": (page, (("name", {}),)),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Begin one thing; 2 and a hint for a mistake."""
    parser = argparse.ArgumentParser(prog="python -m scaffold", description=__doc__.partition("\n")[0])
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
    for word, (begin, named) in KINDS.items():
        below = kinds.add_parser(word, help=begin.__doc__)
        below.set_defaults(begin=begin)
        for name, how in named:
            below.add_argument(name, **how)
    options = parser.parse_args(arguments)
    try:
        options.begin(options)
    except CaseloadError as error:
        print(f"scaffold: {error}\n  {error.hint}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
