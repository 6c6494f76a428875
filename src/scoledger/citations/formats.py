"""References as BibTeX, CSL-JSON, RIS, plain text and LaTeX."""

from __future__ import annotations

from typing import Any

from scoledger.citations.latex import escape_latex
from scoledger.citations.reference import KINDS, Author, Reference
from scoledger.results import to_json

#: Formats of a citation: what each is called on a page, and the ending of its file.
FORMATS = {
    "text": ("Plain text", "txt"),
    "bibtex": ("BibTeX", "bib"),
    "csl": ("CSL-JSON", "json"),
    "ris": ("RIS", "ris"),
    "latex": ("LaTeX", "tex"),
}


def write_citation(reference: Reference, form: str) -> str:
    """Write a reference in one of `FORMATS`."""
    writers = {"text": write_text, "bibtex": write_bibtex, "ris": write_ris, "latex": write_latex}
    return to_json([write_csl(reference)]) if form == "csl" else writers[form](reference) + "\n"


def write_text(reference: Reference) -> str:
    """Write a reference as a list of references shows it."""
    authors = "; ".join(author.name for author in reference.authors)
    parts = [f"{authors} ({reference.year})" if authors else f"({reference.year})", reference.title]
    if reference.container:
        parts.append(f"In: {reference.container}")
    if reference.edition:
        parts.append(f"Edition {reference.edition}")
    if reference.publisher:
        parts.append(reference.publisher)
    if reference.id:
        parts.append(f"Result {reference.id}@{reference.edition}")
    if reference.note:
        parts.append(reference.note)
    if reference.doi:
        parts.append(f"https://doi.org/{reference.doi}")
    elif reference.url:
        parts.append(reference.url)
    return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in map(str.strip, parts))


def write_bibtex(reference: Reference) -> str:
    r"""Write a reference as an entry of BibTeX.

    Examples
    --------
    >>> print(write_bibtex(Reference("a-1", "data", "Oil & gas", vintage="2025-06")))
    @misc{a-1,
      title = {{Oil \& gas}},
      year = {2025}
    }
    """
    entry = KINDS[reference.kind][1]
    number = f"Result \\textsf{{{escape_latex(f'{reference.id}@{reference.edition}')}}}" if reference.id else ""
    notes = [number, escape_latex(reference.note).rstrip(".")]
    fields = {
        "author": " and ".join(map(_write_author, reference.authors)),
        "title": f"{{{escape_latex(reference.title)}}}",
        "howpublished": _write_origin(reference),
        "publisher": escape_latex(reference.publisher),
        "year": "" if reference.year == "n.d." else reference.year,
        "doi": reference.doi,
        "url": reference.url,
        "note": ". ".join(note for note in notes if note),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@{entry}{{{reference.key},\n" + ",\n".join(lines) + "\n}"


def write_csl(reference: Reference) -> dict[str, Any]:
    """Write a reference as an item of CSL-JSON, the form that reference managers exchange."""
    people = [
        {"family": author.family, "given": author.given} if author.given else {"literal": author.family}
        for author in reference.authors
    ]
    issued: dict[str, Any] = {}
    if reference.issued:
        day = reference.issued
        issued = {"date-parts": [[day.year, day.month, day.day]]}
    elif reference.year != "n.d.":
        issued = {"date-parts": [[int(reference.year)]]}
    item: dict[str, Any] = {
        "id": reference.key,
        "type": KINDS[reference.kind][0],
        "title": reference.title,
        "author": people,
        "issued": issued,
        "container-title": reference.container,
        "edition": reference.edition,
        "version": reference.version,
        "publisher": reference.publisher,
        "number": f"{reference.id}@{reference.edition}" if reference.id else "",
        "note": reference.note,
        "DOI": reference.doi,
        "URL": reference.url,
    }
    return {key: value for key, value in item.items() if value}


def write_ris(reference: Reference) -> str:
    """Write a reference as RIS."""
    day = f"{reference.issued:%Y/%m/%d}/" if reference.issued else ""
    rows: list[tuple[str, str]] = [("TY", KINDS[reference.kind][2]), ("ID", reference.key)]
    rows += [("AU", author.name) for author in reference.authors]
    rows += [("TI", reference.title), ("T2", reference.container), ("ET", reference.edition)]
    rows += [("PY", "" if reference.year == "n.d." else reference.year), ("DA", day), ("PB", reference.publisher)]
    rows += [("M1", f"{reference.id}@{reference.edition}" if reference.id else ""), ("N1", reference.note)]
    rows += [("DO", reference.doi), ("UR", reference.url)]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in rows if value]
    return "\n".join([*lines, "ER  - "])


def write_latex(reference: Reference) -> str:
    r"""Write a reference as an item of a list of references that needs no BibTeX."""
    words = escape_latex(write_text(reference))
    return f"\\bibitem{{{reference.key}}}\n{words}"


def _write_origin(reference: Reference) -> str:
    """Say in which book and edition something stands, in the one field for it that every style prints."""
    edition = f"edition {escape_latex(reference.edition)}" if reference.edition else ""
    if reference.container:
        return ", ".join(part for part in (f"In: {escape_latex(reference.container)}", edition) if part)
    return edition.capitalize()


def _write_author(author: Author) -> str:
    """Write a name; braces keep the name of a body in one piece."""
    return escape_latex(author.name) if author.given else f"{{{escape_latex(author.family)}}}"
