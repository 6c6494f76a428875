"""Generated Markdown: templates, escaping, and which files a generator may delete."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Any

import jinja2

from scoledger.results import write_text

#: First lines of a generated page: by them a later build knows that it may delete it.
MARK = "<!-- generated: changes are lost -->"

#: What has a meaning inside a line, and what begins a list.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$@^&]|^[+-]|(?<=^\d)[.)](?=\s|$))")
_TEMPLATES = Path(__file__).parent / "templates"


def escape_markdown(text: object) -> str:
    r"""Write any text so that Markdown shows it as it is, also within a table.

    Examples
    --------
    >>> escape_markdown("a|b {x}")
    'a\\|b \\{x\\}'
    """
    return _SPECIAL.sub(r"\\\1", " ".join(str(text).split()))


def write_label(text: object) -> str:
    """Write any text so that it can stand as the words of a ``{doc}`` link, also within a table.

    Examples
    --------
    >>> write_label("a `b` <c> | d")
    "a 'b' c / d"
    """
    return " ".join(str(text).split()).translate({ord("`"): "'", ord("<"): None, ord(">"): None, ord("|"): "/"})


@functools.cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=False,  # noqa: S701 - Markdown, not HTML: escaped with the filter `md`
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["md"] = escape_markdown
    environment.filters["label"] = write_label
    return environment


def write_template(path: Path, template: str, **content: Any) -> bool:
    """Fill a template and write it unless the page says so already.

    Returns
    -------
    bool
        Whether the file was written.
    """
    text = _environment().get_template(template).render(mark=MARK, **content)
    return write_text(path, text)


def is_generated(path: Path) -> bool:
    """Whether a Markdown page was written by a generator."""
    with path.open(encoding="utf-8") as file:
        return MARK in file.read(200)
