r"""What ``results.tex`` of a paper defines for each id: one line for each field, written and read here alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-untyped]

from scoledger.citations import escape_latex
from scoledger.editions.edition import Entry
from scoledger.editions.paper.scanning import Scan
from scoledger.errors import PaperError

#: Fields that an edition vouches for, and that nobody should alter.
VOUCHED = ("kind", "text", "value", "unit", "interval", "n", "digest")

_MINUS = re.compile(r"(?<![\w.)\]}])-(?=[\d.])")
_LONGEST = 5000
_MOST_BRACES = 50


@dataclass(frozen=True)
class Definition:
    """What a paper says about one id.

    Parameters
    ----------
    id : str
    line : int
        Of its first field.
    fields : dict of str to str
        As LaTeX.
    """

    id: str
    line: int
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def edition(self) -> str:
        """Edition from which it was taken, as it stands there."""
        return self.fields.get("edition", "")

    def text(self, name: str) -> str:
        """Give a field as plain text; nothing where it is not defined.

        Raises
        ------
        PaperError
            If it is longer or deeper than anything that the book writes.
        """
        return latex_text(self.fields.get(name, ""))


def latex_text(latex: str) -> str:
    r"""Read a short piece of LaTeX as plain text.

    Raises
    ------
    PaperError
        If it is longer or deeper than anything that the book writes.

    Examples
    --------
    >>> latex_text("$-$3.2 \\% of R\\&D")
    '-3.2 % of R&D'
    """
    # The library that reads it calls itself for every brace: what is deep would exhaust it.
    if len(latex) > _LONGEST or latex.count("{") > _MOST_BRACES:
        raise PaperError(
            f"a definition begins {latex[:30]!r} and cannot be read: it is too long or nested too deeply.\n"
            "Expected what 'scoledger export paper' writes. Write the bundle again."
        )
    return " ".join(str(LatexNodes2Text().latex_to_text(latex)).split())


def number_latex(text: str) -> str:
    r"""Write a printed number as LaTeX, with a minus sign where it is negative.

    Examples
    --------
    >>> number_latex("-3.2 percent, 2002-2014")
    '$-$3.2 percent, 2002-2014'
    """
    return _MINUS.sub("$-$", escape_latex(text))


def defined_fields(entry: Entry, edition: str, key: str = "") -> dict[str, str]:
    """Fields of an id as LaTeX; what it does not have is not defined.

    Parameters
    ----------
    entry : Entry
    edition : str
    key : str
        Of its entry in the bibliography.
    """
    is_number = entry.kind == "number"
    value, _, unit = entry.text.partition(" ") if is_number else ("", "", "")
    fields = {
        "kind": entry.kind,
        "title": escape_latex(entry.title.rstrip(".")),
        "text": number_latex(entry.text),
        "value": number_latex(value),
        "unit": escape_latex(unit),
        "interval": number_latex(entry.interval),
        "n": "" if entry.n is None else f"{entry.n:,d}",
        "digest": entry.digest,
        "edition": edition,
        "id": f"\\scoid{{{entry.id}@{edition}}}",
        "cite": f"\\cite{{{key}}}" if key else "",
    }
    return {name: words for name, words in fields.items() if words}


def write_definition(entry_id: str, fields: dict[str, str]) -> str:
    """Write the fields of an id, a line for each."""
    return "".join(f"\\scodefine{{{entry_id}}}{{{name}}}{{{words}}}\n" for name, words in fields.items())


def read_definitions(scan: Scan) -> dict[str, Definition]:
    """Read what a file defines, and blank it: a definition cites nothing by itself."""
    found: dict[str, Definition] = {}
    for command in scan.commands:
        if command.name != "scodefine":
            continue
        words, end = list[str](), command.end
        while len(words) < 3 and (group := scan.group(end)):  # noqa: PLR2004 - id, field, content
            words.append(group[0])
            end = group[1]
        if len(words) == 3:  # noqa: PLR2004 - as above
            result_id, name, content = words
            definition = found.setdefault(result_id, Definition(result_id, scan.line(command.start)))
            definition.fields[name] = content
            scan.blank(command.start, end)
    return found
