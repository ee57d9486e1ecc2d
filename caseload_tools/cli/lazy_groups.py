"""Groups of commands that are imported one by one, when they are asked for.

A commit hook pays for every import. So a group knows its commands as a table of places and
short helps, and prints its own help from that; it never loads a command to list it.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import click

from caseload_tools.errors import CaseloadError

_LIKE = 0.7  # `config` is not like `cosign`: commands are short, and what was meant may be none of them
LazyCommands = Mapping[str, tuple[str, str, str]]
"""By name: the module, the command's name in it, its short help."""


class CommandGroup(click.Group):
    """A group of commands that answers a misspelt one with the nearest it has."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        command = self.named(ctx, cmd_name)
        if command is not None:
            command._help_option = None  # click keeps the first it makes, from whatever context that came
        return command

    def named(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, wherever this group has it from."""
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        known = self.list_commands(ctx)
        if args and args[0] not in known and not args[0].startswith("-"):
            from caseload_tools.text.nearest import nearest, suggest  # only for what is wrong

            path = ctx.command_path
            near = nearest(args[0], known, _LIKE)
            hint = suggest(f"{path} {near}") if near else f"see `{path} --help` for the commands"
            raise CaseloadError("there is no such command", hint)
        return super().resolve_command(ctx, args)


class LateGroup(CommandGroup):
    """A group whose commands are imported when they are asked for."""

    def __init__(self, *args: Any, table: LazyCommands, **more: Any) -> None:
        super().__init__(*args, **more)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.table)

    def named(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.table:
            return None
        module, name, _ = self.table[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        # The short helps stand in the table: asking each command would import them all.
        rows = [(name, about) for name, (_, _, about) in self.table.items()]
        if rows:
            with formatter.section("Commands"):
                formatter.write_dl(rows)
