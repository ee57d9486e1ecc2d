"""What a path says of a record wherever its chart lies: its name in the chart, its kind, whether anybody reads it.

For paths of the past, which may be anything: it never fails and never looks at the disk.
"""

from __future__ import annotations

_CLIENTS, _PRACTICE = "records/clients/", "records/practice/"


def name_in_chart(path: str) -> str:
    """`C-0142/sessions/2026-11-03`, in whatever folder the client's folder lies; outside of charts the whole path."""
    parts = path.removesuffix(".md").split("/")
    start = next((at for at, part in enumerate(parts[:-1]) if part.startswith("C-")), 0)
    return "/".join(parts[start:])


def kind_in_chart(path: str) -> str:
    """The folder below the chart, such as `sessions`; for what lies in the chart itself, its name."""
    parts = name_in_chart(path).split("/")
    below = parts[1:] if parts[0].startswith("C-") else parts[2:] if len(parts) > 2 else parts
    return below[0] if below else ""


def is_filed(path: str) -> bool:
    """Whether a file at this path is read as a record, of a chart or of the practice."""
    parts = path.split("/")
    if not path.endswith(".md") or "attachments" in parts or any(part.startswith((".", "~")) for part in parts):
        return False
    return path.startswith((_CLIENTS, _PRACTICE))
