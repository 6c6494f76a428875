"""The control: where the claim's countries stand among all others."""

from __future__ import annotations

import pandas as pd
import pytest
from fake_library import flows, make_library
from planted import make_claim

from scoledger.errors import ClaimError
from scoledger.verdicts import compare_changes, measure_control

#: Forty units whose share rises by 0, 1, ... 39 hundredths.
FRAME = pd.DataFrame({f"U{number:02d}": [0.0, number / 100] for number in range(40)}, index=[2001, 2018])
READING = {"name": "r", "meaning": "m", "parts": [{"name": "p", "rule": "EVENT", "statistic": "record"}]}


def test_percentiles_are_among_the_others() -> None:
    """Of 38 others ten, U00 to U09, rose less than U10; all rose less than U39."""
    found = compare_changes(FRAME, ["U10", "U39"], "share", 2001, 2018)

    assert found is not None
    assert found.percentiles.to_dict() == pytest.approx({"U10": 10 / 38, "U39": 1.0})


def test_changes_are_sorted_and_complete() -> None:
    """Last less first year, ours among them."""
    found = compare_changes(FRAME[FRAME.columns[::-1]], ["U10"], "share", 2001, 2018)

    assert found is not None
    assert list(found.changes.index) == sorted(FRAME)
    assert found.changes["U10"] == 0.10


def test_units_without_both_years_are_left_out() -> None:
    """Theirs and ours."""
    frame = FRAME.copy()
    frame.loc[2001, ["U05", "U10"]] = float("nan")
    found = compare_changes(frame, ["U10", "U39"], "share", 2001, 2018)

    assert found is not None
    assert len(found.changes) == 38
    assert list(found.percentiles.index) == ["U39"]


@pytest.mark.parametrize(
    ("frame", "ours", "last"),
    [(FRAME, ["U10"], 2019), (FRAME, ["X"], 2018), (FRAME.iloc[:, :30], ["U10"], 2018)],
)
def test_without_a_rest_of_the_world_there_is_no_control(frame: pd.DataFrame, ours: list[str], last: int) -> None:
    """A year that is missing, a unit that is missing, fewer than thirty others."""
    assert compare_changes(frame, ours, "share", 2001, last) is None


def test_a_claim_without_control_has_none() -> None:
    """Most have none."""
    assert measure_control(make_claim(READING), make_library()) is None


def test_a_control_measures_many_units() -> None:
    """One series cannot be its own rest of the world."""
    arguments = {"source": "flows", "mirror": "reported", "states": "KGZ", "partners": "CHN"}
    control = {
        "measure": "bilateral_trade",
        "label": "l",
        "arguments": arguments,
        "first_year": 2001,
        "last_year": 2002,
    }
    library = make_library(flows=flows(("KGZ", "CHN", "export", 2001, 1.0)))

    with pytest.raises(ClaimError, match="the control 'bilateral_trade' measures one series"):
        measure_control(make_claim(READING, control=control), library)
