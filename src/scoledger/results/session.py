"""What a notebook speaks to: it makes results, and tells what every page tells in the same way."""

from __future__ import annotations

import functools
import math
import textwrap
from collections.abc import Iterable

import pandas as pd

from scoledger import __version__
from scoledger.claims import ChapterText, read_chapter
from scoledger.errors import ResultError, UnknownTableError, nearest
from scoledger.results.display import Shown
from scoledger.results.maker import Maker
from scoledger.results.protocols import Quantity
from scoledger.results.telling import (
    cite_quantities,
    show_claims,
    show_quantities,
    write_claims,
    write_closing,
    write_identification,
    write_quantities,
)
from scoledger.tables.inputs import input_digest

#: Characters in a line under a figure.
SOURCE_LINE = 150


class Session(Maker):
    """One notebook at work: what is worded alike on every page is worded here (see also `Maker`).

    Attributes
    ----------
    chapter : scoledger.claims.ChapterText
        What a person states about the chapter that the notebook is.
    """

    def sources(self) -> Shown:
        """Make the table of everything that was read so far: producer, dataset, vintage and terms."""
        cards = [self.library.card(item.id) for item in self.library.inputs if item.kind == "table"]
        rows = [
            {"Table": card.id, "Producer": card.producer, "Dataset": card.title, "Vintage": card.vintage}
            | {"Terms": card.licence.name}
            for card in cards
        ]
        columns = ["Table", "Producer", "Dataset", "Vintage", "Terms"]
        caption = "Every table that this page rests on." if rows else "This page rests on documents, not on tables."
        return self.table(
            "sources", pd.DataFrame(rows, columns=columns), title="Data and vintages", caption=caption, is_quiet=True
        )

    def how_to(self) -> Shown:
        """Say how this very page is made again, and how what it shows is cited."""
        given = self.parameters.items()
        options = " ".join(f"--{name.replace('_', '-')} {value}" for name, value in given)
        pairs = " ".join(f"-p {name} {value}" for name, value in given)
        lines = [
            "```bash",
            f"scoledger run {self.notebook} {options}",
            f"papermill notebooks/{self.notebook}.ipynb out.ipynb {pairs}",
            "```",
            "",
            f"Every number, table and figure above has an id that begins with `{self.slug}`, an address of its own",
            f"and a citation (`scoledger cite ID`). What is cited as `ID@{__version__}` can be compared with every",
            f"later edition (`scoledger resolve ID@{__version__}`).",
        ]
        return self.text("how-to", "\n".join(lines), title="Rerun and cite")

    @property
    def source_line(self) -> str:
        """Producers and vintages of the tables read so far, as figures state them."""
        return self._write_source([item.id for item in self.library.inputs if item.kind == "table"], "")

    def source(self, *tables: str, side: str = "") -> str:
        """Producers and vintages of some of the tables read so far, as a figure states them.

        Parameters
        ----------
        *tables : str
            Ids.
        side : str
            Whose books they are, where two sides keep books of one thing.

        Raises
        ------
        UnknownTableError
            If one of them has not been read.
        """
        read = {item.id for item in self.library.inputs if item.kind == "table"}
        for table in tables:
            if table not in read:
                raise UnknownTableError(
                    f"a source line of {self.slug!r} names table {table!r}, which this notebook has not read."
                    f"{nearest(table, read)}\nRead so far: {', '.join(sorted(read)) or 'none'}."
                )
        return self._write_source(tables, side)

    def numbers(self, quantities: Iterable[Quantity]) -> Shown:
        """Make a result of every quantity that is known, and one table that shows them with their intervals."""
        known = [quantity for quantity in quantities if quantity.is_known]
        for one in known:
            if one.value is not None:
                self.number(
                    one.name, one.value, one.unit, title=one.title, caption=one.caption, form=one.form,
                    low=_bound(one.low), high=_bound(one.high), n=one.n, tables=one.tables or None,
                    is_main=one.is_main,
                )  # fmt: skip
        self.text("numbers", write_quantities(known, self.slug), title="The numbers")
        return show_quantities(known, self.results, self.slug)

    def say(self, name: str, text: str) -> Shown:
        """Say sentences that cite quantities of this run as ``{name}``, or as ``{name|value}`` without the unit.

        Raises
        ------
        ResultError
            If the run has made no number of that name.
        """
        return self.text(name, self._cite(text))

    @functools.cached_property
    def chapter(self) -> ChapterText:
        """What a person states about the chapter that this notebook is."""
        self.library.note("chapter", self.notebook, input_digest(self.project, "chapter", self.notebook))
        return read_chapter(self.project, self.notebook)

    def identifies(self) -> Shown:
        """Say what identifies the estimates and what does not, with the methods' references."""
        return self.text("identification", write_identification(self.chapter))

    def closing(self, data: str, sure: str) -> Shown:
        """Close with what the articles say, what the data say, how sure we are and what would change our mind.

        Parameters
        ----------
        data, sure : str
            Sentences as `say` takes them.
        """
        return self.text("closing", write_closing(self.chapter, self._cite(data), self._cite(sure)), title="In short")

    def claims(self) -> Shown:
        """List the claims that the chapter bears on; the book shows each with its verdict."""
        self.text("verdict-list", write_claims(self.chapter), title="What the ledger says")
        return show_claims(self.chapter)

    def _cite(self, text: str) -> str:
        made = {name.removeprefix(f"{self.slug}-") for name, one in self.results.items() if one.kind == "number"}
        cited, unknown = cite_quantities(text, self.slug, made)
        if unknown:
            raise ResultError(
                f"a sentence of {self.slug!r} cites {unknown!r}, a number that this run has not made."
                f"{nearest(unknown, made)}\nNumbers so far: {', '.join(sorted(made)) or 'none'}."
            )
        return cited

    def _write_source(self, tables: Iterable[str], side: str) -> str:
        cards = [self.library.card(table) for table in tables]
        named = {f"{card.producer.split(',')[0]} ({card.vintage})": None for card in cards}
        words = f"Sources: {'; '.join(named)}" + (f". Read from {side}" if side else "")
        return textwrap.fill(words, SOURCE_LINE)


def _bound(value: float | None) -> float | None:
    """A bound that can be written; an interval that is open on one side has none there."""
    return value if value is not None and math.isfinite(value) else None
