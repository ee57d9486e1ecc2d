"""Reads a built site and says what does not belong in it: the gate that every build must pass.

It knows nothing of how the site was made. It looks only at the files, as an attacker's text would
have to stand in them: another host, a script, a handler, a style, a file nobody asked for.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from posixpath import dirname, join, normpath

from caseload_tools.site.publish.content_policy import CONTENT_POLICY, KNOWN_ADDRESSES
from caseload_tools.site.publish.marker import KEPT, MARKER, marked_files

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<([a-zA-Z][^\s/>]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+))?""")
_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
_HTTP = re.compile(r"""\b(?:https?|wss?|ftp)://[^\s"'`)<>\\]*""", re.IGNORECASE)
_CSS_ADDRESS = re.compile(r"url\(\s*[\"']?([^\"')]*)|@import", re.IGNORECASE)
_FIRST_IN_HEAD = re.compile(r"<head>\s*<meta http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\">")
_SCHEME = re.compile(r"\s*[a-z][a-z0-9+.-]*:", re.IGNORECASE)

_ASKING = frozenset(
    ("href", "src", "srcset", "action", "formaction", "poster", "data", "background", "xlink:href", "ping", "cite")
)
_NEVER = frozenset(("style", "iframe", "frame", "object", "embed", "base", "applet", "portal", "fencedframe"))
_KEPT_BY_SEARCH = re.compile(r"</?(?:p|code|pre|li|ol|ul|sub|sup)>")


def verify_site(site: Path) -> tuple[str, ...]:
    """What is wrong with a built site, one sentence each; empty when it may be opened."""
    wanted = marked_files(site)
    if not wanted:
        return ("the folder bears no mark of `caseload build`",)
    found = {path.relative_to(site).as_posix() for path in site.rglob("*") if not path.is_dir()}
    found -= {MARKER, KEPT}
    problems = [f"{name}: nobody asked for this file" for name in sorted(found - wanted)]
    problems += [f"{name}: this file is missing" for name in sorted(wanted - found)]
    for name in sorted(found & wanted):
        if (site / name).is_symlink():
            problems.append(f"{name}: a link to another file")
            continue
        text = (site / name).read_text(encoding="utf-8", errors="replace")
        problems += [f"{name}: {what}" for what in _problems_in(name, text, wanted)]
    return tuple(problems)


def _problems_in(name: str, text: str, files: frozenset[str]) -> Iterator[str]:
    kind = name.rpartition(".")[2]
    if kind == "html":
        yield from page_problems(name, text, files)
    elif name.startswith("search/"):
        yield from _index_problems(text)
    elif kind == "css":
        yield from _style_problems(text)
    elif kind in ("js", "json"):
        yield from (f"names {each}" for each in sorted(set(_HTTP.findall(text)) - KNOWN_ADDRESSES))
    elif kind == "svg":
        yield from (what for what in _tag_problems(name, text, files))
    elif name != "robots.txt":
        yield "a kind of file that the site does not use"


def page_problems(name: str, text: str, files: frozenset[str]) -> Iterator[str]:
    """What is wrong with one page."""
    first = _FIRST_IN_HEAD.search(text)
    if first is None or html.unescape(first.group(1)) != CONTENT_POLICY:
        yield "the content policy is not the first element of the head"
    for attributes, script in _SCRIPT.findall(text):
        yield from _script_problems(attributes, script)
    yield from _tag_problems(name, _SCRIPT.sub(r"<script\1></script>", text), files)


def _script_problems(attributes: str, script: str) -> Iterator[str]:
    if "src=" in attributes or not script.strip():
        return
    if 'type="application/json"' in attributes:
        try:
            json.loads(script)
        except ValueError:
            yield "a block of settings that is not JSON"
        return
    yield "a script inside the page"


def _tag_problems(name: str, text: str, files: frozenset[str]) -> Iterator[str]:
    for tag, inside in _TAG.findall(_COMMENT.sub("", text)):
        tag = tag.lower()
        if tag in _NEVER:
            yield f"a <{tag}> element"
        if not inside:
            continue
        for key, quoted in _ATTRIBUTE.findall(inside):
            value = html.unescape(quoted[1:-1] if quoted[:1] in ("'", '"') else quoted)
            yield from _attribute_problems(name, tag, key.lower(), value, files)


def _attribute_problems(name: str, tag: str, key: str, value: str, files: frozenset[str]) -> Iterator[str]:
    if key.startswith("on"):
        yield f"an event handler ({key})"
    elif key == "style":
        yield "a style attribute"
    elif key == "http-equiv" and value.lower() != "content-security-policy":
        yield "a meta element that gives the browser an order"
    elif key in _ASKING and not (tag == "svg" and key == "data"):
        yield from _link_problems(name, value, files)


def _link_problems(name: str, value: str, files: frozenset[str]) -> Iterator[str]:
    address = value.partition("#")[0].partition("?")[0]
    if _SCHEME.match(value) or value.lstrip().startswith(("//", "\\", "/\\")):
        yield "a link that leaves the site"
    elif address.startswith("/"):
        yield "a link from the root of the host"
    elif address and not _leads_somewhere(normpath(join(dirname(name), address)), files):
        yield f"a link to a page that is not there ({normpath(join(dirname(name), address))})"


def _leads_somewhere(to: str, files: frozenset[str]) -> bool:
    return to in files or to == "." or f"{to}/index.html" in files


def _style_problems(text: str) -> Iterator[str]:
    for match in _CSS_ADDRESS.finditer(text):
        if not (match.group(1) or "").startswith(("data:image/svg+xml", "#")):
            yield "a style sheet that asks for another file"


def _index_problems(text: str) -> Iterator[str]:
    try:
        told = json.loads(text.removeprefix("var __index="))
    except ValueError:
        yield "the search index cannot be read"
        return
    for entry in told["docs"]:
        if not set(entry) <= {"location", "title", "text", "boost"}:
            yield "a search entry with a field that search shows as it stands"
        if "<" in _KEPT_BY_SEARCH.sub("", str(entry.get("title", "")) + str(entry.get("text", ""))):
            yield "a search entry that holds markup"
