"""What every page tells in the same way, as markdown for the book and as text for JupyterLab."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from html import escape

from scoledger.claims import ChapterText
from scoledger.results.display import Shown
from scoledger.results.protocols import Quantity
from scoledger.results.result import Result
from scoledger.units import write_value

#: ``{name}`` or ``{name|value}``; a role's name in braces has a backtick behind it.
_QUANTITY = re.compile(r"\{([a-z0-9-]+)(\|value)?\}(?!`)")


def cite_quantities(text: str, slug: str, made: Collection[str]) -> tuple[str, str]:
    """Put roles for the names of quantities.

    Returns
    -------
    text, unknown : str
        The text, and the first name that is not among those made (empty when there is none).

    Examples
    --------
    >>> cite_quantities("It rose to {share}.", "a-b", {"share"})
    ('It rose to {result}`a-b-share`.', '')
    """
    unknown = next((match[1] for match in _QUANTITY.finditer(text) if match[1] not in made), "")
    return _QUANTITY.sub(lambda match: f"{{result}}`{slug}-{match[1]}{match[2] or ''}`", text), unknown


def write_quantities(quantities: Sequence[Quantity], slug: str) -> str:
    """Markdown table of quantities: what, value, interval, observations, how to read it."""
    if not quantities:
        return ""
    head = ["What", "Value", "Interval", "n", "How to read it"]
    rows = [
        [_cell(one.title), f"{{result}}`{slug}-{one.name}`", _interval(one), _count(one.n), _cell(one.caption)]
        for one in quantities
    ]
    kept = [column for column in range(len(head)) if column < 2 or any(row[column] for row in rows)]  # noqa: PLR2004
    lines = [[row[column] for column in kept] for row in [head, ["---"] * len(head), *rows]]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def show_quantities(quantities: Sequence[Quantity], known: Mapping[str, Result], slug: str) -> Shown:
    """Show the same table to JupyterLab."""
    lines = [(one.title, known[f"{slug}-{one.name}"].text, _interval(one), one.caption) for one in quantities]
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in line) + "</tr>" for line in lines)
    plain = "\n".join(f"{title}: {text}" + (f" ({between})" if between else "") for title, text, between, _ in lines)
    return Shown(html=f"<table>{body}</table>", plain=plain, markdown=write_quantities(quantities, slug))


def write_identification(chapter: ChapterText) -> str:
    """What identifies the estimates, and the methods' references."""
    cited = ", ".join(f"{{cite:t}}`{key}`" for key in chapter.references)
    return f"{chapter.identifies}\n\nMethods and measures: {cited}."


def write_closing(chapter: ChapterText, data: str, sure: str) -> str:
    """The closing box."""
    parts = {
        "What the articles say": chapter.articles,
        "What the data say": data,
        "How sure we are": sure,
        "What would change our mind": chapter.reverse,
    }
    body = "\n\n".join(f"**{head}.** {text}" for head, text in parts.items())
    return f":::{{admonition}} {chapter.question}\n:class: closing\n\n{body}\n:::"


def write_claims(chapter: ChapterText) -> str:
    """The claims that the chapter bears on, for the directive that adds their verdicts."""
    return "\n".join(["```{verdict-list}", *chapter.claims, "```"])


def show_claims(chapter: ChapterText) -> Shown:
    """Show the same list to JupyterLab, by id."""
    items = "".join(f"<li><code>{escape(claim)}</code></li>" for claim in chapter.claims)
    return Shown(html=f"<ul>{items}</ul>", plain=", ".join(chapter.claims), markdown=write_claims(chapter))


def _interval(one: Quantity) -> str:
    ends = [
        "" if end is None or not math.isfinite(end) else write_value(end, one.unit, one.form)
        for end in (one.low, one.high)
    ]
    if all(ends):
        return " to ".join(ends)
    return f"at least {ends[0]}" if ends[0] else f"at most {ends[1]}" if ends[1] else ""


def _count(n: int | None) -> str:
    return "" if n is None else f"{n:,d}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
