"""The control of a trend claim: the same change in every other unit of the world."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from scoledger.claims import Claim
from scoledger.errors import ClaimError
from scoledger.indicators import find_measure
from scoledger.tables import Library

#: Fewer units than this are no rest of the world.
FEWEST_UNITS = 30


@dataclass(frozen=True)
class ControlResult:
    """Change between two years by unit, and where the claim's own units stand among all.

    Parameters
    ----------
    changes : pandas.Series, shape (n_units,)
        Last less first year, in the measure's unit, sorted.
    percentiles : pandas.Series, shape (n_claimed,)
        Share of the other units with a smaller change, in [0, 1], for the claim's countries.
    """

    label: str
    first_year: int
    last_year: int
    unit: str
    changes: pd.Series
    percentiles: pd.Series


def measure_control(claim: Claim, library: Library) -> ControlResult | None:
    """Measure the control that a claim declares; None when it declares none.

    Raises
    ------
    ClaimError
        If the measure does not rank units.
    """
    control = claim.control
    if control is None:
        return None
    measure = find_measure(control.measure, f"claim {claim.id!r}, control")
    frame = measure.function(library, **control.arguments)
    if not isinstance(frame, pd.DataFrame):
        raise ClaimError(f"claim {claim.id!r}: the control {control.measure!r} measures one series, not many units.")
    return compare_changes(
        frame, claim.countries, control.label, control.first_year, control.last_year, unit=measure.unit
    )


def compare_changes(
    frame: pd.DataFrame, ours: Sequence[str], label: str, first_year: int, last_year: int, *, unit: str = "share"
) -> ControlResult | None:
    """Compare the change of some units between two years with that of all others.

    Parameters
    ----------
    frame : pandas.DataFrame, shape (n_years, n_units)
    ours : sequence of str
        Units that are compared with the rest.

    Returns
    -------
    ControlResult or None
        None when too few units are known in both years to speak of a rest of the world.
    """
    wide = frame.T
    if not {first_year, last_year} <= set(wide.columns):
        return None
    changes: pd.Series = (wide[last_year] - wide[first_year]).dropna().sort_values()
    known = [code for code in ours if code in changes.index]
    others = changes.drop(known).to_numpy()
    if not known or len(others) < FEWEST_UNITS:
        return None
    percentiles = pd.Series({code: float((others < float(changes[code])).mean()) for code in known})
    return ControlResult(label, int(first_year), int(last_year), unit, changes, percentiles)
