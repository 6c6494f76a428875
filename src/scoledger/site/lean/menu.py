"""Names for the controls that the theme leaves without one."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

from sphinx.application import Sphinx

_FOLD = re.compile(r"(<a [^>]*>)((?:(?!</a>).)*)(</a><details[^>]*><summary)(>)", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def name_controls(app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Have the menu of a page written with a name for each of its folds."""
    del app
    write: Callable[..., object] | None = context.get("generate_toctree_html")
    if write is not None:
        context["generate_toctree_html"] = lambda *args, **keys: name_folds(str(write(*args, **keys)))


def name_folds(menu: str) -> str:
    """Name each fold of a menu after the page above it.

    Examples
    --------
    >>> name_folds('<a href="a.html">Debt</a><details><summary><i></i></summary></details>')
    '<a href="a.html">Debt</a><details><summary aria-label="Pages under Debt"><i></i></summary></details>'
    """

    def named(found: re.Match[str]) -> str:
        words = html.escape(html.unescape(_TAG.sub("", found[2])).strip())
        return f'{found[1]}{found[2]}{found[3]} aria-label="Pages under {words}"{found[4]}'

    return _FOLD.sub(named, menu)
