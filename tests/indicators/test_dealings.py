"""What grows fastest, how growth moves together, and what weight is kept, on tables of a few rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from fake_library import flows, indicators, make_library, world

from scoledger.errors import InvalidArgumentError, NoDataError
from scoledger.indicators import dealings

YEARS = range(2010, 2013)


@pytest.fixture
def library() -> Any:
    """Kazakhstan's trade with China doubles every year, its debt trebles, commitments stay."""
    trade = flows(
        *(("CHN", "KAZ", flow, year, 50.0 * 2 ** (year - 2010)) for year in YEARS for flow in ("export", "import"))
    )
    debt = pd.DataFrame(
        [("KAZ", "CHN", "DT.DOD.BLAT.CD", year, 1e6 * 3 ** (year - 2010)) for year in YEARS],
        columns=["debtor", "creditor", "series_code", "year", "usd"],
    )
    given = pd.DataFrame(
        [("KAZ", year, 2, 5e6) for year in range(2000, 2022)], columns=["iso3", "year", "projects", "usd_const_2021"]
    )
    return make_library(
        books=trade,
        ids_debt_by_creditor=debt,
        aiddata_gcdf3_country_year=given,
        us_cpi=pd.DataFrame({"year": [2010, 2011, 2012, 2015], "cpi_u": [1.0] * 4, "months": [12] * 4}),
    )


COMMON: dict[str, Any] = {"states": "KAZ", "source": "books", "mirror": "mirror", "from_year": 2010}


@pytest.mark.parametrize("pace", ["ends", "fit"])
def test_growth_is_compound_by_either_way(library: Any, pace: str) -> None:
    """Series that multiply evenly grow alike by their ends and by a line: the two routes agree."""
    frame = dealings.growth_of_fields(library, pace=pace, **COMMON)
    assert frame.T[2012].to_dict() == pytest.approx(
        {"trade": 1.0, "credit": 2.0, "commitments": 0.0, "projects": 0.0, dealings.RIVAL: 2.0}, abs=1e-9
    )


def test_rivals_and_paces_are_named_right(library: Any) -> None:
    """Without credit the fastest rival stands still; misspelt names and years without dealings are refused."""
    alone = dealings.growth_of_fields(library, fields=("commitments",), **COMMON)
    assert alone.T[2012][dealings.RIVAL] == pytest.approx(0.0)
    with pytest.raises(InvalidArgumentError, match="fields"):
        dealings.growth_of_fields(library, fields=("debt",), **COMMON)
    with pytest.raises(InvalidArgumentError, match="pace"):
        dealings.growth_of_fields(library, pace="end", **COMMON)
    with pytest.raises(NoDataError, match="1995"):
        dealings.growth_of_fields(library, **{**COMMON, "from_year": 1995})


def test_a_rise_is_counted_in_dollars(library: Any) -> None:
    """Trade gains 300 million in two years, debt eight."""
    frame = dealings.rise_of_fields(library, **COMMON)
    assert frame.T[2012].to_dict() == pytest.approx(
        {"trade": 300e6, "credit": 8e6, "commitments": 0.0, dealings.RIVAL: 8e6}
    )
    with pytest.raises(NoDataError, match="1995"):
        dealings.rise_of_fields(library, **{**COMMON, "from_year": 1995})


def _growing(seed: int = 1) -> tuple[Any, np.ndarray, np.ndarray]:
    """China's growth, and Kazakhstan's that follows it half and the oil price a third."""
    draw = np.random.default_rng(seed)
    theirs, oil, noise = draw.normal(0.05, 0.02, 30), draw.normal(0, 0.2, 30), draw.normal(0, 0.01, 30)
    ours = 0.5 * theirs + 0.3 * oil + noise
    levels = {name: np.exp(np.cumsum(values)) * 1e9 for name, values in (("CHN", theirs), ("KAZ", ours))}
    extra = {name: np.exp(np.cumsum(draw.normal(0.02, 0.01, 30))) for name in ("RUS", "FRA")}
    columns = {name: values.tolist() for name, values in (levels | extra).items()}
    prices = pd.DataFrame(
        {"commodity": "Crude oil, Brent", "year": range(2010, 2040), "nominal_usd": np.exp(np.cumsum(oil))}
    )
    library = make_library(
        world_bank_indicators=indicators(gdp_const_2015_usd=columns, oil_rents_pct_gdp={"KAZ": [9.0]}),
        pink_sheet_annual=prices,
        us_cpi=pd.DataFrame({"year": range(2010, 2040), "cpi_u": 1.0, "months": 12}),
    )
    return library, theirs, oil


def test_the_mean_of_the_tie_is_a_slope_of_least_squares() -> None:
    """The second route: both growth rates and the oil price in one regression give the same slope."""
    library, theirs, oil = _growing()
    frame = dealings.comovement(
        library,
        partner="CHN",
        of="gdp_const_2015_usd",
        net_of=("oil",),
        among="all countries",
        treated=("KAZ",),
        without=("CHN", "RUS"),
        years=(2011, 2039),
    )
    ours = np.diff(
        np.log(
            library.read("world_bank_indicators".replace("_", "-")).query(
                "iso3 == 'KAZ' and indicator == 'gdp_const_2015_usd'"
            )["value"]
        )
    )
    design = np.column_stack([np.ones(29), theirs[1:], oil[1:]])
    expected = np.linalg.lstsq(design, ours, rcond=None)[0][1]
    assert frame["KAZ"].mean() == pytest.approx(expected)
    assert list(frame) == ["FRA", "KAZ"]


def test_growth_is_freed_from_what_is_named() -> None:
    """Freed from Russia's and the world's growth as well; former Soviet states alone; misspelt factors are refused."""
    library, *_ = _growing()
    common: dict[str, Any] = {
        "partner": "CHN",
        "of": "gdp_const_2015_usd",
        "treated": ("KAZ",),
        "without": ("CHN", "RUS"),
        "years": (2011, 2039),
    }
    freed = dealings.comovement(library, net_of=("oil", "Russia", "world"), among="post-Soviet states", **common)
    assert list(freed) == ["KAZ"]
    assert len(freed.dropna()) == 29
    with pytest.raises(InvalidArgumentError, match="net_of"):
        dealings.comovement(library, net_of=("gas",), among="all countries", **common)
    with pytest.raises(InvalidArgumentError, match="among"):
        dealings.comovement(library, net_of=("oil",), among="countries", **common)


def test_development_stands_side_by_side() -> None:
    """In years in which both have a value."""
    table = pd.DataFrame([("CHN", 2010, 0.7), ("KAZ", 2010, 0.8), ("CHN", 2011, 0.71)], columns=["iso3", "year", "hdi"])
    frame = dealings.development(make_library(undp_hdi=table), attribute="HDI", states=("CHN", "KAZ"))
    assert frame.T.to_dict() == {2010: {"CHN": 0.7, "KAZ": 0.8}}
    with pytest.raises(InvalidArgumentError, match="attribute"):
        dealings.development(make_library(undp_hdi=table), attribute="hdi", states=("CHN",))


def test_members_are_counted_at_the_end_of_the_year() -> None:
    """Who joined in June counts in that year."""
    table = pd.DataFrame(
        [
            ("CHN", "member", "2001-06-15", None),
            ("IND", "member", "2017-06-09", None),
            ("MNG", "observer", "2004-01-01", None),
        ],
        columns=["iso3", "status", "start", "end"],
    )
    library = make_library(sco_status=table)
    members = dealings.member_count(library, statuses=("member",), last_year=2018)
    assert (members[2016], members[2017]) == (1.0, 2.0)
    assert dealings.member_count(library, statuses=("member", "observer"), last_year=2018)[2016] == 2.0


def test_weight_is_set_against_its_mean_before() -> None:
    """Trade of ten, thirty and ten of a hundred: half of the mean of the first two."""
    library = make_library(
        books=flows(
            *(
                ("RUS", "KAZ", flow, 2010 + step, value)
                for step, value in enumerate((5.0, 15.0, 5.0))
                for flow in ("export", "import")
            )
        ),
        imf_dots_world_by_country=world({"KAZ": [100.0] * 3}),
    )
    common: dict[str, Any] = {"states": "KAZ", "power": "RUS", "source": "books"}
    ratio = dealings.weight_against_before(library, of="trade", base=(2010, 2011), **common)
    assert ratio.tolist() == pytest.approx([0.5, 1.5, 0.5])
    with pytest.raises(NoDataError, match="1990-1991"):
        dealings.weight_against_before(library, of="trade", base=(1990, 1991), **common)
    with pytest.raises(InvalidArgumentError, match="of"):
        dealings.weight_against_before(library, of="debt", base=(2010, 2011), **common)


def test_weight_in_arms_and_votes() -> None:
    """All arms over five years are Russian; agreement falls from 0.8 to 0.4."""
    arms = pd.DataFrame(
        [("RUS", "KAZ", year, 1.0) for year in range(2000, 2010)],
        columns=["supplier_iso3", "recipient_iso3", "year", "tiv_m"],
    )
    votes = pd.DataFrame(
        [("KAZ", "RUS", 2010, 50, 0.8, 0.8), ("KAZ", "RUS", 2011, 50, 0.4, 0.4)],
        columns=["iso3", "partner", "year", "votes_n", "share_identical", "agreement_index"],
    )
    library = make_library(sipri_arms_tiv=arms, un_agreement=votes)
    common: dict[str, Any] = {"states": "KAZ", "power": "RUS"}
    by_arms = dealings.weight_against_before(library, of="arms", source="sipri-arms-tiv", base=(2004, 2005), **common)
    assert by_arms[2009] == pytest.approx(1.0)
    by_votes = dealings.weight_against_before(library, of="votes", source="un-agreement", base=(2010, 2010), **common)
    assert by_votes[2011] == pytest.approx(0.5)
