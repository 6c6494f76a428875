"""What if: a claim judged by its own rule for every window, side, definition and set of states that can be defended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from scoledger.chapters.chapter import Chapter
from scoledger.chapters.what_if.counting import count_choices, count_views, find_default, list_absent
from scoledger.chapters.what_if.grid import judge_grid, list_windows
from scoledger.chapters.what_if.views import CHOICES, list_pruned, list_views
from scoledger.chapters.what_if.words import (
    CAPTION,
    CERTAINTY,
    NAMES,
    OVERLAP,
    list_quantities,
    write_absence,
    write_answer,
    write_data,
    write_sentence,
)
from scoledger.claims import read_claim, read_rules
from scoledger.tables import Library
from scoledger.verdicts import judge_claim, read_labels

#: Measures that are moved where a claim has more of them than a page can show.
MEASURES = {"rising-ca-dependency-on-china": ("partner_share", "trade_to_gdp")}


@dataclass(frozen=True, kw_only=True)
class WhatIf(Chapter):
    """A claim over the whole grid.

    Parameters
    ----------
    views : pandas.DataFrame, shape (n_views, 15)
        As `counting.count_views` gives it, with ``is_default`` (the view shown first) and ``sentence`` (what it shows).
    cells, left_out : pandas.DataFrame
        As `grid.judge_grid` gives them.
    absent : pandas.DataFrame, shape (n_absent, 7)
        As `counting.list_absent` gives it, with a ``sentence``.
    choices : pandas.DataFrame, shape (n_choices, 6)
        As `counting.count_choices` gives it.
    ledger : str
        Verdict of the ledger on the claim.
    """

    views: pd.DataFrame
    cells: pd.DataFrame
    left_out: pd.DataFrame
    absent: pd.DataFrame
    choices: pd.DataFrame
    ledger: str

    @property
    def table_of_views(self) -> pd.DataFrame:
        """Every view with its counts, named for a reader; a choice that is none has no column."""
        names = {"view": "View", "reading": "Reading", **NAMES, "windows": "Windows", "supports": "Support"}
        names |= {"neither": "Neither", "contradicts": "Contradict", "verdict": "This view only"}
        return self.views[_leave_out(self.views, names)].rename(columns=names)

    @property
    def table_of_choices(self) -> pd.DataFrame:
        """Shares by choice, named for a reader; a choice that is none has no column and no row."""
        names = {"kind": "Choice of", "choice": "Chosen", "reading": "Reading", "windows": "Windows"}
        names |= {"supports": "Support", "contradicts": "Contradict"}
        kept = self.choices[self.choices.groupby("kind")["choice"].transform("nunique") > 1]
        return kept.assign(kind=kept["kind"].map(NAMES))[_leave_out(kept, names)].rename(columns=names)

    @property
    def table_of_reasons(self) -> pd.DataFrame:
        """Why windows and combinations are left out, with how many there are."""
        windows = self.left_out.groupby("reason", sort=False).size()
        combinations = self.absent.groupby("reason", sort=False).size()
        parts = [
            pd.DataFrame({"Left out": what, "Reason": counts.index, "Number": counts.to_numpy()})
            for what, counts in (("window", windows), ("view", combinations))
        ]
        return pd.concat(parts, ignore_index=True)


def _leave_out(frame: pd.DataFrame, names: Mapping[str, str]) -> list[str]:
    """Columns of a table, without choices that are the same in every row."""
    return [name for name in names if name not in ("reading", *CHOICES) or len(frame[name].unique()) > 1]


def collect(library: Library, *, claim_id: str, first_year: int, last_year: int) -> WhatIf:
    """Judge a claim over the grid.

    Parameters
    ----------
    claim_id : str
        A claim about tendencies over windows.
    first_year, last_year : int
        Earliest first and latest last year of a window.
    """
    claim, rules, labels = (
        read_claim(library.project, claim_id),
        read_rules(library.project),
        read_labels(library.project),
    )
    ledger = judge_claim(claim, library, rules).verdict
    views = list_views(claim, labels, MEASURES.get(claim_id, ()))
    shortest = min(rules[view.part.rule].minimum_years or 1 for view in views)
    cells, left_out = judge_grid(views, library, rules, list_windows(first_year, last_year, shortest))
    counted = count_views(views, cells, rules)
    default = find_default(views, counted)
    choices = count_choices(counted)
    absent = list_absent(views, list_pruned(claim, labels, MEASURES.get(claim_id, ())))
    readings = list(counted["reading"].unique())
    return WhatIf(
        title=f"What if? {claim.title}",
        quantities=tuple(list_quantities(counted, cells, left_out, default)),
        answer=write_answer(readings, ledger),
        data=write_data(counted, choices),
        sure=CERTAINTY,
        views=counted.assign(
            is_default=counted["view"] == default,
            sentence=[write_sentence(row, shortest, ledger) for _, row in counted.iterrows()],
        ),
        cells=cells,
        left_out=left_out,
        absent=absent.assign(sentence=[write_absence(row, ledger) for _, row in absent.iterrows()]),
        choices=choices,
        ledger=ledger,
    )


__all__ = ["CAPTION", "CHOICES", "MEASURES", "NAMES", "OVERLAP", "WhatIf", "collect"]
