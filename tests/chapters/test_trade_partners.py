"""Partners in trade: shares by both sides' books, overtaking, and what is missing."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from scoledger.chapters import trade_partners
from scoledger.claims import read_chapter
from scoledger.countries import country_name, members
from scoledger.paths import Project
from scoledger.tables import Library

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = Library(Project(ROOT))


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


@pytest.fixture(scope="module")
def kazakh() -> trade_partners.TradePartners:
    """Kazakhstan, all years."""
    return trade_partners.collect(LIBRARY, country="KAZ", first_year=1995, last_year=2024)


def main_numbers(found: trade_partners.TradePartners) -> dict[str, float | None]:
    """Values of the main numbers by name."""
    return {one.name: one.value for one in found.quantities if one.is_main}


def test_each_side_dates_the_overtaking_of_russia_by_itself(kyrgyz: trade_partners.TradePartners) -> None:
    """2002 by the partners' books, twenty years later by Kyrgyzstan's own: two main numbers and no interval."""
    own, partner = (kyrgyz.find(f"since-rus-total-{side}") for side in ("own", "partner"))

    assert (own.value, own.low, own.is_main, partner.value, partner.is_main) == (2022, None, True, 2002, True)
    assert "In 2021, the last year that both know, they do not agree on who is ahead" in kyrgyz.answer


def test_a_side_by_which_china_is_behind_says_so(kazakh: trade_partners.TradePartners) -> None:
    """Kazakhstan: its own books have China ahead in 2023 alone, its partners' behind in 2021, their last."""
    own, partner = kazakh.find("since-rus-total-own"), kazakh.find("lead-rus-total-partner")
    rows = {
        name: LIBRARY.read(table).query(f"reporter == '{code}' and partner == 'KAZ' and year == 2021")
        for name, table, code in (("china", "imf-imts-china-usa", "CHN"), ("russia", "imf-imts-russia", "RUS"))
    }

    assert rows["china"]["value_musd"].sum() < rows["russia"]["value_musd"].sum()
    assert (own.value, own.n, partner.value, partner.is_main) == (2023, 1, 0, True)
    assert "since-rus-total-partner" not in {one.name for one in kazakh.quantities}
    assert "and is behind in 2021, the last year known, by the partner's books" in kazakh.answer
    assert "In 2021, the last year that both know, both have China behind" in kazakh.answer


def test_the_main_numbers_are_of_joined_books_and_of_both_rivals(kazakh: trade_partners.TradePartners) -> None:
    """One for each side that knows the flow; the European Union's books cover what it sells alone."""
    assert main_numbers(kazakh) == {
        "since-rus-total-own": 2023,
        "lead-rus-total-partner": 0,
        "since-eu27-import-own": 2021,
        "since-eu27-import-partner": 2010,
        "lead-eu27-total-own": 0,
    }


def test_a_first_year_known_is_no_other_date(
    kyrgyz: trade_partners.TradePartners, kazakh: trade_partners.TradePartners
) -> None:
    """Since 2006 by one side and since 2010 or earlier by the other is no conflict; since 2021 by the first is one."""
    rows = kyrgyz.crossings.query("rival == 'EU27' and flow == 'import'").set_index("side")

    assert rows["value"].tolist() == [2006, 2010]
    assert rows["is_bound"].tolist() == [False, True]
    assert "both have China ahead." in kyrgyz.data
    assert "both have China ahead, but they date its lead differently." in kazakh.data


def test_both_sides_are_set_beside_in_one_year(kazakh: trade_partners.TradePartners) -> None:
    """Own books to 2023 and partners' to 2021 are compared in 2021, whatever the years after it hold."""
    rows = kazakh.crossings.query("rival == 'RUS' and flow == 'total'")

    assert rows["last_year"].tolist() == [2023, 2021]
    assert rows["common_year"].tolist() == [2021, 2021]
    assert rows["is_ahead_then"].tolist() == [False, False]
    assert kazakh.sure.startswith("In the last year that both sides know they agree on who leads")


def test_an_independent_merge_finds_the_same_years(kyrgyz: trade_partners.TradePartners) -> None:
    """Second implementation: the national rows merged by pandas, walked back from the last year."""
    table = LIBRARY.read("national-statistics").query("reporter == 'KGZ' and flow == 'import' and year >= 1995")
    merged = table.query("partner == 'CHN'").merge(table.query("partner == 'RUS'"), on="year").sort_values("year")
    behind = merged.loc[merged["value_musd_x"] <= merged["value_musd_y"], "year"].max()
    rows = kyrgyz.by_source.query("source == 'national-statistics' and flow == 'import' and rival == 'RUS'")

    assert rows["value"].tolist() == [merged.loc[merged["year"] > behind, "year"].min()]
    assert rows["ahead"].tolist() == [(merged["value_musd_x"] > merged["value_musd_y"]).sum()]


def test_a_source_that_ends_early_makes_no_number(kyrgyz: trade_partners.TradePartners) -> None:
    """Comtrade ends in 2016, when China led for one year and lost the lead again: it stays in the table alone."""
    quantity = kyrgyz.find("since-rus-import-own")
    alone = kyrgyz.by_source.query("source == 'comtrade-study-pairs' and rival == 'RUS' and flow == 'import'")

    assert alone.set_index("side").loc["Kyrgyzstan's books", "value"] == 2016
    assert (quantity.value, quantity.low, quantity.high) == (2022, None, None)


def test_the_lead_is_counted_in_known_years(kyrgyz: trade_partners.TradePartners) -> None:
    """Ahead of Russia as a seller from 2002 to 2021 by the partners' books: twenty years."""
    assert kyrgyz.find("since-rus-import-partner").n == kyrgyz.find("lead-rus-import-partner").value == 20


def test_the_union_is_the_sum_of_its_members_where_the_books_name_them(kyrgyz: trade_partners.TradePartners) -> None:
    """Two sources that overlap agree to one percent; 2009, where the national rows are a tenth lower, is the worst."""
    rows = {name: LIBRARY.read(name) for name in ("national-statistics", "comtrade-study-pairs")}
    own = {name: one[(one["reporter"] == "KGZ") & (one["flow"] == "import")] for name, one in rows.items()}
    national, comtrade = own["national-statistics"], own["comtrade-study-pairs"].query("partner == 'EU27'")
    summed = national[national["partner"].isin(members("EU27"))].groupby("year")["value_musd"].sum()
    apart = (summed / comtrade.set_index("year")["value_musd"] - 1).loc[2001:2013].abs()

    assert (apart.median() < 0.01, apart.max() < 0.11, apart.idxmax()) == (True, True, 2009)
    assert kyrgyz.shares["import"]["EU27"]["Kyrgyzstan's books"].index.max() == 2023


def test_a_share_is_of_one_year(kyrgyz: trade_partners.TradePartners) -> None:
    """Both ends of China's interval are of 2022, the last year that both sides know."""
    ends = sorted(path[2022] for path in kyrgyz.shares["total"]["CHN"].values())
    quantity = kyrgyz.find("share-chn")

    assert quantity.title.endswith("2022")
    assert [quantity.low, quantity.high] == pytest.approx(ends)


def test_a_figure_of_one_side_says_whose() -> None:
    """Uzbekistan's own books give no total of exports, so that only its partners' give a share."""
    found = trade_partners.collect(LIBRARY, country="UZB", first_year=1995, last_year=2024)

    assert found.share_captions["export"].startswith("All lines are from the partner's books")
    assert found.drawn["side"].iloc[0] == "Uzbekistan's books"


def test_books_that_ended_long_ago_do_not_speak_of_the_present() -> None:
    """Turkmenistan's own end in 2000: the count of leads and the answer leave them out, the table does not."""
    found = trade_partners.collect(LIBRARY, country="TKM", first_year=1995, last_year=2024)

    assert "Turkmenistan's books" not in found.answer
    assert not any(name.endswith("-own") for name in main_numbers(found))
    assert (found.crossings["last_year"] == 2000).any()


def test_kazakhstan_s_2010_with_russia_is_no_lead_of_china(kazakh: trade_partners.TradePartners) -> None:
    """The year whose customs forms came late is in no path of the state's own books."""
    assert 2010 not in kazakh.shares["total"]["RUS"]["Kazakhstan's books"].index
    assert 2009 in kazakh.shares["total"]["RUS"]["Kazakhstan's books"].index


def test_only_whole_years_make_a_lead_over_russia_in_kazakhstan() -> None:
    """Comtrade as it came has China ahead in 2010, which lacks Russian forms; to 2010 the own books have no lead."""
    raw = pd.read_parquet(ROOT / "data" / "tables" / "comtrade_study_pairs.parquet")
    both = raw.query("reporter == 'KAZ' and year == 2010").groupby("partner")["value_musd"].sum()
    found = trade_partners.collect(LIBRARY, country="KAZ", first_year=1995, last_year=2010)
    total = found.crossings.query("rival == 'RUS' and flow == 'total'").set_index("side")

    assert both["CHN"] > both["RUS"]
    assert total.loc["Kazakhstan's books", "ahead"] == 0
    assert (total["last_year"] == 2009).all()


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

    assert all(
        low <= min(path[year] for path in sides.values()) for year, low in zip(band.index, band["low"], strict=True)
    )
    assert (band["high"] >= band["low"]).all()


@pytest.mark.parametrize("country", ["NRU", "CHN", "ATA", "UZB"])
def test_a_state_of_which_little_is_known_says_so(country: str) -> None:
    """No traceback; sentences cite known quantities only."""
    found = trade_partners.collect(LIBRARY, country=country, first_year=1995, last_year=2024)
    known = {quantity.name: "x" for quantity in found.quantities if quantity.is_known}

    assert all(text.format(**known) for text in (found.answer, found.data, found.sure))
    assert "do not hold" in found.write_missing()


def test_what_would_change_our_mind_is_for_every_state() -> None:
    """The page of one state does not speak of another's customs, nor suppose that China leads."""
    chapter = read_chapter(Project(ROOT), "trade_partners")

    assert not [code for code in members("CA5") if country_name(code) in chapter.question + chapter.reverse]
    assert "if at all" in chapter.question
    assert "where it is behind" in chapter.reverse
