"""Trade dependence: the numbers against the tables by another route, the tests on planted shares, missing books."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from fake_library import flows, indicators, make_library, world

from scoledger.chapters import trade_dependence
from scoledger.paths import Project
from scoledger.tables import Library
from scoledger.units import write_value

YEARS = range(2001, 2023)
WINDOW = {"first_year": 2001, "last_year": 2024}


@pytest.fixture(scope="module")
def library() -> Library:
    """The tables of the book."""
    return Library(Project(Path(__file__).resolve().parents[2]))


@pytest.fixture(scope="module")
def kgz(library: Library) -> trade_dependence.TradeDependence:
    """Kyrgyzstan on China, by China's books."""
    return trade_dependence.collect(library, country="KGZ", partner="CHN", mirror="mirror", **WINDOW)


@pytest.fixture(scope="module")
def tkm(library: Library) -> trade_dependence.TradeDependence:
    """Turkmenistan on China: its own books are silent, and a gas line opened at the end of 2009."""
    return trade_dependence.collect(library, country="TKM", partner="CHN", mirror="mirror", **WINDOW)


@pytest.fixture(scope="module")
def kaz_rus(library: Library) -> trade_dependence.TradeDependence:
    """Kazakhstan on Russia, by Russia's books."""
    return trade_dependence.collect(library, country="KAZ", partner="RUS", mirror="mirror", **WINDOW)


@pytest.fixture(scope="module")
def empty(library: Library) -> trade_dependence.TradeDependence:
    """Andorra on Russia."""
    return trade_dependence.collect(library, country="AND", partner="RUS", mirror="reported", **WINDOW)


def make_books(shares: np.ndarray) -> Any:
    """Books in which China's share in Kyrgyzstan's trade of 100 dollars a year is given, and Kyrgyzstan keeps none."""
    rows = [
        (*pair, year, 50.0 * share)
        for year, share in zip(YEARS, shares, strict=True)
        for pair in (("CHN", "KGZ", "export"), ("CHN", "KGZ", "import"))
    ]
    theirs = flows(*rows)
    debt = pd.DataFrame(
        {"debtor": "KGZ", "creditor": "CHN", "series_code": "DT.DOD.BLAT.CD", "year": [2001], "usd": [9.0]}
    )
    return make_library(
        comtrade_study_pairs=theirs.iloc[:0],
        national_statistics=theirs.iloc[:0],
        imf_imts_china_usa=theirs,
        imf_imts_russia=theirs.iloc[:0],
        imf_dots_world_by_country=world({"KGZ": [100.0] * 22, "CHN": [1000.0] * 22}, first_year=2001),
        world_bank_indicators=indicators(gdp_current_usd={"KGZ": [200e6] * 15}),
        ids_debt_by_creditor=debt,
    )


def collect_planted(shares: np.ndarray) -> trade_dependence.TradeDependence:
    """The chapter on planted shares."""
    return trade_dependence.collect(make_books(shares), country="KGZ", partner="CHN", mirror="mirror", **WINDOW)


def cited(text: str) -> set[str]:
    """Names of quantities that a text cites."""
    return set(re.findall(r"\{([a-z0-9-]+)\}", text))


def test_the_last_share_by_another_route(library: Library, kgz: trade_dependence.TradeDependence) -> None:
    """China's exports to and imports from Kyrgyzstan in 2022, over what all states record with it, row by row."""
    china = library.read("imf-imts-china-usa").query("reporter == 'CHN' and partner == 'KGZ' and year == 2022")
    total = library.read("imf-dots-world-by-country").query("country == 'KGZ' and year == 2022")

    assert kgz.find("last-share").value == pytest.approx(china["value_musd"].sum() / total["value_musd"].sum())


def test_the_ids_that_pages_cite_are_made(kgz: trade_dependence.TradeDependence) -> None:
    """The first page of the book and the pages before cite these by name."""
    names = {quantity.name for quantity in kgz.quantities if quantity.is_known}

    assert {"first-share", "last-share", "peak-share", "peak-year", "other-share", "other-then"} <= names


def test_titles_say_whose_books_and_which_year(kgz: trade_dependence.TradeDependence) -> None:
    """They stand alone on the page of a country."""
    peak, year = kgz.find("peak-share"), kgz.find("peak-year").value

    assert peak.title == f"Largest share of China in trade ({year:.0f}), by China's books"
    assert kgz.find("trade-gdp").title.endswith(", by China's books")


def test_the_interval_of_the_share_is_that_of_both_books(kgz: trade_dependence.TradeDependence) -> None:
    """Kyrgyzstan's own books hold about half of what China's do in 2022."""
    last = kgz.find("last-share")

    assert last.low == pytest.approx(kgz.sides["Kyrgyzstan's books"][2022])
    assert last.high == last.value


def test_both_books_are_read_in_one_year(kgz: trade_dependence.TradeDependence) -> None:
    """Kyrgyzstan's own go on to 2023; beside China's last year stands theirs of 2022."""
    last, own = kgz.find("last-share"), kgz.find("other-then")

    assert own.value == pytest.approx(kgz.sides["Kyrgyzstan's books"][2022])
    assert "in 2022, by China's books" in last.title
    assert "in 2022, by Kyrgyzstan's books" in own.title


def test_their_share_and_asymmetry_add_up(kgz: trade_dependence.TradeDependence) -> None:
    """Hirschman: ours less theirs."""
    ours, theirs, gap = (kgz.find(name).value for name in ("last-share", "their-share", "asymmetry"))

    assert ours is not None
    assert theirs is not None
    assert gap == pytest.approx(ours - theirs)


def test_the_gas_line_is_the_one_step_that_stands_out(tkm: trade_dependence.TradeDependence) -> None:
    """Its first full years brought Turkmenistan's share to a new level; the search knows nothing of the line."""
    assert tkm.find("breaks").value == 1
    assert tkm.find("break-year").value in {2010, 2011}


def test_silent_books_are_named_with_their_years(tkm: trade_dependence.TradeDependence) -> None:
    """Turkmenistan's own end in 2000; no number of theirs is shown."""
    assert "by Turkmenistan's books (only 1997-2000)" in tkm.write_missing()
    assert "other-share" not in {quantity.name for quantity in tkm.quantities}


def test_a_planted_step_is_found_and_told() -> None:
    """From 10 to 40 percent in 2012, in noise of one point."""
    noise = np.random.default_rng(1).normal(scale=0.005, size=22)
    found = collect_planted(np.where(np.arange(22) < 11, 0.1, 0.4) + noise)

    assert found.find("break-year").value == 2012
    assert "A new level begins in {break-year}" in found.answer


def test_a_planted_rise_is_a_tendency() -> None:
    """Two points a year, in noise of half a point."""
    noise = np.random.default_rng(2).normal(scale=0.005, size=22)
    found = collect_planted(0.1 + 0.02 * np.arange(22) + noise)

    assert found.find("trend").value == pytest.approx(0.02, abs=0.002)
    assert "It rises more than noise would" in found.answer


def test_noise_is_neither() -> None:
    """Forty percent in noise of two points."""
    found = collect_planted(0.4 + np.random.default_rng(3).normal(scale=0.02, size=22))

    assert "No tendency stands out" in found.answer
    assert "No step in its level" in found.answer


@pytest.mark.parametrize("name", ["kgz", "tkm", "empty"])
def test_sentences_cite_known_quantities_only(name: str, request: pytest.FixtureRequest) -> None:
    """Otherwise the page would not build."""
    found = request.getfixturevalue(name)
    known = {quantity.name for quantity in found.quantities if quantity.is_known}

    assert cited(found.answer) | cited(found.data) | cited(found.sure) <= known


def test_an_empty_pair_says_so(empty: trade_dependence.TradeDependence) -> None:
    """No number, no figure, no traceback."""
    assert not any(quantity.is_known for quantity in empty.quantities)
    assert "do not hold Andorra's trade with Russia" in empty.answer
    assert not empty.sides
    assert not empty.dates


def test_a_short_window_has_no_search_for_breaks(library: Library) -> None:
    """Five years bear a trend, and no breaks."""
    found = trade_dependence.collect(
        library, country="KAZ", partner="CHN", first_year=2015, last_year=2019, mirror="mirror"
    )

    assert found.find("trend").n == 5
    assert "no search for breaks" in found.sure
    assert found.breaks.empty


def test_the_mean_of_both_books_lies_between_them(library: Library) -> None:
    """Only in years that both hold."""
    found = trade_dependence.collect(library, country="KGZ", partner="CHN", mirror="mean", **WINDOW)
    ours, theirs = found.sides["Kyrgyzstan's books"][2016], found.sides["China's books"][2016]

    assert found.paths[f"share, {found.books}"][2016] == pytest.approx((ours + theirs) / 2)


def test_every_central_asian_state_stands_in_the_world(kgz: trade_dependence.TradeDependence) -> None:
    """The control names all five, whoever the page is about."""
    assert kgz.world is not None
    assert set(kgz.world.percentiles.index) == {"KAZ", "KGZ", "TJK", "TKM", "UZB"}


def test_no_share_of_the_world_exceeds_one(kaz_rus: trade_dependence.TradeDependence) -> None:
    """Where Russia's books hold more than all states record, there is no share: the change would be nonsense."""
    assert kaz_rus.world is not None
    assert kaz_rus.world.changes.abs().max() <= 1


def test_the_cover_of_the_world_is_counted_and_said(
    library: Library, kaz_rus: trade_dependence.TradeDependence, kgz: trade_dependence.TradeDependence
) -> None:
    """Russia's books go back to 2001 for its larger partners only, China's for most states; by plain counting."""
    own = {"RUS", "KAZ", "KGZ", "TJK", "TKM", "UZB"}
    table = library.read("imf-dots-world-by-country").query("year in (2001, 2021) and country != 'WLD'")
    cells = table.dropna(subset=["value_musd"]).groupby("country").size()
    recorded = set(cells.index[cells == 4]) - own

    assert kaz_rus.world is not None
    assert kaz_rus.find("world-known").value == len(set(kaz_rus.world.changes.index) - own) == 33
    assert kaz_rus.find("world-recorded").value == len(recorded)
    assert "Beside {world-known} of the {world-recorded} other states" in kaz_rus.answer
    assert "so that this is no comparison with the world" in kaz_rus.answer
    assert "no comparison with the world" not in kgz.answer


def test_a_small_share_keeps_its_first_digit(library: Library) -> None:
    """Tajikistan makes up half a thousandth of China's trade: 0.05 percent, and not none."""
    found = trade_dependence.collect(library, country="TJK", partner="CHN", mirror="mirror", **WINDOW)
    theirs = found.find("their-share")

    assert theirs.value is not None
    assert 0.0004 < theirs.value < 0.0005
    assert write_value(theirs.value, theirs.unit, theirs.form) == "0.05 percent"
    assert found.find("last-share").form is None
