"""The dark scheme for readers without scripts: the same rules, chosen by the system instead of by a script.

The theme and the book write ``html[data-theme="dark"]`` before rules for the dark, and a script sets that attribute.
Without scripts it stays ``auto``; the style written here repeats those rules for that case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from sphinx.application import Sphinx

from scoledger.results import write_text

#: Name of the style among the static files.
NAME = "noscript.css"

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SCHEME = re.compile(r"""\[data-theme=["']?(light|dark)["']?\]""")
_AUTO = '[data-theme="auto"]'
_DARK = "@media (prefers-color-scheme: dark)"
_LIGHT = "@media (prefers-color-scheme: light)"
#: What else is different without scripts.
_MORE = Path(__file__).with_name("noscript.css")


def write_noscript_style(app: Sphinx, exception: Exception | None) -> None:
    """Write the style for readers without scripts beside the others."""
    if exception is not None or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    sheets = [static / "styles" / "pydata-sphinx-theme.css", static / "styles" / "sphinx-book-theme.css"]
    sheets += [path for path in sorted(static.glob("*.css")) if path.name != NAME]
    rules = [follow_system(path.read_text(encoding="utf-8")) for path in sheets if path.is_file()]
    more = _COMMENT.sub("", _MORE.read_text(encoding="utf-8")).strip()
    write_text(static / NAME, "\n".join([rule for rule in rules if rule] + [more]) + "\n")


def follow_system(style: str) -> str:
    """Repeat the rules for one scheme for a page that follows the system.

    Parameters
    ----------
    style : str
        A style sheet.

    Returns
    -------
    str
        Its rules for the light and the dark scheme, each within a condition on the system's scheme; empty when there
        are none.

    Examples
    --------
    >>> follow_system("a{color:red} html[data-theme=dark] a{color:pink}")
    '@media (prefers-color-scheme: dark) {html[data-theme="auto"] a{color:pink}}'
    """
    return "\n".join(_repeat(_COMMENT.sub("", style)))


def split_rules(style: str) -> Iterator[tuple[str, str]]:
    """Split a style sheet without comments into its outermost rules, as head and body.

    Examples
    --------
    >>> list(split_rules("a{b:c}@media print{d{e:f}}"))
    [('a', 'b:c'), ('@media print', 'd{e:f}')]
    """
    depth, begin, opened, quote = 0, 0, 0, ""
    for at, sign in enumerate(style):
        if quote:
            quote = "" if sign == quote and style[at - 1] != "\\" else quote
        elif sign in "\"'":
            quote = sign
        elif sign == "{":
            depth += 1
            opened = at if depth == 1 else opened
        elif sign == "}":
            depth -= 1
            if depth == 0:
                yield style[begin:opened].strip(), style[opened + 1 : at]
                begin = at + 1
        elif sign == ";" and depth == 0:
            begin = at + 1


def _repeat(style: str) -> Iterator[str]:
    for head, body in split_rules(style):
        if head.startswith(("@media", "@supports", "@layer", "@container")):
            inner = "\n".join(_repeat(body))
            if inner:
                yield f"{head} {{{inner}}}"
            continue
        for condition, scheme in ((_LIGHT, "light"), (_DARK, "dark")):
            chosen = [part for part in _split_selectors(head) if set(_SCHEME.findall(part)) == {scheme}]
            if chosen:
                yield f"{condition} {{{_SCHEME.sub(_AUTO, ','.join(chosen))}{{{body}}}}}"


def _split_selectors(head: str) -> list[str]:
    """Split at the commas that stand in no parentheses."""
    return [part.strip() for part in re.split(r",(?![^()]*\))", head)]
