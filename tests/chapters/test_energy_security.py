"""Energy security: dependence, suppliers and the region's part against figures made by hand or published."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from scoledger.chapters import energy_security
from scoledger.chapters.energy_security.measures import (
    ALL,
    AS_ONE,
    BOTH,
    FUELS,
    MATRICES,
    ON_ONE_BASIS,
    WITHOUT,
    Measures,
    mine_uranium,
)
from scoledger.chapters.energy_security.quantities import CLAIMED, EXPECTED, RUSSIAN, importer_since, list_quantities
from scoledger.chapters.energy_security.words import write_data
from scoledger.errors import NoDataError
from scoledger.indicators.resources import gas_supplier_hhi
from scoledger.indicators.suppliers import (
    COMPLETE,
    concentration,
    crude_suppliers,
    gas_from,
    gas_suppliers,
    put_together,
    shares,
)
from scoledger.paths import Project
from scoledger.tables import Library

LIBRARY = Library(Project(Path(__file__).resolve().parents[2]))


@pytest.fixture(scope="module")
def china() -> energy_security.EnergySecurity:
    """China."""
    return energy_security.collect(LIBRARY, country="CHN")


def test_concentration_is_the_sum_of_squares() -> None:
    """1/2, 1/4, 1/4: 0.375; without the first two equal ones are left, 0.5; the last two as one: 0.5."""
    amounts = pd.DataFrame({"A": [2.0], "B": [1.0], "C": [1.0]})

    assert concentration(amounts)[0] == pytest.approx(0.375)
    assert concentration(amounts, ["A"])[0] == pytest.approx(0.5)
    assert concentration(put_together(amounts, ["B", "C"], "D"))[0] == pytest.approx(0.5)


def test_concentration_agrees_with_numpy_on_the_rows(china: energy_security.EnergySecurity) -> None:
    """A second implementation, from the rows of 2019: squares of shares, with and without Central Asia."""
    table = LIBRARY.read("gas-flows-by-edition")
    rows = table[(table["importer"] == "CHN") & (table["year"] == 2019) & ~table["is_region_total"]]
    amounts = rows.groupby("exporter")["bcm"].sum()
    others = amounts.drop(["TKM", "KAZ", "UZB"]).to_numpy()
    together = np.append(others, amounts[["TKM", "KAZ", "UZB"]].sum())
    expected = {ALL: amounts.to_numpy(), WITHOUT: others, AS_ONE: together}

    for name, values in expected.items():
        assert china.suppliers["gas"][name][2019] == pytest.approx(values.sum() ** 2 / (values**2).sum())


def test_china_s_dependence_is_written_out(china: energy_security.EnergySecurity) -> None:
    """Use less output over use, by the rows of 2020; in tonnes the same within two points; imports since 1993."""
    review = LIBRARY.read("statistical-review")
    rows = review[(review["iso3"] == "CHN") & (review["year"] == 2020)].set_index(["indicator", "unit"])["value"]

    for fuel, unit in (("oil", "kb/d"), ("gas", "bcm")):
        used, made = rows[f"{fuel}_consumption", unit], rows[f"{fuel}_production", unit]
        assert china.dependence[fuel][2020] == pytest.approx((used - made) / used)
    tonnes = 1 - rows["oil_production", "Mt"] / rows["oil_consumption", "Mt"]
    assert china.dependence["oil"][2020] == pytest.approx(tonnes, abs=0.02)
    assert china.find("importer-oil").value == 1993


def test_dependence_in_gas_agrees_with_what_is_bought(china: energy_security.EnergySecurity) -> None:
    """Another route: purchases of the trade tables over use; stocks and resales are left between the two."""
    totals = LIBRARY.read("china-gas-imports-by-supplier").set_index("year")
    bought = totals[["central_asia_pipe_bcm", "russia_pipe_bcm", "myanmar_pipe_bcm", "lng_total_bcm"]].sum(axis=1)
    gap = (china.dependence["gas"] - bought / totals["china_gas_consumption_bcm"]).dropna().abs()

    assert len(gap) == len(totals)
    assert gap.max() < 0.05


def test_a_state_that_imports_from_the_first_year_is_said_to_do_so() -> None:
    """The first year of the table is no beginning; a state that exports at the end has none at all."""
    assert importer_since(pd.Series([0.1, 0.2], index=[1985, 1986])) == 1985
    assert importer_since(pd.Series([0.1, -0.2], index=[1985, 1986])) is None
    assert "where the table begins" in energy_security.collect(LIBRARY, country="IND").answer


def test_gas_suppliers_add_up_to_the_inter_regional_totals() -> None:
    """Two tables of the same producer for 2019: pipelines and liquefied gas within two percent."""
    totals = LIBRARY.read("china-gas-imports-by-supplier").set_index("year").loc[2019]
    known = (
        totals[["central_asia_pipe_bcm", "russia_pipe_bcm", "myanmar_pipe_bcm", "lng_total_bcm"]].astype(float).sum()
    )

    assert gas_suppliers(LIBRARY, "CHN").loc[2019].sum() == pytest.approx(known, rel=0.02)


def test_the_matrices_are_complete_for_china_alone() -> None:
    """Liquefied gas by seller against what the Review says was landed in 2019: all of China's, little of India's."""
    table, review = LIBRARY.read("gas-flows-by-edition"), LIBRARY.read("statistical-review")
    landed = review[(review["indicator"] == "lng_imports") & (review["year"] == 2019)].set_index("iso3")["value"]
    rows = table[(table["mode"] == "LNG") & (table["year"] == 2019) & ~table["is_region_total"]]
    named = rows.groupby("importer")["bcm"].sum()

    assert named["CHN"] == pytest.approx(landed["CHN"], rel=0.02)
    assert named["IND"] < 0.1 * landed["IND"]
    assert COMPLETE == ("CHN",)


def test_a_buyer_with_some_sellers_only_has_no_concentration() -> None:
    """India's one seller in the extract is Russia: it must not stand as its only one."""
    india = energy_security.collect(LIBRARY, country="IND")

    assert gas_suppliers(LIBRARY, "IND").empty
    assert not india.suppliers
    assert "all the gas suppliers of India" in india.write_missing()
    with pytest.raises(NoDataError, match="only some suppliers of IND"):
        gas_supplier_hhi(LIBRARY, importer="IND", modes=("LNG",))


def test_sales_of_the_region_are_known_to_every_buyer() -> None:
    """Turkmenistan to Iran in 2013, 2014 and 2016, before the quarrel over debts."""
    assert list(gas_from(LIBRARY, ["TKM", "UZB"], "IRN").index) == [2013, 2014, 2016]
    assert gas_from(LIBRARY, ["TKM", "UZB"], "IND").empty


def test_the_region_is_the_sum_of_its_states(china: energy_security.EnergySecurity) -> None:
    """Turkmenistan, Kazakhstan and Uzbekistan in 2019, by the rows; within three points of the totals in any year."""
    table = LIBRARY.read("gas-flows-by-edition")
    rows = table[(table["importer"] == "CHN") & (table["year"] == 2019) & ~table["is_region_total"]]
    ours = rows[rows["exporter"].isin(["TKM", "KAZ", "UZB"])]["bcm"].sum()

    assert china.region[MATRICES][2019] == pytest.approx(ours / rows["bcm"].sum())
    assert (china.region[MATRICES] - china.region[ON_ONE_BASIS]).abs().max() < 0.03


def test_what_is_expected_is_what_the_claims_state() -> None:
    """Seventy and seventeen percent, 2020."""
    for claim, share in (("china-70pct-dependency-2020", CLAIMED), ("russian-gas-17pct-of-china-2020", RUSSIAN)):
        text = (LIBRARY.project.claims / "kocamaz2019" / f"{claim}.toml").read_text("utf-8")
        assert f"claimed = {share:.2f}\n" in text
        assert f"year = {EXPECTED}\n" in text


@pytest.mark.parametrize("largest", [0.05, 0.40, 0.69])
def test_the_distance_to_what_was_expected_is_a_number(largest: float) -> None:
    """Had Central Asia's largest part been so much: 69 of 70 percent is told as 99 percent, not as far from it."""
    paths = {name: pd.Series({EXPECTED: part}) for name, part in ((ON_ONE_BASIS, largest), (BOTH, 0.01))}
    found = Measures(
        country="CHN", dependence={}, amounts=pd.DataFrame(), suppliers={}, region=paths, russia=pd.DataFrame(),
        uranium=mine_uranium(LIBRARY), uranium_sold=pd.Series(dtype=float),
    )  # fmt: skip
    number = next(one for one in list_quantities(found) if one.name == "of-expected")

    assert number.value == pytest.approx(largest / CLAIMED)
    assert "the largest comes to {of-expected} of what was expected" in write_data(found)
    assert "far from it" not in write_data(found)


def test_russia_s_part_of_use_is_written_out(china: energy_security.EnergySecurity) -> None:
    """2020: 3.881 by pipeline and 6.924 liquefied over 336.6 used."""
    found = china.find("russia-2020")

    assert found.low == pytest.approx(3.881 / 336.617, rel=1e-3)
    assert found.value == pytest.approx((3.881 + 6.924) / 336.617, rel=1e-3)


def test_totals_are_no_suppliers_of_crude() -> None:
    """Saudi Arabia is one, "Total imports" and China itself are none."""
    names = {str(name) for name in crude_suppliers(LIBRARY)}

    assert "Saudi Arabia" in names
    assert not {name for name in names if name.startswith("Total")} | (names & {"China"})


def test_named_suppliers_and_the_rest_make_a_whole(china: energy_security.EnergySecurity) -> None:
    """Shares add up to one in every year."""
    assert (china.gas.sum(axis=1) - 1).abs().max() < 1e-9
    assert shares(pd.DataFrame({"A": [1.0], "B": [3.0]})).loc[0, "B"] == 0.75


def test_kazakhstan_mines_most_by_both_sources(china: energy_security.EnergySecurity) -> None:
    """World Nuclear Association: 43 percent in 2022, first in 2009-2024; the Survey agrees in the years of both."""
    assert china.uranium["KAZ"][2022] == pytest.approx(21227 / 49614, abs=0.001)
    assert (china.find("uranium-first-association").value, china.find("uranium-since-association").value) == (16, 2009)
    assert china.find("uranium-since-survey").value == 2009
    assert (china.find("uranium-gap").value or 1) < 0.01


def test_china_s_part_of_kazakh_uranium_is_of_2021(china: energy_security.EnergySecurity) -> None:
    """589 of 1,431 million dollars; Nauru is no partner of that table."""
    assert china.find("uranium-sold").value == pytest.approx(589.147 / 1431.351, rel=1e-4)
    assert "buys of Kazakhstan's uranium" in energy_security.collect(LIBRARY, country="NRU").write_missing()


def test_coal_is_missing_and_said_so(china: energy_security.EnergySecurity) -> None:
    """Output in tonnes, use in heat: no balance."""
    assert set(FUELS) - set(china.dependence) == {"coal"}
    assert "coal of China in one unit" in china.write_missing()


@pytest.mark.parametrize("country", ["CHN", "IND", "TUR", "KAZ", "RUS", "IRN", "AFG", "NRU"])
def test_sentences_cite_known_quantities_only(country: str) -> None:
    """Also for an exporter, and for a state that no table covers; every name is used once."""
    chapter = energy_security.collect(LIBRARY, country=country)
    known = {quantity.name: "x" for quantity in chapter.quantities if quantity.is_known}

    assert all(text.format(**known) for text in (chapter.answer, chapter.data, chapter.sure))
    assert len({quantity.name for quantity in chapter.quantities}) == len(chapter.quantities) == len(known)
    assert "nan" not in chapter.write_missing()
