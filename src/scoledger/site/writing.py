"""Generated Markdown: templates, escaping, and which files a generator may delete."""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2

from scoledger.builds.whole import MARK
from scoledger.results import write_text

#: Key of a page's notebook metadata that names its run: by it, too, a later build knows that it may delete the page.
RUN_KEY = "scoledger_run"

#: What has a meaning inside a line, and what begins a list, a fence, a definition, a comment or an anchor.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$@^&]|^[+\-=:%(])")
#: The sign behind a number that begins a list.
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
#: Signs that no text needs and that a parser of pages alters.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
#: An address that a page may lead to, up to where its words end.
_ADDRESS = re.compile(r"https?://[^\s/?#]+", re.IGNORECASE)
#: What ends a link of Markdown, or stands for itself in an address only when it is written as a number.
_UNSAFE = re.compile(r"[\s<>()\[\]{}\\`\"'|^\x00-\x20\x7f]")
_TEMPLATES = Path(__file__).parent / "templates"


def escape_markdown(text: object) -> str:
    r"""Write any text so that Markdown shows it as it is, also within a table.

    Examples
    --------
    >>> escape_markdown("a|b {x}")
    'a\\|b \\{x\\}'
    """
    words = " ".join(_CONTROL.sub("", str(text)).split())
    return _NUMBERED.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", words))


def write_label(text: object) -> str:
    """Write any text so that it can stand as the words of a ``{doc}`` link, also within a table.

    Examples
    --------
    >>> write_label("a `b` <c> | d")
    "a 'b' c / d"
    """
    return " ".join(str(text).split()).translate({ord("`"): "'", ord("<"): None, ord(">"): None, ord("|"): "/"})


def write_code(text: object) -> str:
    """Write any text as code within a line of Markdown, also within a table.

    Examples
    --------
    >>> write_code("a|b"), write_code("`")
    ('`a/b`', "`'`")
    """
    words = " ".join(_CONTROL.sub("", str(text)).split()).translate({ord("`"): "'", ord("|"): "/"})
    return f"`{words}`" if words else ""


def write_link(words: object, address: str) -> str:
    """Write words as a link, or as they are where the address is none that a page may lead to.

    Only ``http`` and ``https`` lead anywhere: an address that begins otherwise may be a program.

    Examples
    --------
    >>> write_link("Terms", "https://example.org/a(b)")
    '[Terms](https://example.org/a%28b%29)'
    >>> write_link("Terms", "javascript:alert(1)")
    'Terms'
    """
    label = escape_markdown(words)
    if not _ADDRESS.match(address):
        return label
    return f"[{label}]({_UNSAFE.sub(lambda sign: quote(sign[0], safe=''), address)})"


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
    environment.filters["code"] = write_code
    environment.filters["link"] = write_link
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


def run_of_page(path: Path) -> str:
    """Read which run a notebook below ``book/`` is the page of; empty where it is none, or no notebook."""
    try:
        return str(json.loads(path.read_text("utf-8"))["metadata"].get(RUN_KEY, ""))
    except (ValueError, KeyError, TypeError, AttributeError):
        return ""
