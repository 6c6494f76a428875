"""Gravity: the panels, the estimates on the real tables, and what is said of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from scoledger.chapters import gravity
from scoledger.chapters.gravity.checks import Design, placebo_p
from scoledger.chapters.gravity.estimates import EFFECTS
from scoledger.chapters.gravity.joining import BOTH, EARLIER, ask, read_joining
from scoledger.chapters.gravity.words import write_answer
from scoledger.countries import parse_states
from scoledger.indicators.gravity_panels import (
    add_effects,
    among,
    among_members_then,
    annual_flows,
    between,
    four_yearly_flows,
    in_force,
    neighbourhoods,
)
from scoledger.inference.poisson import fit_poisson_effects
from scoledger.paths import Project
from scoledger.tables import Library

LIBRARY = Library(Project(Path(__file__).resolve().parents[2]))
FLOWS = pd.DataFrame(
    {
        "exporter": ["CHN", "KAZ", "CHN", "USA"],
        "importer": ["KAZ", "CHN", "USA", "KAZ"],
        "year": [2000, 2001, 2001, 2013],
    }
)


@pytest.fixture(scope="module")
def found() -> gravity.Gravity:
    """The chapter for the founding members."""
    return gravity.collect(LIBRARY, members="SCO2001", joined=2001, hub="CHN")


def test_membership_needs_both_ends_and_the_year() -> None:
    """Only Kazakhstan's exports to China in 2001."""
    assert among(FLOWS, ("CHN", "KAZ"), 2001).tolist() == [0, 1, 0, 0]


def test_a_hub_s_ties_go_both_ways() -> None:
    """China and Kazakhstan from 2000 on; not the United States and Kazakhstan."""
    assert between(FLOWS, "CHN", ["KAZ"], 2000).tolist() == [1, 1, 0, 0]


def test_the_pair_is_directed_and_the_couple_is_not() -> None:
    """There and back: two pairs, one couple."""
    panel = add_effects(FLOWS)

    assert panel["pair"].nunique() == 4
    assert panel["couple"].tolist()[:2] == [panel["couple"][0]] * 2


def test_members_are_those_of_the_middle_of_the_year() -> None:
    """India and Pakistan joined in June 2017: from that year on; Iran in July 2023, so from 2024 on."""
    flows = pd.DataFrame(
        {"exporter": "CHN", "importer": ["IND", "IND", "IRN", "IRN"], "year": [2016, 2017, 2023, 2024]}
    )

    assert among_members_then(LIBRARY, flows).tolist() == [0, 1, 0, 1]


def test_agreements_count_from_their_entry_into_force() -> None:
    """The North American agreement of 1994, whichever way the goods go."""
    flows = pd.DataFrame(
        {"exporter": ["USA", "MEX", "MEX"], "importer": ["MEX", "USA", "USA"], "year": [1993, 1994, 2000]}
    )

    assert in_force(LIBRARY, flows).tolist() == [0, 1, 1]


def test_the_annual_panel_has_no_aggregates_and_no_zeros() -> None:
    """The world and the European Union are no exporters; what is not reported is absent."""
    flows = annual_flows(LIBRARY, 2000, 2005)

    assert not {"WLD", "EU27"} & (set(flows["exporter"]) | set(flows["importer"]))
    assert (flows["value_musd"] > 0).all()
    assert set(flows["year"]) == set(range(2000, 2006))


def test_the_four_yearly_panel_keeps_its_zeros() -> None:
    """About a third of its flows."""
    assert 0.3 < (four_yearly_flows(LIBRARY)["value_musd"] == 0).mean() < 0.4


def test_neighbourhoods_are_compact_and_hold_no_member() -> None:
    """Portugal's nearest neighbours among four are Spain and France."""
    found = neighbourhoods(LIBRARY, 3, ["DEU"], ["PRT", "ESP", "FRA", "DEU", "BRA"])

    assert ("ESP", "FRA", "PRT") in found.values()
    assert all("DEU" not in states for states in found.values())


def test_the_main_estimate_is_that_of_the_whole_panel(found: gravity.Gravity) -> None:
    """Fitted once more without the chapter, with the treatment made by a plain loop."""
    panel = add_effects(annual_flows(LIBRARY, 1992, 2020))
    members = {"CHN", "RUS", "KAZ", "KGZ", "TJK", "UZB"}
    rows = zip(panel["exporter"], panel["importer"], panel["year"], strict=True)
    panel["both"] = [float({i, j} <= members and t >= 2001) for i, j, t in rows]
    fit = fit_poisson_effects(panel, "value_musd", ["both"], ["exporter_year", "importer_year", "pair"], ["pair"])

    assert found.find("membership").value == pytest.approx(fit.estimates.loc["both", "estimate"], abs=1e-8)


@pytest.mark.parametrize(("states", "joined", "terms"), [("SCO2001", 2001, [BOTH]), ("SCO2017", 2017, [BOTH, EARLIER])])
def test_the_coefficients_are_those_of_statsmodels_on_shipped_flows(states: str, joined: int, terms: list[str]) -> None:
    """Twelve states and six years of the annual panel: a generalised linear model with a dummy for every group."""
    twelve = ["CHN", "RUS", "KGZ", "TJK", "UZB", "IND", "PAK", "TUR", "DEU", "FRA", "KOR", "USA"]
    flows = annual_flows(LIBRARY, joined - 3, joined + 2)
    flows = flows[flows["exporter"].isin(twelve) & flows["importer"].isin(twelve)].reset_index(drop=True)
    panel = read_joining(LIBRARY, parse_states(states), joined).mark(add_effects(flows))
    ours = fit_poisson_effects(panel, "value_musd", terms, EFFECTS, ["pair"])
    dummies = pd.get_dummies(ours.rows[list(EFFECTS)].astype(str), drop_first=True, dtype=float)
    design = sm.add_constant(dummies.assign(**{term: ours.rows[term] for term in terms}))
    theirs = sm.GLM(ours.rows["value_musd"], design, family=sm.families.Poisson()).fit(tol=1e-6)

    assert panel["exporter"].nunique() == 12
    assert ours.estimates.loc[terms, "estimate"].to_numpy() == pytest.approx(theirs.params[terms].to_numpy(), abs=1e-5)


def test_the_percentage_is_the_exponential(found: gravity.Gravity) -> None:
    """exp(b) - 1."""
    logs, share = found.find("membership").value, found.find("percent").value

    assert share == pytest.approx(np.exp(logs) - 1)


def test_every_kind_of_specification_is_there(found: gravity.Gravity) -> None:
    """Yearly, with zeros, a placebo date, each of six members left out, and the organisation as it grew."""
    counts = found.specifications["group"].value_counts()

    assert counts["one member left out"] == 6
    wanted = {"every year, positive flows", "every fourth year, with zeros", "placebo", "another question"}
    assert wanted <= set(counts.index)
    assert found.specifications["is_main"].sum() == 1


def test_the_reference_year_is_zero_and_the_state_that_never_joined_is_marked(found: gravity.Gravity) -> None:
    """Leads and lags are relative to the year before; Turkmenistan is shown as an outsider."""
    assert found.timing.set_index("time").loc[-1, "value"] == 0
    assert found.hub_effects["label"].str.contains(r"Turkmenistan \(never a member\)").any()


def test_the_placebo_p_counts_what_is_as_far_from_zero() -> None:
    """Of five, -3 and the true 2.5 itself: 2/5."""
    frame = pd.DataFrame({"z": [0.1, -3.0, 1.0, 2.0, 2.5], "is_own": [False] * 4 + [True]})

    assert placebo_p(frame) == pytest.approx(0.4)


def test_sentences_cite_known_quantities_only(found: gravity.Gravity) -> None:
    """Filled in, nothing is left open."""
    known = {quantity.name: "x" for quantity in found.quantities if quantity.is_known}

    assert all(text.format(**known) for text in (found.answer, found.data, found.sure))


def test_a_silent_member_is_said(found: gravity.Gravity) -> None:
    """Kazakhstan's reports are not in the yearly panel."""
    assert "the exports of Kazakhstan" in found.write_missing()


def test_states_that_hardly_trade_have_no_estimate_and_no_traceback() -> None:
    """Nauru and Tuvalu: the page says so and shows the rest."""
    chapter = gravity.collect(LIBRARY, members="NRU,TUV", joined=2001, hub="CHN")

    assert not chapter.find("membership").is_known
    assert "too few flows" in chapter.answer
    question = ask(LIBRARY, ("NRU", "TUV"), 2001, "CHN", "x")
    assert write_answer(question, None, Design(0, (), None), chapter.hub_effects)
    assert "it holds no flow of a pair after joining" in chapter.write_missing()
