"""docs/reference/commands.md: what `--help` prints, for every command, on one page to read and to search."""

from __future__ import annotations

from caseload_tools.cli.app import help_pages

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
