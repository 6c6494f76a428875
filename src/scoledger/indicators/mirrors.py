"""Mirror gaps: how far two sides' records of one flow lie apart."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from scoledger.countries import is_country
from scoledger.indicators.books import Source, book, reporters
from scoledger.tables import Library

#: Freight and insurance add so much to the importer's figure: the usual range of the literature.
FREIGHT = (0.06, 0.10)
#: What the International Monetary Fund divides an importer's record by, to estimate the exporter's.
IMF_RATIO = 1.06
#: Fewest years in which both sides report, for a pair to be compared.
FEWEST = 5


def mirror_gap(
    library: Library, own_books: Source, partner_books: Source, state: str, partner: str, flow: str
) -> pd.Series:
    """Logarithm of the partner's record of a flow over the state's own, by year.

    Parameters
    ----------
    flow : {"export", "import"}
        As seen from `state`.

    Returns
    -------
    pandas.Series, shape (n_years,)
        Log points; above zero when the partner records more.  Freight alone makes a state's exports 0.06 to 0.10 and
        its imports -0.10 to -0.06.  Years in which a side does not report, or reports nothing, are absent.

    Notes
    -----
    Morgenstern (1963); the margin for freight and insurance is that of Marini, Dippelsman and Stanger (2018) at its
    lower end.
    """
    own, other = both_sides(library, own_books, partner_books, state, partner, flow)
    both = pd.DataFrame({"own": own, "other": other}).dropna()
    both = both[(both > 0).all(axis=1)]
    gap: pd.Series = both["other"].div(both["own"]).map(np.log)
    return gap.rename("gap").sort_index()


def freight_range(flow: str) -> tuple[float, float]:
    """Gaps that freight and insurance can explain, log points: of a state's imports below zero, of its exports above.

    Parameters
    ----------
    flow : {"export", "import"}
        As seen from the state, as in `mirror_gap`.

    Notes
    -----
    Only an importer's record holds freight and insurance.  They may be next to nothing between neighbours, so that the
    range begins at zero; it ends at the upper end of the usual range of the literature.

    Examples
    --------
    >>> freight_range("import"), freight_range("export")
    ((-0.1, 0.0), (0.0, 0.1))
    """
    return (-FREIGHT[1], 0.0) if flow == "import" else (0.0, FREIGHT[1])


def both_sides(
    library: Library, own_books: Source, partner_books: Source, state: str, partner: str, flow: str
) -> tuple[pd.Series, pd.Series]:
    """The state's own record of a flow and its partner's, million current US dollars by year."""
    opposite = "import" if flow == "export" else "export"
    return book(library, own_books, state, partner, flow), book(library, partner_books, partner, state, opposite)


def gaps_of_all_pairs(library: Library, source: str, first_year: int, last_year: int) -> pd.DataFrame:
    """Mean gap of every flow between two states that both report it in one source.

    Returns
    -------
    pandas.DataFrame, shape (n_flows, 6)
        ``exporter``, ``importer``, ``gap`` (mean log of the importer's over the exporter's record), ``size`` (mean of
        its absolute value), ``trade_musd`` (mean of both records over the same years, million current US dollars) and
        ``n`` (years, at least five).
    """
    known: Sequence[str] = sorted(name for name in reporters(library, source) if is_country(name))
    rows = []
    for exporter in known:
        for importer in known:
            if exporter != importer:
                gap = mirror_gap(library, source, source, exporter, importer, "export").loc[first_year:last_year]
                if len(gap) >= FEWEST:
                    records = both_sides(library, source, source, exporter, importer, "export")
                    trade = float(pd.DataFrame(dict(enumerate(records))).loc[gap.index].to_numpy().mean())
                    rows.append((exporter, importer, float(gap.mean()), float(gap.abs().mean()), trade, len(gap)))
    return pd.DataFrame(rows, columns=["exporter", "importer", "gap", "size", "trade_musd", "n"])
