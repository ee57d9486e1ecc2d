"""Bodies as people type them, drawn: every mark of Markdown, of note editors and of HTML, nested and left open."""

from __future__ import annotations

from hypothesis import strategies as st

from caseload_tools.text.body_syntax import BODY_SYNTAX

SLOT = "\ue000"  # where a word to look for comes to stand
_LETTERS = "bcdfghjkmpwz"

_MARKS = (
    f"*{SLOT}*",
    f"**{SLOT}**",
    f"***{SLOT}",
    f"_{SLOT}_",
    f"`{SLOT}`",
    f"``{SLOT}``",
    "`",
    "``",
    "```",
    "\\`",
    "\\",
    "~~~",
    f"~~{SLOT}~~",
    f"[{SLOT}](sessions/2026-11-10)",
    f'[a](sessions/2026-11-10 "{SLOT}")',
    f"[a](<{SLOT}> '{SLOT}')",
    f"[{SLOT}][a]",
    f"[{SLOT}]",
    f"[a]({SLOT})",
    f"![{SLOT}](x.png)",
    f'![a]({SLOT}.png "{SLOT}")',
    f"[[{SLOT}]]",
    f"[[{SLOT}|a]]",
    f"[[sessions/2026-11-10|{SLOT}]]",
    f"[[sessions/2026-11-10#{SLOT}|a]]",
    f"![[{SLOT}|{SLOT}]]",
    f"==a {SLOT}==",
    f"=={SLOT}",
    f"[^{SLOT}]",
    f"^[{SLOT}]",
    f"^{SLOT}",
    f"#{SLOT}",
    f"${SLOT}$",
    f"%{SLOT}",
    f"@{SLOT}",
    f"<b {SLOT}>{SLOT}</b>",
    f'<span title="{SLOT}" hidden>{SLOT}</span>',
    f"<script>{SLOT}</script>",
    f"<{SLOT}>",
    f"<style>{SLOT}</style>",
    f"<?{SLOT}?>",
    f"<!{SLOT}>",
    f"<!A {SLOT}>",
    f"<![CDATA[{SLOT}]]>",
    f"<{SLOT}@x.org>",
    f"<https://x.org/{SLOT}>",
    f"https://x.org/{SLOT}",
    f"&{SLOT};",
    "&lt;!--",
    "&#37;&#37;",
    "&nbsp;",
    "O1.1",
    f'"{SLOT}"',
    f"“{SLOT}”",
    f"{{{SLOT}}}",
    f"{{#{SLOT}}}",
    f"::{SLOT}::",
    f":{SLOT}:",
    "|",
    "\\|",
    "  ",
    "\t",
    "\u00a0",
    "e\u0301",
    f"<!-- {SLOT} -->",
    f"%%{SLOT}%%",
    f"<!--{SLOT}",
    "<!--",
    "-->",
    "%%",
    "<!-->",
    "<!--->",
    "\\<!--",
    "\\%%",
    "--!>",
    f"<!-- caseload: allow[NOT014] {SLOT} -->",
    f"<!-- {SLOT}\n{SLOT} -->",
    f"%% {SLOT}\n{SLOT} %%",
    f"<!-- `{SLOT} -->`",
    f"`<!-- {SLOT} -->`",
    f"``<!-- ` {SLOT} -->``",
    f"`%%{SLOT}%%`",
    f"\\`<!-- {SLOT} -->\\`",
    f"`<!-- {SLOT} -->\\`",
)
_BLOCKS = (
    f"# {SLOT}",
    f"## {SLOT} ##",
    f"{SLOT}\n---",
    f"{SLOT}\n===",
    "---",
    "***",
    f"```{SLOT}\n{SLOT}\n```",
    f"~~~ a {SLOT}\n{SLOT}\n~~~",
    f"````\n```\n{SLOT}\n````",
    f"```\n{SLOT}",
    f"``` a`b {SLOT}\n```",
    f"    {SLOT}",
    f"\t{SLOT}",
    f"    <!-- {SLOT} -->",
    f"| a | {SLOT} |\n|---|---|\n| {SLOT} | b |",
    f"| a |\n|---|\n| b | {SLOT} |",
    f"| a | b |\n|:-:|--:|\n| {SLOT} |\n| x |{SLOT}| y |{SLOT}|",
    f"| `a | {SLOT}` |\n|---|---|\n| \\| {SLOT} | <!-- {SLOT} --> |",
    f"[^a]: {SLOT}",
    f'[{SLOT}]: x.md "{SLOT}"',
    f"[a]: {SLOT}",
    f"<div>\n{SLOT}\n</div>",
    f"<!-- {SLOT}\n\n{SLOT} -->",
    f"%%\n{SLOT}\n\n{SLOT}\n%%",
    f"<details>\n<summary>{SLOT}</summary>\n\n{SLOT}",
    f"<!-- {SLOT} --> {SLOT}",
    f"<script>\n{SLOT}\n\n{SLOT}</script>",
    f"$$\n{SLOT}\n$$",
    f"term {SLOT}\n: {SLOT}",
    f"```\n<!-- {SLOT} -->\n```",
    f"```\n%%{SLOT}\n```",
    f"<pre>\n<!-- {SLOT} -->\n</pre>",
    f"<!-- {SLOT}",
    f"Setext `{SLOT}\n---\n<!-- {SLOT} --> `",
    f"::: {SLOT}\n{SLOT}\n:::",
    f"## `{SLOT}\n<!-- {SLOT} --> `",
    f"- `a\n- <!-- {SLOT} --> `b",
    f"`a\n> <!-- {SLOT} --> `",
    f"`a\n```\n{SLOT}\n```\n<!-- {SLOT} -->`",
    f"> ```\n> {SLOT}\n>\n> <!-- {SLOT} -->\n> ```",
    f"- ```\n  a\n\n  <!-- {SLOT} -->\n  ```",
    f"> ```\n> a\n\n<!-- {SLOT} -->\n",
    f"1000000. {SLOT}",
    f"- ```\n<!-- {SLOT} -->\n",
    f"{'> ' * 24}{SLOT}",
    f"{'- ' * 24}{SLOT}",
    f"{'[' * 24}{SLOT}{']' * 24}",
    f"---\n{SLOT}: a\n---",
)
_PREFIXES = (
    "> ",
    ">",
    "> [!note] ",
    f"> [!{SLOT}]- ",
    "- ",
    "* ",
    "+ ",
    "1. ",
    "7) ",
    "- [ ] ",
    "- [x] ",
    f"- [{SLOT}] ",
    "  ",
    "   ",
    "    ",
    "> > ",
    "- > ",
)
_TABLE = tuple(each.typed.replace("zqwx", SLOT) for each in BODY_SYNTAX)
_ENDS = ("\n", "\n\n", "\n \n", "\n\t\n", "\n\n\n", "  \n", "\\\n")


@st.composite
def _paragraphs(draw: st.DrawFn) -> str:
    parts = draw(
        st.lists(st.sampled_from((*_MARKS, *_TABLE, SLOT, "Slept badly.", "a", " ", " ", "\n")), min_size=1, max_size=6)
    )
    return draw(st.sampled_from(("", " "))).join(parts)


def _inside(blocks: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Blocks in a quotation, in an item of a list, or one below the other."""
    return st.one_of(
        st.builds(_prefixed, st.sampled_from(_PREFIXES), blocks, st.booleans()),
        st.builds(lambda a, end, b: a + end + b, blocks, st.sampled_from(_ENDS), blocks),
    )


def _prefixed(mark: str, text: str, lazy: bool) -> str:
    rest = mark[:2] if mark.startswith(">") else " " * len(mark.replace(SLOT, "x"))
    first, *others = text.split("\n")
    return "\n".join([mark + first, *(each if lazy else rest + each for each in others)])


_BLOCK = st.one_of(_paragraphs(), st.sampled_from(_BLOCKS))
_NESTED = st.recursive(_BLOCK, _inside, max_leaves=4)
BODIES = st.builds(
    lambda blocks, end: "\n" + end.join(blocks) + "\n",
    st.lists(_NESTED, min_size=1, max_size=5),
    st.sampled_from(_ENDS),
)


def with_words(text: str) -> tuple[str, tuple[str, ...]]:
    """A text with words in place of its slots, each once and none within another; and the words."""
    first, *rest = text.split(SLOT)
    words = tuple(f"zq{_LETTERS[n // 144 % 12]}{_LETTERS[n // 12 % 12]}{_LETTERS[n % 12]}x" for n in range(len(rest)))
    return first + "".join(word + part for word, part in zip(words, rest, strict=True)), words
