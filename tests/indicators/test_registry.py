"""The register of measures: what a reading may name."""

from __future__ import annotations

import inspect

import pytest

from scoledger.errors import InvalidArgumentError, UnknownMeasureError
from scoledger.indicators import MEASURES, check_arguments, find_measure
from scoledger.indicators.registry import check_choice
from scoledger.units import UNITS


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_is_described(name: str) -> None:
    """A unit that converts, a summary, and keyword arguments after the library."""
    found = MEASURES[name]
    first, *rest = inspect.signature(found.function).parameters.values()

    assert found.unit in UNITS
    assert found.summary.endswith(".")
    assert first.name == "library"
    assert all(item.kind is inspect.Parameter.KEYWORD_ONLY for item in rest)


def test_an_unknown_measure_is_answered_with_the_nearest() -> None:
    """The message says where it was named."""
    with pytest.raises(
        UnknownMeasureError, match=r"claim 'x': unknown measure 'partnr_share'.*Did you mean 'partner_share'"
    ):
        find_measure("partnr_share", "claim 'x'")


def test_an_unknown_argument_is_answered_with_the_nearest() -> None:
    """And with all there are."""
    with pytest.raises(
        UnknownMeasureError, match=r"takes no argument 'state'. Did you mean 'states'(?s:.)*Arguments: "
    ):
        check_arguments(MEASURES["partner_hhi"], {"source", "state"}, "claim 'x'")


def test_a_missing_argument_is_named() -> None:
    """Those with a default are not needed."""
    with pytest.raises(UnknownMeasureError, match="measure 'partner_hhi' needs source, states"):
        check_arguments(MEASURES["partner_hhi"], {"flow"}, "claim 'x'")
    check_arguments(MEASURES["partner_hhi"], {"source", "states"}, "claim 'x'")


def test_a_choice_is_one_of_those_known() -> None:
    """The nearest is named."""
    with pytest.raises(InvalidArgumentError, match=r"unknown prices 'constnat'\. Did you mean 'constant'"):
        check_choice("prices", "constnat", ("current", "constant"))
