"""Trade inside a group: which books, which pairs, with and without fuels."""

from __future__ import annotations

import itertools
from typing import Any

import pandas as pd
import pytest
from fake_library import flows, make_library, world

from scoledger.countries import members
from scoledger.errors import InvalidArgumentError
from scoledger.indicators.bloc import FUELS_TABLE, intra_bloc_intensity, intra_bloc_share, intra_bloc_trade

HUBS = ("CHN", "RUS")
SIX = members("SCO6")
#: Directed pairs that touch a hub: 2 between the hubs, and 4 others x 2 hubs x 2 directions.
PAIRS = [pair for pair in itertools.permutations(SIX, 2) if set(pair) & set(HUBS)]
YEARS = range(2001, 2013)


def _flows(hub: float, other: float, *, silent: str = "") -> pd.DataFrame:
    """Every pair in every year: `hub` in the hubs' books, `other` in the others'; between the hubs both say `hub`."""
    rows = []
    for exporter, importer in PAIRS:
        for reporter, partner, flow in ((exporter, importer, "export"), (importer, exporter, "import")):
            if reporter != silent:
                value = hub if reporter in HUBS else other
                rows += [(reporter, partner, flow, year, value) for year in YEARS]
    return flows(*rows)


@pytest.fixture
def library() -> Any:
    """Hubs book 10 for every flow and the others 8; a fuel flow of 1 in every pair, up to 2010."""
    fuels = _flows(1.0, 1.0)
    return make_library(
        flows=_flows(10.0, 8.0),
        comtrade_mineral_fuels_hs27=fuels[fuels["year"] <= 2010],
        imf_dots_world_by_country=world({code: [200.0] * 12 for code in SIX} | {"USA": [800.0] * 12}, 2001),
    )


def _trade(library: Any, **choices: str) -> pd.Series:
    given = {"source": "flows", "mirror": "hub", "states": "SCO6", "hubs": HUBS} | choices
    return intra_bloc_trade(library, **given)  # type: ignore[arg-type]


def test_eighteen_directed_pairs_touch_a_hub(library: Any) -> None:
    """Each flow once: 18 x 10."""
    assert len(PAIRS) == 18
    assert set(_trade(library)) == {180.0}


def test_the_other_side_s_books(library: Any) -> None:
    """16 pairs at 8, and the two between the hubs at 10."""
    assert set(_trade(library, mirror="other")) == {148.0}


def test_a_pair_can_be_left_out(library: Any) -> None:
    """Both of its directions."""
    assert set(_trade(library, without="CHN-RUS")) == {160.0}


def test_fuels_can_be_left_out_as_far_as_they_are_known(library: Any) -> None:
    """One in every pair; the years after the fuel table's last are absent rather than with fuels."""
    series = _trade(library, fuels="without")

    assert set(series) == {162.0}
    assert series.index.max() == 2010
    assert FUELS_TABLE in {item.id for item in library.inputs}


def test_a_state_that_does_not_report_is_read_from_the_hubs() -> None:
    """Tajikistan's four pairs at 10 instead of 8, throughout: no seam."""
    library = make_library(flows=_flows(10.0, 8.0, silent="TJK"))

    assert set(_trade(library, mirror="other")) == {156.0}


def test_a_year_in_which_a_pair_is_missing_is_absent() -> None:
    """A smaller sum would look like a fall."""
    frame = _flows(10.0, 8.0)
    gap = (frame["reporter"] == "RUS") & (frame["partner"] == "UZB") & (frame["year"] == 2005)
    series = _trade(make_library(flows=frame[~gap]))

    assert 2005 not in series.index
    assert {2004, 2006} <= set(series.index)


def test_the_share_counts_each_flow_on_both_sides(library: Any) -> None:
    """2 x 180 of 6 x 200."""
    share = intra_bloc_share(library, source="flows", mirror="hub", states="SCO6", hubs=HUBS)

    assert share[2001] == pytest.approx(0.3)


def test_the_intensity_is_the_share_over_the_weight_in_the_world(library: Any) -> None:
    """The six are 1,200 of 2,000: 0.3 over 0.6."""
    ratio = intra_bloc_intensity(library, source="flows", mirror="hub", states="SCO6", hubs=HUBS)

    assert ratio[2001] == pytest.approx(0.5)


@pytest.mark.parametrize("wrong", [{"mirror": "mirror"}, {"fuels": "no"}, {"prices": "real"}])
def test_misspelt_choices_are_refused(library: Any, wrong: dict[str, str]) -> None:
    """They do not pass for the default."""
    with pytest.raises(InvalidArgumentError):
        _trade(library, **wrong)
