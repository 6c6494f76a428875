"""The control of a trend claim: the same change in every other unit of the world."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from scoledger.claims import Claim
from scoledger.errors import ClaimError
from scoledger.indicators import find_measure
from scoledger.tables import Library


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
    wide = frame.T
    changes: pd.Series = (wide[control.last_year] - wide[control.first_year]).dropna().sort_values()
    ours = [code for code in claim.countries if code in changes.index]
    others = changes.drop(ours).to_numpy()
    percentiles = pd.Series({code: float((others < float(changes[code])).mean()) for code in ours})
    return ControlResult(control.label, control.first_year, control.last_year, measure.unit, changes, percentiles)
