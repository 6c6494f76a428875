"""Mirror statistics: gaps against published factors, and which verdicts they decide."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from scoledger.chapters import mirror_statistics
from scoledger.chapters.mirror_statistics.gaps import Flow, find_flows, list_circular, measure, panel, tabulate_trends
from scoledger.chapters.mirror_statistics.sides import COLUMNS
from scoledger.chapters.mirror_statistics.words import list_quantities
from scoledger.claims import read_chapter, read_claims
from scoledger.indicators.mirrors import freight_range, gaps_of_all_pairs, mirror_gap
from scoledger.paths import Project
from scoledger.tables import Library
from scoledger.verdicts.joining import list_choices
from scoledger.verdicts.specification import specify

LIBRARY = Library(Project(Path(__file__).resolve().parents[2]))
STUDY, CHINESE = "comtrade-study-pairs", ("imf-imts-china-usa", "comtrade-study-pairs")


@pytest.fixture(scope="module")
def found() -> mirror_statistics.MirrorStatistics:
    """Central Asia with China."""
    return mirror_statistics.collect(LIBRARY, states="CA5", partner="CHN", first_year=1995, last_year=2024)


def test_the_kyrgyz_factor_is_the_published_one() -> None:
    """Published result: the tables' own description has factors from 3.6, as in 2019, to 12.7, which is 2008."""
    own = (STUDY, "national-statistics")
    factor = np.exp(mirror_gap(LIBRARY, own, CHINESE, "KGZ", "CHN", "import"))

    assert factor.loc[2001:].idxmax() == 2008
    assert (factor[2008], factor[2019]) == pytest.approx((12.7, 3.6), abs=0.05)


def test_the_kazakh_factor_is_the_published_one() -> None:
    """Published result: 1.5 to 2.1, the range of the national series of 2018 to 2023."""
    factor = np.exp(mirror_gap(LIBRARY, "national-statistics", CHINESE, "KAZ", "CHN", "import").loc[2018:2023])

    assert (factor.min(), factor.max()) == pytest.approx((1.5, 2.1), abs=0.05)


def test_a_merge_finds_the_same_gaps(found: mirror_statistics.MirrorStatistics) -> None:
    """Second implementation: the rows of two tables merged by pandas, logs taken after."""
    own = LIBRARY.read(STUDY).query("reporter == 'KAZ' and partner == 'CHN' and flow == 'export'")
    other = LIBRARY.read("imf-imts-china-usa").query("reporter == 'CHN' and partner == 'KAZ' and flow == 'import'")
    merged = own.merge(other, on="year").set_index("year").sort_index()
    by_hand = np.log(merged["value_musd_y"]) - np.log(merged["value_musd_x"])

    np.testing.assert_allclose(found.gaps.loc["Kazakhstan's exports", list(by_hand.index)], by_hand)


def test_a_gap_is_a_ratio_of_two_rows() -> None:
    """Kyrgyzstan's imports from China in 2012, by the rows of two tables."""
    own = LIBRARY.read(STUDY).set_index(["reporter", "partner", "flow", "year"])["value_musd"]
    other = LIBRARY.read("imf-imts-china-usa").set_index(["reporter", "partner", "flow", "year"])["value_musd"]
    by_hand = np.log(other["CHN", "KGZ", "export", 2012] / own["KGZ", "CHN", "import", 2012])

    assert mirror_gap(LIBRARY, STUDY, CHINESE, "KGZ", "CHN", "import")[2012] == pytest.approx(by_hand)


def test_a_gap_changes_its_sign_with_the_side() -> None:
    """What China records over Kazakhstan's is the inverse of what Kazakhstan records over China's."""
    one = mirror_gap(LIBRARY, STUDY, STUDY, "KAZ", "CHN", "import")
    other = mirror_gap(LIBRARY, STUDY, STUDY, "CHN", "KAZ", "export")

    np.testing.assert_allclose(one.to_numpy(), -other.to_numpy())


def test_russia_s_estimates_are_not_compared() -> None:
    """From 2022 on its rows are made from its partners' figures."""
    gap = mirror_gap(LIBRARY, ("comtrade-study-pairs", "imf-imts-russia"), CHINESE, "RUS", "CHN", "import")

    assert gap.index.max() == 2021


def test_all_pairs_report_on_both_sides() -> None:
    """At least five years each, no state with itself."""
    table = gaps_of_all_pairs(LIBRARY, STUDY, 1995, 2016)

    assert (table["n"] >= 5).all()
    assert (table["trade_musd"] > 0).all()
    assert (table["exporter"] != table["importer"]).all()
    assert len(table) > 100


def test_kyrgyz_imports_have_the_largest_gap(found: mirror_statistics.MirrorStatistics) -> None:
    """In both the table and the answer."""
    assert found.sizes.set_index("label")["value"].abs().idxmax() == "Kyrgyzstan's imports"
    assert "{factor-kgz-import}" in found.answer


def test_growth_is_that_of_the_size(found: mirror_statistics.MirrorStatistics) -> None:
    """Second implementation: Theil-Sen of the absolute gap by scipy."""
    gap = found.gaps.loc["Kyrgyzstan's exports"].dropna().astype(float)
    slope = stats.theilslopes(gap.abs().to_numpy(), gap.index.to_numpy(dtype=float))[0]

    assert found.find("growth-kgz-export").value == pytest.approx(10 * slope)


def test_p_values_are_adjusted_for_the_number_of_flows(found: mirror_statistics.MirrorStatistics) -> None:
    """Holm: the smallest p value of six times six."""
    tested = found.sizes.dropna(subset=["p_value"])

    assert tested["holm"].min() == pytest.approx(min(1.0, len(tested) * tested["p_value"].min()))


def test_a_planted_growth_is_found() -> None:
    """A gap that changes its sign and widens by 0.1 a year grows; one that stays as it is does not."""
    years = range(2000, 2024)
    noise = np.random.default_rng(1).normal(0, 0.05, len(years))
    widening = pd.Series([-(0.1 + 0.1 * (year - 2000)) for year in years] + noise, index=years)
    steady = pd.Series(0.5 + noise, index=years)
    flows = [Flow("KGZ", flow, gap, gap, gap) for flow, gap in (("import", widening), ("export", steady))]
    sizes = measure(flows)

    assert sizes["slope"].tolist() == pytest.approx([0.1, 0.0], abs=0.01)
    assert (sizes["holm"] < 0.05).tolist() == [True, False]


def test_freight_is_taken_out_by_the_fund_s_ratio() -> None:
    """A state's imports of 1.06 over exports of 1.00 are no gap, nor are a partner's imports of 1.06 over 1.00."""
    flows = [
        Flow("KGZ", flow, pd.Series([sign * np.log(1.06)] * 5, index=range(2000, 2005)), pd.Series(), pd.Series())
        for flow, sign in (("import", -1), ("export", 1))
    ]

    assert tabulate_trends(measure(flows))["Without freight"].tolist() == ["1.00", "1.00"]


def test_the_place_among_all_flows_is_a_plain_share(found: mirror_statistics.MirrorStatistics) -> None:
    """Second implementation: count the other flows with a smaller gap, among all and among the large ones."""
    table = gaps_of_all_pairs(LIBRARY, STUDY, 1995, 2024)
    pairs = list(zip(table["exporter"], table["importer"], strict=True))
    size = table["size"][pairs.index(("CHN", "KGZ"))]
    others = table[["CHN" not in pair or not {"KAZ", "KGZ", "TJK", "TKM", "UZB"} & set(pair) for pair in pairs]]
    large = others[others["trade_musd"] >= 100]

    assert found.find("percentile-kgz-import").value == pytest.approx((others["size"] < size).mean())
    assert found.find("percentile-kgz-import-large").value == pytest.approx((large["size"] < size).mean())


def test_the_figure_of_2014_turns_on_whose_books_are_read(found: mirror_statistics.MirrorStatistics) -> None:
    """The exporters' books bear 45 billion out, the importers' do not."""
    rows = found.judged[(found.judged["Claim"].str.contains("45 billion")) & (found.judged["Part"] == "2014")]
    literal = rows[rows["Reading"].str.startswith("Literal")].iloc[0]

    assert literal["Exporter's books"] == "supported"
    assert literal["differs"]


def test_the_kazakh_turnover_is_reversed_by_the_side(found: mirror_statistics.MirrorStatistics) -> None:
    """7.88 billion is Kazakhstan's own figure of 2016: its books bear it out, China's contradict it."""
    row = found.decided[found.decided["Claim"].str.contains("7.88 billion")].iloc[0]

    assert (row["Own books"], row["Partner's books"]) == ("supported", "contradicted")


def test_every_claim_that_varies_whose_books_are_read_is_judged() -> None:
    """The list of the chapter is complete: two sides' books in one reading, and the claim stands there."""
    listed = set(read_chapter(LIBRARY.project, "mirror_statistics").claims)
    varied = {
        name
        for name, claim in read_claims(LIBRARY.project).items()
        for reading in claim.readings
        if any(part.statistic != "record" for part in reading.parts)
        and len({list_choices(one).get("mirror") for one in specify(reading, name)} & set(COLUMNS)) > 1
    }

    assert varied - listed == set()


def test_circular_pairs_are_named(found: mirror_statistics.MirrorStatistics) -> None:
    """The exporters' report of the states that it estimates; Russia's rows since 2022 where Russia is a side."""
    assert any("divided by 1.06" in why for why in found.excluded)
    assert not any("Russia" in why for why in found.excluded)
    assert any("2022" in why for why in list_circular(["KAZ"], "RUS"))


def test_the_estimates_of_the_exporters_report_are_no_second_book() -> None:
    """Turkmenistan as partner: China's imports from it are compared with no exports after its own reports end."""
    flows = find_flows(LIBRARY, ["CHN"], "TKM", slice(1995, 2024))

    assert max(int(one.gap.index.max()) for one in flows) == 2000


@pytest.mark.parametrize(("states", "partner"), [("CA5", "CHN"), ("NRU", "CHN"), ("KGZ", "ATA")])
def test_sentences_cite_known_quantities_only(states: str, partner: str) -> None:
    """Also where nothing can be compared."""
    chapter = mirror_statistics.collect(LIBRARY, states=states, partner=partner, first_year=1995, last_year=2024)
    known = {quantity.name for quantity in chapter.quantities if quantity.is_known}
    cited = re.findall(r"\{([a-z0-9-]+)(?:\|value)?\}", chapter.answer + chapter.data + chapter.sure)

    assert set(cited) <= known


@pytest.mark.parametrize("window", [(2019, 2024), (2022, 2024), (2024, 2024), (1992, 1995)])
def test_short_windows_say_what_is_missing(window: tuple[int, int]) -> None:
    """No two states' trade is known for five years in one source: no place among all, and the rest is shown."""
    chapter = mirror_statistics.collect(LIBRARY, states="CA5", partner="CHN", first_year=window[0], last_year=window[1])
    known = {quantity.name for quantity in chapter.quantities if quantity.is_known}
    cited = re.findall(r"\{([a-z0-9-]+)(?:\|value)?\}", chapter.answer + chapter.data + chapter.sure)

    assert "a place among all flows needs" in chapter.write_missing()
    assert chapter.everyone.dtypes[["is_own", "is_large"]].tolist() == [bool, bool]
    assert set(cited) <= known
    assert (len(chapter.sizes) > 0) == (window != (2024, 2024))
    assert ("None is long enough for a test of growth" in chapter.data) == (window != (2024, 2024))


def test_all_that_is_looked_for_is_there(found: mirror_statistics.MirrorStatistics) -> None:
    """Thirty years: nothing is missing."""
    assert found.missing == ()


@pytest.mark.parametrize(
    ("flow", "gap", "beyond"),
    [
        ("import", -0.11, -1), ("import", -0.08, 0), ("import", -0.01, 0), ("import", 0.042, 1), ("import", 0.5, 1),
        ("export", 0.11, 1), ("export", 0.08, 0), ("export", 0.01, 0), ("export", -0.032, -1), ("export", -0.5, -1),
    ],
)  # fmt: skip
def test_freight_explains_one_direction_only(flow: str, gap: float, beyond: int) -> None:
    """An importer's record holds freight: an exporter cannot record more for it."""
    series = pd.Series([gap] * 5, index=range(2000, 2005))
    sizes = measure([Flow("KGZ", flow, series, series, series)])
    made = {one.name: one.value for one in list_quantities(sizes, NO_PLACES, pd.DataFrame())}

    assert sizes["beyond"].tolist() == [beyond]
    assert (made["beyond"], made["more"]) == (abs(beyond), int(beyond > 0))


NO_PLACES = pd.DataFrame({"is_own": pd.Series(dtype=bool), "is_large": pd.Series(dtype=bool)})


def test_freight_is_drawn_on_the_side_of_each_flow() -> None:
    """Below zero around imports, above around exports, over the years of each."""
    years = {"import": range(2000, 2006), "export": range(2003, 2010)}
    flows = [Flow("KGZ", flow, *[pd.Series(0.1, index=own)] * 3) for flow, own in years.items()]
    bands = panel(flows)[1]["Kyrgyzstan"]

    for flow, name in (("import", "imports"), ("export", "exports")):
        assert bands[name].drop_duplicates().to_numpy().tolist() == [list(freight_range(flow))]
        assert list(bands[name].index) == list(years[flow])
    assert bands["imports"]["high"].max() == bands["exports"]["low"].min() == 0
