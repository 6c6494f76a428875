"""Books: whose record of a flow is read, and what counts as a group's trade."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from fake_library import flows, make_library, world

from scoledger.errors import InvalidArgumentError
from scoledger.indicators.books import book, group_flow, pair_flow, partners, partners_total, reporters, world_flow
from scoledger.indicators.trade import bilateral_trade

#: Kyrgyzstan books exports of 10 and imports of 20; China books 12 and 30 for the same goods.  In 2011 only China does.
ROWS = flows(
    ("KGZ", "CHN", "export", 2010, 10.0),
    ("KGZ", "CHN", "import", 2010, 20.0),
    ("CHN", "KGZ", "import", 2010, 12.0),
    ("CHN", "KGZ", "export", 2010, 30.0),
    ("CHN", "KGZ", "import", 2011, 14.0),
    ("CHN", "KGZ", "export", 2011, 40.0),
    ("KAZ", "CHN", "export", 2010, 100.0),
    ("KAZ", "CHN", "import", 2010, 50.0),
    ("KAZ", "WLD", "export", 2010, 400.0),
    ("KAZ", "WLD", "import", 2010, 200.0),
    ("KGZ", "WLD", "export", 2010, 100.0),
    ("KGZ", "WLD", "import", 2010, 100.0),
)


@pytest.fixture
def library() -> Any:
    """One table of flows and the world totals."""
    return make_library(flows=ROWS, imf_dots_world_by_country=world({"KGZ": [220.0, 240.0], "KAZ": [700.0, 800.0]}))


@pytest.mark.parametrize(
    ("mirror", "expected"),
    [
        ("reported", {2010: 30.0}),
        ("mirror", {2010: 42.0, 2011: 54.0}),
        ("filled", {2010: 30.0, 2011: 54.0}),
        ("exporter", {2010: 40.0, 2011: 54.0}),
        ("importer", {2010: 32.0, 2011: 54.0}),
        ("mean", {2010: 36.0, 2011: 54.0}),
        ("larger", {2010: 42.0, 2011: 54.0}),
    ],
)
def test_mirror_sides(library: Any, mirror: str, expected: dict[int, float]) -> None:
    """Exports 10 against 12 and imports 20 against 30: own 30, partner's 42, exporters' 10 + 30, importers' 12 + 20."""
    assert pair_flow(library, "flows", mirror, "KGZ", "CHN", "total").to_dict() == expected


@pytest.mark.parametrize(
    ("mirror", "flow", "expected"),
    [
        ("exporter", "export", 10.0),
        ("importer", "export", 12.0),
        ("exporter", "import", 30.0),
        ("importer", "import", 20.0),
    ],
)
def test_the_exporter_is_who_exports(library: Any, mirror: str, flow: str, expected: float) -> None:
    """For the state's imports the exporter is the partner."""
    assert pair_flow(library, "flows", mirror, "KGZ", "CHN", flow)[2010] == expected


def test_a_total_needs_both_directions() -> None:
    """Exports without imports are no total."""
    library = make_library(flows=flows(("KGZ", "CHN", "export", 2010, 10.0)))

    assert pair_flow(library, "flows", "reported", "KGZ", "CHN", "total").empty


@pytest.mark.parametrize(
    ("mirror", "flow", "hint"),
    [("mirored", "total", "Did you mean 'mirror'"), ("mirror", "imports", "Did you mean 'import'")],
)
def test_a_misspelt_side_or_flow_is_refused(library: Any, mirror: str, flow: str, hint: str) -> None:
    """It does not pass for another."""
    with pytest.raises(InvalidArgumentError, match=hint):
        pair_flow(library, "flows", mirror, "KGZ", "CHN", flow)
    with pytest.raises(InvalidArgumentError, match=hint):
        world_flow(library, "flows", mirror, "KGZ", flow)


def test_a_group_has_only_years_in_which_all_report(library: Any) -> None:
    """In 2011 Kazakhstan is missing: 54 would look like a fall from 180."""
    assert group_flow(library, "flows", "filled", ("KAZ", "KGZ"), "CHN", "total").to_dict() == {2010: 180.0}


def test_beside_the_first_partner_others_may_be_missing() -> None:
    """Macau trades nothing with Kyrgyzstan in 2011; Hong Kong does."""
    library = make_library(
        flows=flows(
            ("KGZ", "CHN", "export", 2010, 10.0), ("KGZ", "HKG", "export", 2010, 2.0),
            ("KGZ", "MAC", "export", 2010, 1.0),
            ("KGZ", "CHN", "export", 2011, 20.0), ("KGZ", "HKG", "export", 2011, 3.0),
            ("KGZ", "HKG", "export", 2012, 4.0),
        )
    )  # fmt: skip

    assert group_flow(library, "flows", "reported", "KGZ", "CHINA3", "export").to_dict() == {2010: 13.0, 2011: 23.0}


def test_of_two_sources_the_first_that_holds_a_row_wins() -> None:
    """2010 stands in both, 2011 only in the second."""
    library = make_library(
        first=flows(("KGZ", "CHN", "export", 2010, 1.0)),
        second=flows(("KGZ", "CHN", "export", 2010, 9.0), ("KGZ", "CHN", "export", 2011, 2.0)),
    )

    assert book(library, ("first", "second"), "KGZ", "CHN", "export").to_dict() == {2010: 1.0, 2011: 2.0}
    assert book(library, ("second", "first"), "KGZ", "CHN", "export").to_dict() == {2010: 9.0, 2011: 2.0}


def test_estimates_are_no_second_witness() -> None:
    """A value made from the partner's figure says nothing about the mirror gap."""
    frame = flows(("KGZ", "CHN", "export", 2010, 1.0), ("KGZ", "CHN", "export", 2011, 2.0))
    library = make_library(flows=frame.assign(is_estimate=[False, True]))

    assert book(library, "flows", "KGZ", "CHN", "export").to_dict() == {2010: 1.0}


def test_a_table_of_exports_only_needs_no_flow() -> None:
    """The exporters' report has one direction."""
    library = make_library(flows=flows(("KGZ", "CHN", "export", 2010, 1.0)).drop(columns="flow"))

    assert book(library, "flows", "KGZ", "CHN", "export").to_dict() == {2010: 1.0}
    assert book(library, "flows", "KGZ", "CHN", "import").empty


def test_reporters_and_partners_are_those_with_rows(library: Any) -> None:
    """Aggregates count as partners."""
    assert reporters(library, "flows") == {"KGZ", "CHN", "KAZ"}
    assert partners(library, "flows", "KAZ") == {"CHN", "WLD"}
    assert partners(library, "flows", "UZB") == frozenset()


def test_the_world_is_the_state_s_own_total_in_its_own_books(library: Any) -> None:
    """600 of Kazakhstan and 200 of Kyrgyzstan; otherwise what everybody records with them."""
    assert world_flow(library, "flows", "reported", ("KAZ", "KGZ"), "total").to_dict() == {2010: 800.0}
    assert world_flow(library, "flows", "mirror", ("KAZ", "KGZ"), "total").to_dict() == {2010: 920.0, 2011: 1040.0}


def test_partners_total_is_by_direction(library: Any) -> None:
    """The world's imports from a state are its exports; a state that nobody records has none."""
    table = world({"KGZ": [0.0]})
    table["value_musd"] = [3.0, 5.0]  # the world's exports to it, the world's imports from it
    library = make_library(imf_dots_world_by_country=table)

    assert [partners_total(library, "KGZ", flow)[2010] for flow in ("export", "import", "total")] == [5.0, 3.0, 8.0]
    assert partners_total(library, "KAZ", "total").empty


def test_prices_of_2015(library: Any) -> None:
    """The index was 50 in 2010 and 100 in 2015: 30 million are 60; a year without twelve months is left out."""
    cpi = pd.DataFrame({"year": [2010, 2011, 2015], "cpi_u": [50.0, 60.0, 100.0], "months": [12, 6, 12]})
    library = make_library(flows=ROWS, us_cpi=cpi)
    real = bilateral_trade(library, source="flows", mirror="filled", states="KGZ", partners="CHN", prices="constant")

    assert real.to_dict() == {2010: 60.0}
    with pytest.raises(InvalidArgumentError, match="unknown prices 'real'"):
        bilateral_trade(library, source="flows", mirror="filled", states="KGZ", partners="CHN", prices="real")


def test_who_changes_a_flow_changes_no_other(library: Any) -> None:
    """What is computed once is handed out many times: each has it to itself."""
    for ask in (
        lambda: book(library, "flows", "KGZ", "CHN", "export"),
        lambda: pair_flow(library, "flows", "reported", "KGZ", "CHN", "export"),
        lambda: pair_flow(library, "flows", "mean", "KGZ", "CHN", "total"),
    ):
        before = ask().copy()
        assert len(before)
        changed = ask()
        changed.iloc[:] = -1.0
        pd.testing.assert_series_equal(ask(), before)
