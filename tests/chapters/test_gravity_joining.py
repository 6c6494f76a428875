"""Gravity: who joined when, what that makes of each flow, and when an effect is laid to joining."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from scoledger.chapters.gravity.checks import Design, check_design, placebo_p
from scoledger.chapters.gravity.estimates import (
    APART,
    JOINED,
    JOINED_BEFORE,
    LEFT_OUT,
    PLACEBO,
    Choice,
    count_others,
    fit_choices,
    list_choices,
    time_leads,
)
from scoledger.chapters.gravity.joining import BOTH, EARLIER, Joining, Question, ask, read_joining
from scoledger.chapters.gravity.placebos import place_among_neighbourhoods
from scoledger.chapters.gravity.words import list_quantities, write_answer
from scoledger.countries import parse_states
from scoledger.indicators.gravity_panels import add_effects, annual_flows, order_outward
from scoledger.inference.poisson import fit_poisson_effects
from scoledger.paths import Project
from scoledger.tables import Library

LIBRARY = Library(Project(Path(__file__).resolve().parents[2]))
SCO2017 = parse_states("SCO2017")
OLD, NEW = ("CHN", "KGZ", "RUS", "UZB"), ("IND", "PAK")
OUTSIDE = ("BRA", "DEU", "EGY", "FRA", "KEN", "MEX", "THA", "USA")
NO_HUB = pd.DataFrame(columns=["label", "state", "value", "low", "high", "group"])


def _panel(*, old: float = 0.0, new: float = 0.0, years: range = range(2010, 2021)) -> pd.DataFrame:
    """Flows that sizes and pairs make, with a rise in 2017 of old members' pairs and of those that joined then."""
    draw = np.random.default_rng(5)
    states = (*OLD, *NEW, *OUTSIDE)
    rows = [(i, j, t) for i in states for j in states for t in years if i != j]
    panel = pd.DataFrame(rows, columns=["exporter", "importer", "year"])
    both = panel["exporter"].isin(OLD + NEW) & panel["importer"].isin(OLD + NEW) & (panel["year"] >= 2017)
    is_new = panel["exporter"].isin(NEW) | panel["importer"].isin(NEW)
    size = {(state, t): draw.normal(0, 0.5) for state in states for t in years}
    tie = {(i, j): draw.normal(0, 0.5) for i in states for j in states}
    rows_of = zip(panel["exporter"], panel["importer"], panel["year"], strict=True)
    mean = np.array([size[i, t] + size[j, t] + tie[i, j] for i, j, t in rows_of])
    rise = old * (both & ~is_new) + new * (both & is_new)
    return add_effects(panel.assign(value_musd=np.exp(mean + rise + draw.normal(0, 0.05, len(panel)))))


def _question(joined: int = 2017) -> Question:
    return ask(LIBRARY, (*OLD, *NEW), joined, "CHN", "the planted members")


def _rows(*rows: tuple[str, float, float, str]) -> pd.DataFrame:
    """Specifications with their intervals, the first one the main one."""
    frame = pd.DataFrame(rows, columns=["label", "low", "high", "group"])
    return frame.assign(value=(frame["low"] + frame["high"]) / 2, is_main=frame.index == 0)


def _leads(*lows: float) -> pd.DataFrame:
    """A path before joining: lower ends of intervals of width 0.2, from two years before backward."""
    times = [-2 - place for place in range(len(lows))]
    return pd.DataFrame({"time": times, "low": lows, "high": [low + 0.2 for low in lows], "group": JOINED})


def _placebos(own: float, count: int = 39) -> pd.DataFrame:
    """Neighbourhoods with scores below one, and the members'."""
    z = [*np.linspace(-0.9, 0.9, count), own]
    return pd.DataFrame({"z": z, "is_own": [False] * count + [True]})


CLEAR = (("main", 0.1, 0.3, "annual"), ("without India", 0.05, 0.3, LEFT_OUT), ("false date", -0.1, 0.1, PLACEBO))


@pytest.fixture(scope="module")
def real() -> pd.DataFrame:
    """The annual panel with the marks of 2017."""
    return read_joining(LIBRARY, SCO2017, 2017).mark(add_effects(annual_flows(LIBRARY, 1992, 2020)))


def test_every_pair_that_joined_in_2017_holds_a_joiner(real: pd.DataFrame) -> None:
    """India or Pakistan is one end of each treated flow; the founders' pairs are marked as older."""
    treated, older = real[real[BOTH] > 0], real[real[EARLIER] > 0]

    assert len(treated)
    assert treated[["exporter", "importer"]].isin(NEW).any(axis=1).all()
    assert treated["year"].min() == 2017
    assert len(older)
    assert not older[["exporter", "importer"]].isin(NEW).any(axis=None)


def test_the_founders_of_2001_all_joined_together() -> None:
    """No pair of theirs is older, and none later."""
    joining = read_joining(LIBRARY, parse_states("SCO2001"), 2001)
    flows = pd.DataFrame({"exporter": "CHN", "importer": ["RUS", "RUS", "IND"], "year": [2000, 2001, 2018]})
    marked = joining.mark(flows)

    assert marked[BOTH].tolist() == [0, 1, 0]
    assert joining.is_recorded
    assert not joining.has_members_before


def test_a_pair_joins_with_its_second_state() -> None:
    """Asked for 2001 with India on the list: China and India are a later pair, from 2017 on."""
    joining = read_joining(LIBRARY, SCO2017, 2001)
    flows = pd.DataFrame({"exporter": "CHN", "importer": ["IND", "IND", "RUS"], "year": [2016, 2017, 2001]})
    marked = joining.mark(flows)

    assert marked["later"].tolist() == [0, 1, 0]
    assert marked[BOTH].tolist() == [0, 0, 1]


@pytest.mark.parametrize(("states", "joined"), [("EAEU", 2015), ("SCO2001", 2004), ("IND,USA", 2017)])
def test_states_that_did_not_join_together_then_all_count(states: str, joined: int) -> None:
    """A reader's own list or date: every pair from that year on, and the answer says what joining means."""
    question = ask(LIBRARY, parse_states(states), joined, "CHN", "these states")
    flows = pd.DataFrame({"exporter": [question.members[0]], "importer": [question.members[1]], "year": [joined]})
    fit: Any = fit_poisson_effects(_panel(new=0.4).assign(both=lambda p: p["year"] * (p["pair"] == 3)), "value_musd",
                                   ["both"], ["exporter", "importer"], ["pair"])  # fmt: skip
    answer = write_answer(question, fit, Design(0, (), None), NO_HUB)

    assert question.joining.mark(flows)[BOTH].tolist() == [1]
    assert "counts as one that joined something then" in answer
    assert "Membership" not in answer


def test_a_list_is_the_organisation_only_when_it_is_the_whole() -> None:
    """The membership of 2017 is; two of its members, or Central Asia, are not."""
    found = [read_joining(LIBRARY, parse_states(text), 2017).is_organisation for text in ("SCO2017", "CHN,RUS", "CA4")]

    assert found == [True, False, False]


def test_a_rise_of_old_pairs_is_no_effect_of_joining() -> None:
    """Planted: only pairs of members before grow, by 0.4; the effect is near zero, the older term near 0.4."""
    question = _question()
    fit = Choice("main", "annual", question.joining.mark(_panel(old=0.4))).fit()

    assert fit.estimates.loc[BOTH, "estimate"] == pytest.approx(0.0, abs=0.03)
    assert fit.estimates.loc[EARLIER, "estimate"] == pytest.approx(0.4, abs=0.03)


def test_a_rise_of_new_pairs_is_found_beside_that_of_old_ones() -> None:
    """Planted: 0.3 for those that joined, -0.4 for the older."""
    question = _question()
    fit = Choice("main", "annual", question.joining.mark(_panel(old=-0.4, new=0.3))).fit()

    assert fit.estimates.loc[BOTH, "estimate"] == pytest.approx(0.3, abs=0.03)


def test_older_pairs_have_a_path_of_their_own() -> None:
    """Planted in the older pairs only: their path rises by 0.4, that of the joiners stays."""
    question = _question()
    timing = time_leads(question.joining.mark(_panel(old=0.4)), question)
    after = timing[timing["time"] >= 0].groupby("group")["value"].mean()

    assert after[JOINED] == pytest.approx(0.0, abs=0.06)
    assert after[JOINED_BEFORE] == pytest.approx(0.4, abs=0.06)


def test_a_member_left_out_is_no_yardstick(real: pd.DataFrame) -> None:
    """Without Pakistan: none of its flows with other members is left, those with outsiders are."""
    question = ask(LIBRARY, SCO2017, 2017, "CHN", "x")
    data = {choice.label: choice.data for choice in list_choices(LIBRARY, real, question)}["without Pakistan"]
    ends = data[["exporter", "importer"]]
    touches = ends.eq("PAK").any(axis=1)

    assert not (touches & ends.isin([one for one in SCO2017 if one != "PAK"]).any(axis=1)).any()
    assert touches.any()
    assert (data[BOTH] > 0).any()


def test_what_cannot_be_estimated_is_said_with_the_reason(real: pd.DataFrame) -> None:
    """The four-yearly panel ends before 2017, as do the years to 2012."""
    question = ask(LIBRARY, SCO2017, 2017, "CHN", "x")
    wanted = ("zeros kept", "zeros kept, trade agreements controlled", "years to 2012 only")
    choices = [choice for choice in list_choices(LIBRARY, real, question) if choice.label in wanted]
    main, specifications, missing = fit_choices(choices, 2017)

    assert main is None
    assert specifications.empty
    assert missing == (
        "an effect for: years to 2012 only (its years end in 2012)",
        "an effect for: zeros kept; zeros kept, trade agreements controlled (its years end in 2016)",
    )


def test_the_organisation_as_it_grew_stands_apart_and_only_for_itself(real: pd.DataFrame) -> None:
    """Offered for the membership of 2017, in a group that is not counted; not for a list of a reader's own."""
    label = "every pair of the organisation, from its own entry"
    groups = {choice.label: choice.group for choice in list_choices(LIBRARY, real, ask(LIBRARY, SCO2017, 2017, "", ""))}
    other = ask(LIBRARY, ("ARM", "BLR", "RUS"), 2015, "", "")
    frame = _rows(("main", 0, 1, "annual"), ("a", 0, 1, "annual"), ("b", 0, 1, APART), ("c", 0, 1, PLACEBO))

    assert groups[label] == APART
    assert label not in [choice.label for choice in list_choices(LIBRARY, other.joining.mark(real), other)]
    assert count_others(frame)["label"].tolist() == ["a"]


def test_a_clear_effect_that_passes_every_check_is_laid_to_membership() -> None:
    """Interval, members left out, years before, false date and neighbourhoods."""
    design = check_design(_rows(*CLEAR), _leads(-0.1, -0.1), _placebos(3.0))

    assert design == Design(1, (), 1 / 40)
    assert design.isolates


@pytest.mark.parametrize(
    ("rows", "leads", "own", "words"),
    [
        (CLEAR, _leads(-0.1, 0.05), 3.0, "years before it"),
        (CLEAR, _leads(), 3.0, "no year before can be compared"),
        (CLEAR, _leads(-0.1), 0.5, "of neighbourhoods"),
        ((*CLEAR[:2], ("false date", 0.1, 0.2, PLACEBO)), _leads(-0.1), 3.0, "a false date"),
        ((CLEAR[0], ("without India", -0.1, 0.3, LEFT_OUT)), _leads(-0.1), 3.0, "not clear without India"),
    ],
)
def test_a_clear_effect_that_fails_a_check_is_not(
    rows: tuple[tuple[str, float, float, str], ...], leads: pd.DataFrame, own: float, words: str
) -> None:
    """One fault at a time: the answer says higher, not raised, and names the fault."""
    design = check_design(_rows(*rows), leads, _placebos(own))
    fit = Choice("main", "annual", _question().joining.mark(_panel(new=0.3))).fit()
    answer = write_answer(_question(), fit, design, NO_HUB)

    assert len(design.against) == 1
    assert words in design.against[0]
    assert "raised" not in answer
    assert "was higher from 2017 on" in answer
    assert words in answer


def test_the_answer_says_raised_when_all_hold() -> None:
    """Whose trade with whom it was, too."""
    fit = Choice("main", "annual", _question().joining.mark(_panel(new=0.3))).fit()
    answer = write_answer(_question(), fit, Design(1, (), 0.01), NO_HUB)

    assert answer.startswith(
        "Membership from 2017 raised trade of India and Pakistan with one another and with the members before"
    )


def test_2017_shows_no_effect_of_joining(real: pd.DataFrame) -> None:
    """On the real panel: the newcomers' interval holds zero, the older pairs' does not, and both are numbers."""
    question = ask(LIBRARY, SCO2017, 2017, "CHN", "x")
    main, rows, _ = fit_choices([Choice("main", "annual", real)], 2017)
    assert main is not None
    placebos = place_among_neighbourhoods(LIBRARY, real, question)
    path = time_leads(_question().joining.mark(_panel()), _question())
    made = {one.name: one for one in list_quantities(main, rows, placebos, path, NO_HUB)}
    design = check_design(rows, path, placebos)

    assert made["membership"].low < 0 < made["membership"].high  # type: ignore[operator]
    assert made["earlier"].low > 0  # type: ignore[operator]
    assert made["pairs"].value == 24
    assert "no clear effect" in write_answer(question, main, design, NO_HUB)
    assert made["placebo-p"].value == placebo_p(placebos)


def test_a_neighbourhood_is_joined_from_outside() -> None:
    """Of Portugal, Spain and France, the farthest from Portugal comes last."""
    assert order_outward(LIBRARY, {"PRT": ("ESP", "FRA", "PRT")}) == {"PRT": ("PRT", "ESP", "FRA")}


def test_a_neighbourhood_has_old_members_and_newcomers() -> None:
    """One joins two: its pairs with them are new, theirs is older."""
    joining = Joining({}, 2017, is_recorded=True, is_organisation=False).of_states(["FRA"], ["ESP", "PRT"])
    flows = pd.DataFrame({"exporter": ["ESP", "FRA"], "importer": "PRT", "year": 2018})
    marked = joining.mark(flows)

    assert marked[BOTH].tolist() == [0, 1]
    assert marked[EARLIER].tolist() == [1, 0]
