"""Country profile: figures against the tables by another route, ranks, and states of which little is known."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from scoledger.chapters import country_profile
from scoledger.chapters.country_profile.drawing import read_statuses
from scoledger.chapters.country_profile.gathering import Item
from scoledger.indicators.debt import owed_to_gdp
from scoledger.paths import Project
from scoledger.tables import Library


@pytest.fixture(scope="module")
def library() -> Library:
    """The tables of the book."""
    return Library(Project(Path(__file__).resolve().parents[2]))


@pytest.fixture(scope="module")
def profiles(library: Library) -> dict[str, country_profile.CountryProfile]:
    """A state of the region, both powers, a former observer, and a microstate."""
    return {code: country_profile.collect(library, country=code) for code in ("KGZ", "CHN", "RUS", "AFG", "NRU")}


def test_the_ids_before_are_kept(profiles: dict[str, country_profile.CountryProfile]) -> None:
    """Results of the first edition keep their names."""
    names = {quantity.name for quantity in profiles["KGZ"].quantities if quantity.is_known}

    assert {"population", "gdp", "growth", "share-chn", "share-rus", "share-usa", "debt-chn"} <= names


def test_debt_to_china_by_another_route(library: Library, profiles: dict[str, country_profile.CountryProfile]) -> None:
    """One row of the World Bank's debt over one of its product, 2024."""
    owed = library.read("ids-debt-by-creditor").query(
        "debtor == 'KGZ' and creditor == 'CHN' and series_code == 'DT.DOD.BLAT.CD' and year == 2024"
    )
    product = library.read("world-bank-indicators").query(
        "iso3 == 'KGZ' and indicator == 'gdp_current_usd' and year == 2024"
    )

    assert profiles["KGZ"].find("debt-chn").value == pytest.approx(owed["usd"].iloc[0] / product["value"].iloc[0])


def test_arms_by_another_route(library: Library, profiles: dict[str, country_profile.CountryProfile]) -> None:
    """Volume and Russia's share of 2019-2023, summed from the register's rows."""
    rows = library.read("sipri-arms-tiv").query("recipient_iso3 == 'KGZ' and 2019 <= year <= 2023")
    russian = rows.query("supplier_iso3 == 'RUS'")["tiv_m"].sum()

    assert profiles["KGZ"].find("arms").value == pytest.approx(rows["tiv_m"].sum())
    assert profiles["KGZ"].find("arms-rus").value == pytest.approx(russian / rows["tiv_m"].sum())


def test_no_row_of_debt_is_no_debt(library: Library) -> None:
    """Russia forgave Kyrgyzstan's debt: nothing in 2024, not the last sum before it."""
    assert owed_to_gdp(library, "RUS", "DT.DOD.BLAT.CD")["KGZ"][2024] == 0.0


def test_no_report_is_missing_not_zero(library: Library) -> None:
    """A debtor without any row in a year has no figure for it."""
    assert pd.isna(owed_to_gdp(library, "CHN", "DT.DOD.BLAT.CD")["AFG"][1995])


def test_the_parts_of_debt_sum_to_all_of_it(
    library: Library, profiles: dict[str, country_profile.CountryProfile]
) -> None:
    """Five classes of the World Bank's totals over product, Kyrgyzstan in 2015."""
    rows = library.read("ids-debt-by-creditor").query("debtor == 'KGZ' and creditor == 'WLD' and year == 2015")
    product = library.read("world-bank-indicators").query(
        "iso3 == 'KGZ' and indicator == 'gdp_current_usd' and year == 2015"
    )

    assert profiles["KGZ"].debt.loc[2015].sum() == pytest.approx(rows["usd"].sum() / product["value"].iloc[0])


def test_a_state_is_no_partner_of_its_own(profiles: dict[str, country_profile.CountryProfile]) -> None:
    """China has no share in China's trade, and that is not missing."""
    names = {quantity.name for quantity in profiles["CHN"].quantities}

    assert not names & {"share-chn", "debt-chn", "agreement-chn", "arms-chn"}
    assert "share of China" not in profiles["CHN"].write_missing()


def test_ranks_count_down_from_the_largest(profiles: dict[str, country_profile.CountryProfile]) -> None:
    """China's product is the largest of the thirteen, Afghanistan's population is not."""
    china = profiles["CHN"].latest.set_index("What")

    assert str(china.loc["Gross domestic product", "Rank"]).startswith("1 of 1")
    assert china.loc["Gross domestic product", "Largest"] == "China"


def test_peers_are_those_known_in_the_year() -> None:
    """Of two of the thirteen and an outsider, one has a value in 2011; the partner itself does not count."""
    frame = pd.DataFrame({"KAZ": [1.0, 2.0], "KGZ": [3.0, None], "FRA": [9.0, 9.0], "CHN": [5.0, 5.0]}, [2010, 2011])
    item = Item("x", "X", "share", frame, (), partner="CHN")

    assert item.peers(2011).to_dict() == {"KAZ": 2.0}
    assert item.latest("KGZ") == (2010, 3.0)
    assert item.latest("NRU") == (None, None)


@pytest.mark.parametrize("code", ["KGZ", "CHN", "RUS", "AFG", "NRU"])
def test_sentences_cite_known_quantities_only(code: str, profiles: dict[str, country_profile.CountryProfile]) -> None:
    """Otherwise the page would not build."""
    found = profiles[code]
    known = {quantity.name for quantity in found.quantities if quantity.is_known}
    texts = (found.answer, found.data, found.sure)

    assert {name for text in texts for name in re.findall(r"\{([a-z0-9-]+)\}", text)} <= known


def test_a_microstate_is_told_what_is_missing(profiles: dict[str, country_profile.CountryProfile]) -> None:
    """No arms, no debt, no status, no rank; and no traceback."""
    nauru = profiles["NRU"]

    assert nauru.debt.empty
    assert nauru.arms.empty
    assert nauru.statuses.empty
    assert not any(nauru.latest["Rank"])
    assert "public debt to China to GDP" in nauru.write_missing()


def test_statuses_in_order(library: Library) -> None:
    """Belarus was dialogue partner and observer before it joined; the organisation comes first."""
    own = read_statuses(library, "BLR").query("org == 'SCO'")

    assert own["kind"].tolist() == ["dialogue partner", "observer", "member"]
    assert read_statuses(library, "BLR")["org"].iloc[0] == "SCO"


def test_who_never_belonged_is_said_to(library: Library) -> None:
    """Turkmenistan has a row that says so, and no bar."""
    found = country_profile.collect(library, country="TKM")

    assert "has never had a status" in found.answer
    assert found.tabulate_statuses()["Status"].iloc[0] == "never belonged"


def test_powers_are_compared_where_both_are_known(profiles: dict[str, country_profile.CountryProfile]) -> None:
    """In Kyrgyzstan China weighs more in credit, Russia in arms; a power is not compared with itself."""
    assert re.search(r"China weighs more in [^;]*official credit", profiles["KGZ"].data)
    assert re.search(r"Russia weighs more in [^;]*arms", profiles["KGZ"].data)
    assert "weighs more" not in profiles["RUS"].data


def test_the_books_are_said_to_differ_by_a_factor(
    library: Library, profiles: dict[str, country_profile.CountryProfile]
) -> None:
    """By the interval of the figure, near (Kazakhstan) or far apart (Kyrgyzstan): no word on what is firm."""
    for profile in (profiles["KGZ"], country_profile.collect(library, country="KAZ")):
        share = profile.find("share-chn")
        assert share.low is not None
        assert share.high is not None
        assert f"China's share a factor of {share.high / share.low:.2f} apart." in profile.sure
        assert "firm" not in profile.sure
