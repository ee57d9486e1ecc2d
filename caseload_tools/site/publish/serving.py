"""What `mkdocs serve` may show, and to whom: this machine alone, under its own name, with no script inside a page.

It stands between MkDocs' server and the browser and changes nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

OWN_HOSTS = ("localhost", "127.0.0.1", "[::1]")

RELOAD = "/caseload-reload.js"
# MkDocs writes its script into the page, where the page's own policy forbids it, and rightly. The same from a file of
# its own: ask for a newer version, be answered when there is one, load the page anew.
_SCRIPT = b"""\
const epoch = Number(document.currentScript.dataset.epoch);
const ask = () => fetch(`/livereload/${epoch}/1`)
  .then((answer) => answer.text())
  .then((newest) => (Number(newest) > epoch ? location.reload() : ask()))
  .catch(() => setTimeout(ask, 3000));
addEventListener("load", ask);
"""
_INLINE = re.compile(
    rb"<script>\s*var livereload =(?:(?!</script>).)*?livereload\((\d+), \d+\);\s*</script>", re.DOTALL
)

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def for_this_machine_only(application: Application) -> Application:
    """Refuse requests under a foreign name: a web page could otherwise read the site by rebinding its own."""

    def guarded(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if str(environ.get("HTTP_HOST", "")).rsplit(":", 1)[0] in OWN_HOSTS:
            return application(environ, start_response)
        start_response("421 Misdirected Request", [("Content-Type", "text/plain")])
        return [b"This site is shown to this machine only.\n"]

    return guarded


def with_reloading(application: Application) -> Application:
    """Let the browser load a page anew when its record changed, by a script in a file of its own."""

    def reloaded(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("PATH_INFO") == RELOAD:
            start_response("200 OK", [("Content-Type", "text/javascript"), ("Content-Length", str(len(_SCRIPT)))])
            return [_SCRIPT]
        said: list[Any] = []
        body = application(environ, lambda *answer: said.append(answer))
        status, headers, *more = said[-1]
        if dict(headers).get("Content-Type", "").startswith("text/html"):
            page = _INLINE.sub(rb'<script src="%s" data-epoch="\1"></script>' % RELOAD.encode(), b"".join(body))
            headers = [each for each in headers if each[0] != "Content-Length"] + [("Content-Length", str(len(page)))]
            body = [page]
        start_response(status, headers, *more)
        return body

    return reloaded
