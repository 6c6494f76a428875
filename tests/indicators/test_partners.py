"""Partners side by side, dependence both ways, and the same for every country."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest
from fake_library import flows, indicators, make_library, world

from scoledger.errors import InvalidArgumentError, NoDataError
from scoledger.indicators import partners
from scoledger.indicators.books import world_totals
from scoledger.paths import Project
from scoledger.tables import Library


def _books() -> pd.DataFrame:
    """China's and Russia's books with two small states, 2010-2012."""
    rows = []
    for year, china, russia in [(2010, 10.0, 20.0), (2011, 30.0, 20.0), (2012, 15.0, 20.0)]:
        for state in ("KAZ", "KGZ"):
            rows += [("CHN", state, flow, year, china) for flow in ("export", "import")]
            rows += [("RUS", state, flow, year, russia) for flow in ("export", "import")]
        rows += [("CHN", "RUS", flow, year, 100.0) for flow in ("export", "import")]
    return flows(*rows)


def _library() -> Any:
    totals = {"KAZ": [100.0] * 3, "KGZ": [100.0] * 3, "CHN": [1000.0] * 3, "RUS": [500.0] * 3}
    return make_library(
        books=_books(),
        imf_dots_world_by_country=world(totals),
        world_bank_indicators=indicators(
            gdp_current_usd={"KAZ": [2e8] * 3, "KGZ": [4e8] * 3},
            resource_rents_pct_gdp={"KAZ": [20.0] * 3, "KGZ": [1.0] * 3},
            trade_pct_gdp={"KAZ": [80.0] * 3},
        ),
    )


def test_partners_are_measured_on_one_base_and_a_plus_joins_them() -> None:
    """Each share is the partner's books over the world's total, and the joint share is their sum."""
    found = partners.partner_shares(
        _library(), source="books", mirror="mirror", states="CA2", blocs=("CHN", "RUS", "CHN+RUS")
    )
    assert found.loc[2010].tolist() == pytest.approx([0.2, 0.4, 0.6])


def test_a_misspelt_side_is_refused() -> None:
    """It must not pass for the other one."""
    with pytest.raises(InvalidArgumentError):
        partners.partner_shares(_library(), source="books", mirror="miror", states="KAZ", blocs=("CHN",))


def test_one_fall_shows_in_every_later_year() -> None:
    """Trade trebles and then halves: the worst change is plus 200, then minus 50 percent."""
    found = partners.smallest_yearly_change(
        _library(), source="books", mirror="mirror", states="CA2", partners="CHN", first_year=2010
    )
    assert found.to_dict() == pytest.approx({2011: 2.0, 2012: -0.5})


def test_a_gap_is_no_yearly_change() -> None:
    """Where a year is missing, the year after it has nothing to be compared with."""
    rows = flows(*[("CHN", "KAZ", flow, year, 5.0) for flow in ("export", "import") for year in (2010, 2012)])
    found = partners.smallest_yearly_change(
        make_library(books=rows), source="books", mirror="mirror", states="KAZ", partners="CHN", first_year=2010
    )
    assert found.empty


def test_dependence_is_held_against_trade_or_product() -> None:
    """20 of 100 million of trade, and of 200 million of product."""
    library = _library()
    trade = partners.dependence_everywhere(library, source="books", partner="CHN", always="KAZ")
    product = partners.dependence_everywhere(library, source="books", partner="CHN", always="KAZ", per="gdp")
    assert trade.loc[2010, "KAZ"] == pytest.approx(0.2)
    assert product.loc[2010, ["KAZ", "KGZ"]].tolist() == pytest.approx([0.1, 0.05])


def test_raw_material_economies_keep_the_states_asked_for() -> None:
    """Kyrgyzstan's rents are low: it stays only where it must."""
    choices = {"source": "books", "partner": "CHN", "among": "raw-material economies"}
    assert list(partners.dependence_everywhere(_library(), always="KAZ", **choices)) == ["KAZ"]
    assert set(partners.dependence_everywhere(_library(), always="KGZ", **choices)) == {"KAZ", "KGZ"}


def test_mutual_dependence_is_the_smaller_the_mean_or_the_difference() -> None:
    """Kazakhstan's share is 0.2, China's 0.02."""
    found = {
        form: partners.mutual_dependence_everywhere(_library(), source="books", partner="CHN", form=form).loc[
            2010, "KAZ"
        ]
        for form in ("smaller", "geometric mean", "one-sided")
    }
    assert found == pytest.approx({"smaller": 0.02, "geometric mean": math.sqrt(0.004), "one-sided": 0.18})


def test_no_trade_has_no_logarithm() -> None:
    """A year of nothing is absent, not minus infinity."""
    rows = flows(
        *[
            ("CHN", "KAZ", flow, year, value)
            for flow in ("export", "import")
            for year, value in ((2010, 0.0), (2011, 5.0))
        ]
    )
    library = make_library(books=rows, imf_dots_world_by_country=world({"KAZ": [1.0, 1.0]}))
    found = partners.log_trade_everywhere(library, source="books", partner="CHN")["KAZ"].dropna()
    assert found.to_dict() == pytest.approx({2011: math.log(10.0)})


def test_sales_are_read_from_the_sellers() -> None:
    """Kazakhstan records 5, Russia 50: the seller's book counts, and a seller without a book has no value."""
    rows = flows(("KAZ", "RUS", "export", 2010, 5.0), ("RUS", "KAZ", "import", 2010, 50.0))
    library = make_library(books=rows)
    found = partners.log_sales_everywhere(library, source="books", buyer="RUS", among=("KAZ", "KGZ"))
    assert found.loc[2010, "KAZ"] == pytest.approx(math.log(5.0))
    assert found["KGZ"].isna().all()


def test_trade_is_compared_in_dollars_only_where_every_partner_is_known() -> None:
    """Russia's book ends in 2010: 2011 has no comparison."""
    rows = [("CHN", "KAZ", flow, year, 5.0) for flow in ("export", "import") for year in (2010, 2011)]
    rows += [("RUS", "KAZ", flow, 2010, 4.0) for flow in ("export", "import")]
    found = partners.trade_with_blocs(
        make_library(books=flows(*rows)), source="books", mirror="mirror", states="KAZ", blocs=("CHN", "RUS")
    )
    assert found.index.tolist() == [2010]
    assert found.loc[2010].tolist() == [10.0, 8.0]


def test_the_median_pair_counts_two_hubs_once() -> None:
    """Smaller shares in 2010: 0.02 twice with China, 0.08 twice with Russia, 0.2 between the two."""
    found = partners.median_dependence(_library(), source="books", states="CA2", hubs=("CHN", "RUS"), form="smaller")
    assert found[2010] == pytest.approx(0.05)
    with pytest.raises(InvalidArgumentError):
        partners.median_dependence(_library(), source="books", states="CA2", hubs=("CHN",), form="smallest")


def test_summaries_give_counts_and_concentration() -> None:
    """One row per indicator is read, and no other."""
    rows = [("KAZ", "No. Of Export partners", 2010, 120.0), ("KAZ", "HH Market concentration index", 2010, 0.1)]
    frame = pd.DataFrame(rows, columns=["reporter", "indicator", "year", "value"])
    library = make_library(wits_trade_summary=frame)
    assert partners.partner_count_everywhere(library, flow="export").loc[2010, "KAZ"] == 120.0
    assert partners.market_concentration_everywhere(library).loc[2010, "KAZ"] == 0.1


def test_openness_is_a_ratio() -> None:
    """The World Bank's percentage is divided by a hundred."""
    assert partners.openness(_library()).loc[2010, "KAZ"] == pytest.approx(0.8)


def test_a_creditor_without_a_row_is_owed_nothing() -> None:
    """China is owed a quarter, Russia nothing; a state without debts is said to have none."""
    rows = [("KAZ", "WLD", "DT.DOD.BLAT.CD", 2010, 4.0), ("KAZ", "CHN", "DT.DOD.BLAT.CD", 2010, 1.0)]
    frame = pd.DataFrame(rows, columns=["debtor", "creditor", "series_code", "year", "usd"])
    library = make_library(ids_debt_by_creditor=frame)
    found = partners.creditor_shares(library, states="KAZ", creditors=("CHN", "RUS"))
    assert found.loc[2010].tolist() == [0.25, 0.0]
    with pytest.raises(NoDataError):
        partners.creditor_shares(library, states="UZB", creditors=("CHN",))


def test_china_in_turkmen_exports_by_a_second_route() -> None:
    """China's recorded imports over what all reporters buy, straight from the two tables."""
    library = Library(Project.find())
    books = library.read("imf-imts-china-usa").query("reporter == 'CHN' and partner == 'TKM' and flow == 'import'")
    bought = books.set_index("year")["value_musd"][2014]
    total = world_totals(library, "export")["TKM"][2014]
    found = partners.dependence_everywhere(
        library, source="imf-imts-china-usa", partner="CHN", always="TKM", flow="export"
    )
    assert found.loc[2014, "TKM"] == pytest.approx(bought / total)
