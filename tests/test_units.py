"""Units: what converts, and how values are written for a reader."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoledger.errors import UnknownUnitError
from scoledger.units import UNITS, convert, write_value


@pytest.mark.parametrize(
    ("value", "unit", "to", "expected"),
    [
        (44_970.0, "million USD", "billion USD", 44.97),
        (2.0, "trillion USD", "USD", 2e12),
        (40.6, "percent", "share", 0.406),
        (0.5, "percentage points per year", "share per year", 0.005),
        (34.0, "tcm", "bcm", 34_000.0),
        (7.5, "million persons", "persons", 7.5e6),
    ],
)
def test_units_of_one_kind_convert(value: float, unit: str, to: str, expected: float) -> None:
    """Factors a reader can check by eye."""
    assert convert(value, unit, to) == pytest.approx(expected)


@given(st.sampled_from(sorted(UNITS)), st.floats(-1e9, 1e9))
def test_a_unit_converts_to_itself(unit: str, value: float) -> None:
    """The factor is one, whatever the unit."""
    assert convert(value, unit, unit) == value


@given(st.sampled_from(sorted(UNITS)), st.sampled_from(sorted(UNITS)), st.floats(0.001, 1e6))
def test_there_and_back_is_the_same(unit: str, to: str, value: float) -> None:
    """Units of one kind convert both ways; units of two kinds in neither."""
    if UNITS[unit][0] == UNITS[to][0]:
        assert convert(convert(value, unit, to), to, unit) == pytest.approx(value)
    else:
        with pytest.raises(UnknownUnitError, match="does not convert"):
            convert(value, unit, to)


def test_units_of_two_kinds_do_not_convert() -> None:
    """Gas is no money; the message names both kinds."""
    with pytest.raises(UnknownUnitError, match="found gas volume and money"):
        convert(1.0, "bcm", "USD")


@pytest.mark.parametrize("call", [lambda: convert(1.0, "bilion USD", "USD"), lambda: write_value(1.0, "bilion USD")])
def test_an_unknown_unit_is_answered_with_the_nearest(call: object) -> None:
    """Converting and writing give the same hint."""
    with pytest.raises(UnknownUnitError, match="Did you mean 'billion USD'"):
        call()  # type: ignore[operator]


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (7.883, "billion USD", "7.88 billion USD"),
        (61_234.4, "million USD", "61,234 million USD"),
        (0.406, "share", "40.6 percent"),
        (0.0123, "share per year", "+1.23 percentage points a year"),
        (-0.5, "percentage points per year", "-0.5 percentage points a year"),
        (3.0, "rank", "3"),
        (2014.0, "year", "2014"),
        (12_000.0, "count", "12,000"),
        (1.5, "ratio", "1.5"),
        (0.25, "index", "0.25"),
        (27.2, "bcm", "27.2 bcm"),
    ],
)
def test_values_are_written_for_a_reader(value: float, unit: str, written: str) -> None:
    """Three digits, thousands apart, shares in percent, no unit where the number says it all."""
    assert write_value(value, unit) == written


@pytest.mark.parametrize("form", [None, ".3f", ".2g"])
def test_a_small_probability_is_a_bound(form: str | None) -> None:
    """Neither 8.53e-05 nor 0.000, whatever the format; from 0.001 on the format decides."""
    assert write_value(0.0000853, "probability", form) == write_value(0.0, "probability", form) == "below 0.001"
    assert write_value(0.001, "probability", form) == "0.001"


def test_a_format_decides_the_digits() -> None:
    """The share's format applies to its percentage."""
    assert (write_value(44.97, "billion USD", ".1f"), write_value(0.4064, "share", ".2f")) == (
        "45.0 billion USD",
        "40.64 percent",
    )


@given(st.floats(0.001, 1e12))
def test_ordinary_values_are_never_written_as_powers_of_ten(value: float) -> None:
    """999.7 billion dollars are 1,000 billion dollars, not 1e+03."""
    assert "e+" not in write_value(value, "billion USD")


def test_there_is_no_zero_below_zero() -> None:
    """The mean of nothing but zeros may carry a sign; a reader would look for a reason."""
    assert write_value(-0.0, "index") == "0"
