"""Partners in trade: shares by both sides' books, overtaking, and what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoledger.chapters import trade_partners
from scoledger.paths import Project
from scoledger.tables import Library

LIBRARY = Library(Project(Path(__file__).resolve().parents[2]))


@pytest.fixture(scope="module")
def kyrgyz() -> trade_partners.TradePartners:
    """Kyrgyzstan, all years."""
    return trade_partners.collect(LIBRARY, country="KGZ", first_year=1995, last_year=2024)


def test_an_own_share_is_the_national_figure_over_its_total(kyrgyz: trade_partners.TradePartners) -> None:
    """Imports from China in 2020 by the national committee's rows."""
    table = LIBRARY.read("national-statistics")
    rows = table[(table["reporter"] == "KGZ") & (table["year"] == 2020) & (table["flow"] == "import")]
    values = rows.set_index("partner")["value_musd"]

    share = kyrgyz.shares["import"]["CHN"]["Kyrgyzstan's books"][2020]
    assert share == pytest.approx(values["CHN"] / values["WLD"])


def test_the_partner_s_share_rests_on_china_s_exports(kyrgyz: trade_partners.TradePartners) -> None:
    """Over what all reporters record with Kyrgyzstan."""
    chinese = LIBRARY.read("imf-imts-china-usa").set_index(["reporter", "partner", "flow", "year"])["value_musd"]
    world = LIBRARY.read("imf-dots-world-by-country").set_index(["country", "flow", "year"])["value_musd"]
    by_hand = chinese["CHN", "KGZ", "export", 2015] / world["KGZ", "world_exports_to", 2015]

    assert kyrgyz.shares["import"]["CHN"]["the partner's books"][2015] == pytest.approx(by_hand)


def test_the_two_sides_disagree_about_when_china_overtook_russia(kyrgyz: trade_partners.TradePartners) -> None:
    """2002 by the partners' books, twenty years later by Kyrgyzstan's own: the range is the interval."""
    quantity = kyrgyz.find("since-rus")

    assert (quantity.low, quantity.high) == (2002, 2022)


def test_kazakhstan_s_2010_with_russia_is_no_lead_of_china() -> None:
    """The year whose customs forms came late is in no path of the state's own books."""
    found = trade_partners.collect(LIBRARY, country="KAZ", first_year=1995, last_year=2024)

    assert 2010 not in found.shares["total"]["RUS"]["Kazakhstan's books"].index
    assert 2009 in found.shares["total"]["RUS"]["Kazakhstan's books"].index


def test_estimated_reports_of_russia_are_not_read(kyrgyz: trade_partners.TradePartners) -> None:
    """From 2022 on they are made from the partner's figures."""
    assert kyrgyz.shares["total"]["RUS"]["the partner's books"].index.max() == 2021


def test_values_of_distant_years_make_no_interval() -> None:
    """Turkmenistan's own books end in 2000: no interval around China's figure of 2022."""
    found = trade_partners.collect(LIBRARY, country="TKM", first_year=1995, last_year=2024)

    assert found.find("share-chn").low is None


def test_the_band_spans_both_sides(kyrgyz: trade_partners.TradePartners) -> None:
    """In each year that both know."""
    band, sides = kyrgyz.bands["import"]["CHN"], kyrgyz.shares["import"]["CHN"]

    assert all(low <= min(path[year] for path in sides.values()) for year, low in band["low"].items())
    assert (band["high"] >= band["low"]).all()


@pytest.mark.parametrize("country", ["NRU", "CHN", "ATA", "UZB"])
def test_a_state_of_which_little_is_known_says_so(country: str) -> None:
    """No traceback; sentences cite known quantities only."""
    found = trade_partners.collect(LIBRARY, country=country, first_year=1995, last_year=2024)
    known = {quantity.name: "x" for quantity in found.quantities if quantity.is_known}

    assert all(text.format(**known) for text in (found.answer, found.data, found.sure))
    assert "do not hold" in found.write_missing()
