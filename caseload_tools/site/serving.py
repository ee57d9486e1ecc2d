"""Who may ask a preview server for the site: this machine, under a name of this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

OWN_HOSTS = ("localhost", "127.0.0.1", "[::1]")

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def for_this_machine_only(application: Application) -> Application:
    """Refuse requests under a foreign name: a web page could otherwise read the site by rebinding its own."""

    def guarded(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if str(environ.get("HTTP_HOST", "")).rsplit(":", 1)[0] in OWN_HOSTS:
            return application(environ, start_response)
        start_response("421 Misdirected Request", [("Content-Type", "text/plain")])
        return [b"This site is shown to this machine only.\n"]

    return guarded
