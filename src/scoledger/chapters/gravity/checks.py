"""Whether an effect that is clear can be laid to joining: what must hold beside the interval."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from scoledger.chapters.gravity.estimates import JOINED, LEFT_OUT, PLACEBO, REFERENCE

#: A share of neighbourhoods below it is small.
LEVEL = 0.05


@dataclass(frozen=True)
class Design:
    """What was found of the main estimate.

    Parameters
    ----------
    sign : int
        1 or -1 where the interval of the main estimate excludes zero, otherwise 0.
    against : tuple of str
        What speaks against laying it to joining, in words that cite quantities; empty when nothing does.
    chance : float or None
        Share of neighbourhoods with an effect as large for its error, see `placebo_p`.
    """

    sign: int
    against: tuple[str, ...]
    chance: float | None

    @property
    def isolates(self) -> bool:
        """Whether a clear effect passes every check."""
        return bool(self.sign) and not self.against


def check_design(specifications: pd.DataFrame, timing: pd.DataFrame, placebos: pd.DataFrame) -> Design:
    """Put the main estimate to the checks of the chapter's `reverse`: all must hold.

    Notes
    -----
    Its interval excludes zero, also when any one member is left out; no year before joining differs from the year just
    before it, nor does a false date show an effect; and fewer than one in twenty neighbourhoods show as much.  What
    cannot be checked speaks against.
    """
    main = specifications[specifications["is_main"]]
    chance = placebo_p(placebos)
    if main.empty:
        return Design(0, (), chance)
    sign = int((main["low"] > 0).any()) - int((main["high"] < 0).any())
    against = []
    leads = find_leads(timing)
    if leads.empty:
        against.append("no year before can be compared")
    elif len(find_pretrend(timing)):
        against.append("in {leads} of the years before it the same trade already differed from the year just before")
    if excludes_zero(specifications[specifications["group"] == PLACEBO]).any():
        against.append("a false date shows an effect too")
    left_out = specifications[specifications["group"] == LEFT_OUT]
    weak = left_out.loc[~((left_out["low"] > 0) if sign > 0 else (left_out["high"] < 0)), "label"]
    if len(weak):
        against.append(f"it is not clear {' or '.join(weak)}")
    if chance is None:
        against.append("no neighbourhood can be compared")
    elif chance >= LEVEL:
        against.append("a share of {placebo-p} of neighbourhoods that joined nothing shows as much for its error")
    return Design(sign, tuple(against), chance)


def excludes_zero(rows: pd.DataFrame) -> pd.Series:
    """Whether the interval of each row excludes zero."""
    return (rows["low"] > 0) | (rows["high"] < 0)


def find_leads(timing: pd.DataFrame) -> pd.DataFrame:
    """Years before the reference, of the pairs that joined."""
    return timing[(timing["time"] < REFERENCE) & (timing["group"] == JOINED)]


def find_pretrend(timing: pd.DataFrame) -> pd.DataFrame:
    """Those of them whose interval excludes zero."""
    leads = find_leads(timing)
    return leads[excludes_zero(leads)]


def placebo_p(placebos: pd.DataFrame) -> float | None:
    """Share of all sets, the true one included, whose score is at least as far from zero; None without a true one."""
    own = placebos.loc[placebos["is_own"].astype(bool), "z"].abs()
    if own.empty or len(placebos) == 1:
        return None
    return float((placebos["z"].abs() >= float(own.max()) * (1 - 1e-12)).mean())
