"""One reference: what every citation format is written from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

#: Kinds of reference: what each is called in CSL, in BibTeX and in RIS.
#: BibTeX asks of a book and its parts for a publisher; this book has none, so they are `misc`.
KINDS = {
    "book": ("book", "misc", "BOOK"),
    "page": ("chapter", "misc", "CHAP"),
    "number": ("entry", "misc", "CHAP"),
    "verdict": ("entry", "misc", "CHAP"),
    "table": ("dataset", "misc", "DATA"),
    "figure": ("figure", "misc", "FIGURE"),
    "data": ("dataset", "misc", "DATA"),
}


@dataclass(frozen=True)
class Author:
    """A person, or a body that signs with one name.

    Parameters
    ----------
    family, given : str
        A body has its whole name in `family` and no given name.
    """

    family: str
    given: str = ""

    @property
    def name(self) -> str:
        """Name as a list of references begins with it."""
        return f"{self.family}, {self.given}" if self.given else self.family


@dataclass(frozen=True)
class Reference:
    """One thing that can be cited.

    Parameters
    ----------
    key : str
        Key in BibTeX and CSL: letters, digits, dashes and full stops.
    kind : str
        One of `KINDS`.
    title : str
    authors : tuple of Author
    issued : datetime.date or None
        Day of publication; None where only `vintage` is known.
    vintage : str
        Date or span in the producer's own words, for example ``"2025-06"``.
    container : str
        The book that holds it.
    edition : str
        Of the book.
    publisher, url, doi, id, note, version : str
        `id` is the id of the result; `note` a sentence on what is cited.
    """

    key: str
    kind: str
    title: str
    authors: tuple[Author, ...] = ()
    issued: dt.date | None = None
    vintage: str = ""
    container: str = ""
    edition: str = ""
    publisher: str = ""
    url: str = ""
    doi: str = ""
    id: str = ""
    note: str = ""
    version: str = ""

    @property
    def year(self) -> str:
        """Year of publication, or what of the vintage is a year; ``n.d.`` where neither is known."""
        if self.issued:
            return str(self.issued.year)
        years = [self.vintage[i : i + 4] for i in range(len(self.vintage) - 3) if self.vintage[i : i + 4].isdigit()]
        return years[-1] if years else "n.d."
