"""docs/reference/commands.md: what `--help` prints, for every command, on one page to read and to search."""

from __future__ import annotations

from collections.abc import Iterator

import click

from caseload_tools.cli.app import COMMANDS, HELP, app

INTRODUCTION = """\
# Commands

What `caseload COMMAND --help` prints, for every command.

The practice is the nearest folder upwards that holds a `caseload.toml`, so commands work from any folder inside it.
`-C FOLDER` names another one. Dates are written YYYY-MM-DD.

| exit code | means |
|---|---|
| 0 | All is well, or there is at most advice. |
| 1 | There are findings; `due --fail-on overdue`: something is overdue; `import`: a row was not taken. |
| 2 | Wrong use or a wrong setting. Nothing was done; the message says what to do. |
| 3 | A mistake of ours. Nothing was changed; please report the lines it prints. |

| variable | does |
|---|---|
| `CASELOAD_TODAY` | Takes this day for today, in every command. |
| `NO_COLOR`, `FORCE_COLOR` | No colour; colour although no terminal reads. |
| `VISUAL`, `EDITOR` | The editor that `new --edit` opens. |
"""


def commands_page() -> str:
    """The whole page as Markdown."""
    pages = [f"## {title}\n\n```text\n{text.rstrip()}\n```\n" for title, text in help_pages()]
    return "\n".join([INTRODUCTION, *pages]).rstrip() + "\n"


def help_pages() -> Iterator[tuple[str, str]]:
    """What is typed and what `--help` then prints, for the whole and for every command and subcommand."""
    top = click.Context(app, info_name="caseload", terminal_width=80, max_content_width=100, help_option_names=HELP)
    app._help_option = None  # click keeps the first it makes, from whatever context that came
    yield "caseload", app.get_help(top)
    for name in COMMANDS:
        yield from _help_below(top, name, app.get_command(top, name))


def _help_below(above: click.Context, name: str, command: click.Command | None) -> Iterator[tuple[str, str]]:
    assert command is not None
    context = click.Context(command, parent=above, info_name=name)
    yield context.command_path, command.get_help(context)
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            yield from _help_below(context, inner, command.get_command(context, inner))
