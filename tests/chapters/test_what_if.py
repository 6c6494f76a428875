"""What if: cells against the ledger, the grid complete, sentences and choices right."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pandas as pd
import pytest

from scoledger.chapters import what_if
from scoledger.chapters.what_if.counting import count_choices, count_views, find_default, list_absent
from scoledger.chapters.what_if.grid import judge_grid, list_windows
from scoledger.chapters.what_if.views import View, list_pruned, list_views, write_conditions, write_key
from scoledger.chapters.what_if.words import list_quantities, write_absence, write_answer, write_data, write_sentence
from scoledger.claims import Claim, read_claim, read_rules
from scoledger.parameters import read_declaration
from scoledger.paths import Project
from scoledger.tables import Library
from scoledger.verdicts import judge_claim, read_labels

PROJECT = Project(Path(__file__).resolve().parents[2])
LIBRARY, RULES, LABELS = Library(PROJECT), read_rules(PROJECT), read_labels(PROJECT)
INSIDE, ON_CHINA = "intra-sco-gradual-incline", "rising-ca-dependency-on-china"


def _claim(name: str) -> Claim:
    return read_claim(PROJECT, name)


def _views(name: str) -> list[View]:
    return list_views(_claim(name), LABELS, what_if.MEASURES.get(name, ()))


@pytest.fixture(scope="module")
def few() -> tuple[list[View], pd.DataFrame, pd.DataFrame]:
    """Views of the share inside for the founders by the hubs' books to 2016, over windows of fifteen years or more."""
    views = [
        view
        for view in _views(INSIDE)
        if view.part.name == "share" and view.specification.arguments["mirror"] == "hub" and "; " not in view.books
    ]
    return (views, *judge_grid(views, LIBRARY, RULES, list_windows(1995, 2017, 15)))


@pytest.mark.parametrize("name", [INSIDE, ON_CHINA])
def test_a_cell_that_the_ledger_has_is_the_same_there(name: str) -> None:
    """Outcome, slope and p value of every specification of the claim whose measure is on the page."""
    views = [view for view in _views(name) if view.is_own]
    windows = sorted({window for view in views for window in view.windows})
    cells = judge_grid(views, LIBRARY, RULES, windows)[0].set_index(["view", "first", "last"])
    places = {(write_conditions(view.part), view.key): at for at, view in enumerate(views)}
    measures, compared = {view.specification.measure for view in views}, 0
    for reading in judge_claim(_claim(name), LIBRARY, RULES).readings:
        for part in reading.parts:
            for item in part.evidence:
                if item.specification.measure not in measures or item.specification.window is None:
                    continue
                place = places[write_conditions(part.part), write_key(item.specification)]
                cell = cells.loc[(place, *item.specification.window)]
                compared += 1
                assert cell["is_own"]
                assert cell["outcome"] == item.outcome
                assert item.value is None or (cell["value"], cell["p_value"]) == (item.value, item.p_value)

    assert compared == {INSIDE: 80, ON_CHINA: 150}[name]


def test_every_combination_is_judged_or_has_a_reason(few: tuple[list[View], pd.DataFrame, pd.DataFrame]) -> None:
    """Views times windows, each once."""
    views, cells, left_out = few
    both = pd.concat([cells, left_out])[["view", "first", "last"]]

    assert not both.duplicated().any()
    assert len(both) == len(views) * len(list_windows(1995, 2017, 15))
    assert left_out["reason"].str.endswith(("begins in 1996.", "repeat a shorter one.")).all()


def test_windows_are_all_those_of_a_length() -> None:
    """Of ten years there is one window of ten years, and none of eleven."""
    assert list_windows(2001, 2010, 10) == [(2001, 2010)]
    assert list_windows(2001, 2010, 11) == []


def test_a_reason_for_one_state_counts_for_every_set_that_holds_it() -> None:
    """Uzbekistan's dollar GDP speaks against windows after 2016 for Central Asia too, not for Kazakhstan."""
    ends = {
        view.states: {reason[:10]: last for last, reason in view.ends}
        for view in _views(ON_CHINA)
        if view.specification.measure == "trade_to_gdp"
        and view.specification.arguments["source"] == "imf-imts-china-usa"
    }

    assert ends["Central Asia without Turkmenistan"] == {"Uzbekistan": 2016}
    assert ends["Uzbekistan"] == {"Uzbekistan": 2016}
    assert ends["Kazakhstan"] == {}


def test_a_pruned_end_leaves_out_every_later_one() -> None:
    """No window of the vintage that ends in 2016 ends later, whichever year it begins in."""
    views = [view for view in _views(ON_CHINA) if view.books == "the partner's books (UN Comtrade)"][:1]
    cells, left_out = judge_grid(views, LIBRARY, RULES, [(2002, 2015), (2002, 2017)])

    assert list(cells["last"]) == [2015]
    assert list(left_out["reason"]) == ["This vintage ends in 2016: the window would repeat the one to 2016."]


def test_combinations_without_a_view_have_a_reason() -> None:
    """With the views they are all combinations; Kazakhstan's national series bears the claim's own reason."""
    views = _views(ON_CHINA)
    absent = list_absent(views, list_pruned(_claim(ON_CHINA), LABELS, what_if.MEASURES[ON_CHINA]))
    options = [len({view.choices[place] for view in views}) for place in range(4)]
    national = absent[absent["books"].str.contains("national") & (absent["states"] == "Kazakhstan")]

    assert len(views) + len(absent) == options[0] * options[1] * options[2] * options[3]
    assert set(national["reason"]) == {"Kazakhstan's national series begins in 2018."}


def test_other_sets_of_members_are_not_the_claim_s_own() -> None:
    """Three of four views are of later members, and no window of theirs is the ledger's."""
    views = _views(INSIDE)
    others = [view for view in views if not view.is_own]

    assert len(others) == 3 * (len(views) - len(others))
    assert not any(view.windows for view in others)


def _counted(outcomes: list[str]) -> tuple[list[View], pd.DataFrame]:
    views = _views(INSIDE)[:1]
    rows = [(0, 2001 + at, 2011 + at, outcome, False) for at, outcome in enumerate(outcomes)]
    return views, pd.DataFrame(rows, columns=["view", "first", "last", "outcome", "is_own"])


@pytest.mark.parametrize(
    ("outcomes", "verdict"),
    [
        (["supports", "supports", "neither", "no data"], "supported"),
        (["contradicts", "neither", "supports"], "contradicted"),
        (["neither", "supports", "supports", "contradicts", "neither"], "mixed"),
        ([], "not identified"),
    ],
)
def test_the_verdict_of_a_view_is_the_rule_s(outcomes: list[str], verdict: str) -> None:
    """Two thirds support, a third contradicts, or neither; cells without data do not count."""
    counted = count_views(*_counted(outcomes), RULES).iloc[0]

    assert counted["verdict"] == verdict
    assert counted["windows"] == len([one for one in outcomes if one != "no data"])


def test_the_sentence_counts_the_cells() -> None:
    """Three windows, and the ledger's verdict beside that of the view."""
    row = count_views(*_counted(["supports", "neither", "contradicts", "no data"]), RULES).iloc[0]
    told = write_sentence(row, 10, "mixed")

    assert "Of 3 windows of 10 years or more, 1 support the claim, 1 contradict it and 1 do neither." in told
    assert "This view only, its windows taken for specifications: contradicted." in told
    assert told.endswith("The ledger's verdict on the claim: mixed.")
    assert "No window" in write_sentence(count_views(*_counted([]), RULES).iloc[0], 10, "mixed")


def test_an_absent_view_says_why() -> None:
    """The reason stands between the choices and the ledger's verdict."""
    choices = {"definition": "a", "books": "b", "pairs": "c", "states": "d"}
    row = pd.Series({**choices, "reading": "literal", "reason": "Since."})

    assert write_absence(row, "mixed").startswith(
        "A; b; c; d; literal reading. There is no such view. Since. The ledger's"
    )


def test_choices_share_out_the_windows() -> None:
    """One of four supports, one of four contradicts."""
    views, cells = _counted(["supports", "neither", "contradicts", "neither"])
    choices = count_choices(count_views(views, cells, RULES))

    assert list(choices["kind"]) == list(what_if.CHOICES)
    assert (choices["supports"] == 0.25).all()
    assert (choices["contradicts"] == 0.25).all()


def test_the_view_shown_first_is_the_claim_s_own(few: tuple[list[View], pd.DataFrame, pd.DataFrame]) -> None:
    """And of the core; an attribute or another set with more windows does not come first."""
    views, cells, _ = few
    counted = count_views(views, cells, RULES)
    first = views[find_default(views, counted)]

    assert first.is_own
    assert (first.part.role, first.reading) == ("core", "literal")
    assert first.states == "the six founding members"


def test_books_with_more_windows_come_first_and_other_states_do_not() -> None:
    """Five windows of the longer series of the same definition and states; nine of another state's do not count."""
    views = [view for view in _views(ON_CHINA) if view.definition == "China's share in trade, exports"]
    states = [view.states for view in views]
    places = [at for at, name in enumerate(states) if name == states[0]]
    windows = [9] * len(views)
    windows[places[0]], windows[places[1]] = 4, 5

    assert find_default(views, pd.DataFrame({"windows": windows})) == places[1]


def test_a_view_at_a_window_changes_nothing_else() -> None:
    """The specification keeps its arguments."""
    view = _views(INSIDE)[0]
    moved = view.at((1999, 2012))

    assert moved.window == (1999, 2012)
    assert replace(moved, choices=MappingProxyType({})) == replace(view.specification, choices=MappingProxyType({}))


def test_the_prose_cites_numbers_of_the_run() -> None:
    """Every name in braces is a quantity; one of three windows with data supports."""
    views, cells = _counted(["supports", "neither", "contradicts", "no data"])
    counted = count_views(views, cells, RULES)
    quantities = {one.name: one.value for one in list_quantities(counted, cells, cells[:0], 0)}
    text = write_answer(["literal"], "mixed") + write_data(counted, count_choices(counted))

    assert set(re.findall(r"\{([a-z-]+)\}", text)) <= set(quantities)
    assert quantities["supports-literal"] == pytest.approx(1 / 3)
    assert (quantities["cells"], quantities["no-data"], quantities["both-ways"]) == (3, 1, 1)


@pytest.mark.parametrize("name", [INSIDE, ON_CHINA])
def test_the_notebook_offers_the_claims_that_can_be_moved(name: str) -> None:
    """Each has views, all of one kind of statistic."""
    choices = read_declaration(PROJECT, "what_if").parameters["claim_id"].choices

    assert name in choices
    assert {view.part.statistic for view in _views(name)} == {"trend"}


def test_a_table_leaves_out_a_choice_that_is_none(few: tuple[list[View], pd.DataFrame, pd.DataFrame]) -> None:
    """One reading and one kind of pairs say the same in every row; two sets of states do not."""
    views, cells, left_out = few
    counted = count_views(views, cells, RULES)
    counted = pd.concat([counted.assign(states="one"), counted.assign(states="two")], ignore_index=True)
    alone = counted[counted["reading"] == counted["reading"].iloc[0]].assign(pairs="all pairs")
    pages = [
        what_if.WhatIf(
            title="", answer="", quantities=(), data="", sure="", views=frame, cells=cells, left_out=left_out,
            absent=left_out, choices=count_choices(frame), ledger="mixed",
        )
        for frame in (alone, pd.concat([alone, alone.assign(reading="other")]))
    ]  # fmt: skip

    assert {"Reading", "Pairs"}.isdisjoint(pages[0].table_of_views)
    assert "States" in pages[0].table_of_views
    assert "Reading" not in pages[0].table_of_choices
    assert "Pairs" not in set(pages[0].table_of_choices["Choice of"])
    assert "Reading" in pages[1].table_of_views
    assert "Reading" in pages[1].table_of_choices
