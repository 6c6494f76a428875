"""Energy security: dependence, suppliers and the region's part against figures made by hand or published."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from scoledger.chapters import energy_security
from scoledger.indicators.suppliers import concentration, crude_suppliers, gas_suppliers, shares
from scoledger.paths import Project
from scoledger.tables import Library

LIBRARY = Library(Project(Path(__file__).resolve().parents[2]))


@pytest.fixture(scope="module")
def china() -> energy_security.EnergySecurity:
    """China."""
    return energy_security.collect(LIBRARY, country="CHN")


def test_concentration_is_the_sum_of_squares() -> None:
    """1/2, 1/4, 1/4: 0.375; without the first two equal ones are left: 0.5."""
    amounts = pd.DataFrame({"A": [2.0], "B": [1.0], "C": [1.0]})

    assert concentration(amounts)[0] == pytest.approx(0.375)
    assert concentration(amounts, ["A"])[0] == pytest.approx(0.5)


def test_china_s_dependence_in_oil_is_the_published_one(china: energy_security.EnergySecurity) -> None:
    """About 73 percent in 2020 and net imports since 1993, as China's statistics were widely reported."""
    oil = china.dependence["oil"]

    assert oil[2020] == pytest.approx(0.73, abs=0.02)
    assert china.find("importer-oil").value == 1993


def test_gas_suppliers_add_up_to_the_inter_regional_totals() -> None:
    """Two tables of the same producer for 2019: pipelines and liquefied gas within two percent."""
    totals = LIBRARY.read("china-gas-imports-by-supplier").set_index("year").loc[2019]
    known = (
        totals[["central_asia_pipe_bcm", "russia_pipe_bcm", "myanmar_pipe_bcm", "lng_total_bcm"]].astype(float).sum()
    )

    assert gas_suppliers(LIBRARY, "CHN").loc[2019].sum() == pytest.approx(known, rel=0.02)


def test_the_region_is_the_sum_of_its_states(china: energy_security.EnergySecurity) -> None:
    """Turkmenistan, Kazakhstan and Uzbekistan in 2019, by the rows."""
    table = LIBRARY.read("gas-flows-by-edition")
    rows = table[(table["importer"] == "CHN") & (table["year"] == 2019) & ~table["is_region_total"]]
    ours = rows[rows["exporter"].isin(["TKM", "KAZ", "UZB"])]["bcm"].sum()

    assert china.region["gas, trade matrices"][2019] == pytest.approx(ours / rows["bcm"].sum())


def test_totals_are_no_suppliers_of_crude() -> None:
    """Saudi Arabia is one, "Total imports" and China itself are none."""
    names = set(crude_suppliers(LIBRARY))

    assert "Saudi Arabia" in names
    assert not {name for name in names if name.startswith("Total")} | (names & {"China"})


def test_named_suppliers_and_the_rest_make_a_whole(china: energy_security.EnergySecurity) -> None:
    """Shares add up to one in every year."""
    assert (china.gas.sum(axis=1) - 1).abs().max() < 1e-9
    assert shares(pd.DataFrame({"A": [1.0], "B": [3.0]})).loc[0, "B"] == 0.75


def test_kazakhstan_mines_about_four_tenths_of_the_uranium(china: energy_security.EnergySecurity) -> None:
    """World Nuclear Association: 43 percent in 2022; the Survey has the same order in the years of both."""
    wna, bgs = (china.uranium[source] for source in energy_security.URANIUM)
    both = pd.DataFrame({"wna": wna, "bgs": bgs}).dropna()

    assert wna[2022] == pytest.approx(0.43, abs=0.01)
    assert (both["wna"] - both["bgs"]).abs().max() < 0.03


@pytest.mark.parametrize("country", ["CHN", "IND", "TUR", "KAZ", "NRU"])
def test_sentences_cite_known_quantities_only(country: str) -> None:
    """Also for an exporter, and for a state that no table covers."""
    chapter = energy_security.collect(LIBRARY, country=country)
    known = {quantity.name: "x" for quantity in chapter.quantities if quantity.is_known}

    assert all(text.format(**known) for text in (chapter.answer, chapter.data, chapter.sure))
    assert "uranium by buyer" in chapter.write_missing()
