"""`caseload schema export`: the JSON Schemas of records and settings, for editors and other validators."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from caseload_tools.cli.common import practice_root, print_json
from caseload_tools.cli.lazy_groups import CommandGroup
from caseload_tools.errors import CaseloadError

if TYPE_CHECKING:
    from caseload_tools.practice.own_fields import OwnFields
    from caseload_tools.text.client_codes import ClientCodes

EPILOG = """\b
Examples:
  caseload schema export --draft 7 schemas-07/     for remark and editors
  caseload schema export --type session            one schema, printed
  caseload schema export --config                  that of caseload.toml, printed
"""


@click.group(cls=CommandGroup, epilog=EPILOG)
def schema() -> None:
    """The JSON Schemas of the record types and of caseload.toml."""


@schema.command(epilog=EPILOG)
@click.argument("folder", required=False)
@click.option("--draft", type=click.Choice(["2020-12", "7"]), default="2020-12", show_default=True)
@click.option("--type", "word", metavar="TYPE", help="Only this record type.")
@click.option("--config", is_flag=True, help="The schema of caseload.toml instead, for editors that know TOML.")
@click.pass_context
def export(ctx: click.Context, folder: str | None, draft: str, word: str | None, config: bool) -> None:
    """Write each type's schema to FOLDER as a file of its own, or print one with --type or --config."""
    if config:
        if word is not None:
            raise CaseloadError("--config and --type do not go together", "leave one of them out")
        _export_config(folder, draft)
        return
    from caseload_tools.chart.records import RECORD_TYPES
    from caseload_tools.chart.records.schemas import exported_schema as export_schema
    from caseload_tools.text.nearest import near_or_all

    if word is not None and word not in RECORD_TYPES:
        hint = near_or_all(word, RECORD_TYPES)
        raise CaseloadError("there is no such record type", hint)
    more, fields, codes = _own_words(ctx)
    words = [word] if word else sorted(RECORD_TYPES)
    if folder is None:
        if word is None:
            raise CaseloadError(
                "say where the schemas go", "`caseload schema export FOLDER`, or `--type session` to print one"
            )
        print_json(export_schema(word, draft, more, fields.get(word), codes))
        return
    place = Path(folder)
    for each in words:
        _write(place / f"{each}.schema.json", export_schema(each, draft, more, fields.get(each), codes))
    click.echo(f"{len(words)} schemas (draft {draft}) written to {folder}")


def _own_words(ctx: click.Context) -> tuple[tuple[str, ...], OwnFields, ClientCodes]:
    """The measures, the keys and the codes that the practice added; none where there is no practice."""
    from caseload_tools.practice import load_practice
    from caseload_tools.practice.own_fields import checked_fields
    from caseload_tools.text.client_codes import USUAL_CODES

    try:
        practice = load_practice(practice_root(ctx.find_root().obj))
    except CaseloadError:
        return (), {}, USUAL_CODES
    fields = checked_fields(practice.fields, practice.editor_keys)
    return tuple(practice.measures), fields, practice.client_codes


def _export_config(folder: str | None, draft: str) -> None:
    from caseload_tools.chart.records.schemas import in_draft
    from caseload_tools.practice.config_schema import config_schema

    made = in_draft(config_schema(), draft)
    if folder is None:
        print_json(made)
        return
    place = Path(folder)
    _write(place / "caseload-toml.schema.json", made)
    click.echo(f"the schema of caseload.toml (draft {draft}) written to {folder}")


def _write(path: Path, schema: dict[str, Any]) -> None:
    import json

    from caseload_tools.text import write_atomic

    write_atomic(path, (json.dumps(schema, indent=2, ensure_ascii=False) + "\n").encode(), replace=True)
