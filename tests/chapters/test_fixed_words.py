"""Fixed words of chapters stand on every page: they may not speak of what the parameters of one page choose."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from scoledger.claims import read_chapter
from scoledger.countries import country_name, is_country, parse_states
from scoledger.parameters import read_declarations
from scoledger.paths import Project

PROJECT = Project(Path(__file__).resolve().parents[2])
CHAPTERS = (
    "country_profile",
    "debt_and_finance",
    "division_of_labour",
    "energy_security",
    "organisation",
    "pipelines",
    "russia_turn",
)
ADJECTIVES = {"CHN": "Chinese", "RUS": "Russian", "IND": "Indian"}


def _chosen(chapter: str) -> set[str]:
    """Names of the states, with their adjectives, and the event years that parameters of a chapter's pages choose."""
    runs = tomllib.loads((PROJECT.root / "notebooks" / "plan.toml").read_text())["runs"]
    planned = [run["parameters"] for run in runs if run["notebook"] == chapter]
    values: dict[str, set[str]] = {
        name: {str(one.default)} for name, one in read_declarations(PROJECT)[chapter].parameters.items()
    }
    for parameters in planned:
        for name, given in parameters.items():
            values[name] |= {str(one) for one in (given if isinstance(given, list) else [given])}
    states = {
        code
        for name in {"country", "creditor", "members", "one", "other", "partner", "states", "supplier"} & set(values)
        for value in values[name]
        for code in parse_states(value)
        if is_country(code)
    }
    adjectives = {ADJECTIVES[code] for code in states & set(ADJECTIVES)}
    return {country_name(code) for code in states} | adjectives | values.get("event_year", set())


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_what_would_change_our_mind_names_nothing_that_a_page_chooses(chapter: str) -> None:
    """A state, a creditor or a year of one page would stand on the pages of all others."""
    named = sorted(name for name in _chosen(chapter) if name in read_chapter(PROJECT, chapter).reverse)

    assert not named, f"data/chapters/{chapter}.toml, reverse: {', '.join(named)}"


def test_what_is_true_of_some_debtors_is_not_said_of_all() -> None:
    """The words on debt stand on pages about any creditor and any debtors."""
    text = read_chapter(PROJECT, "debt_and_finance")

    assert not [name for name in _chosen("debt_and_finance") - {"China"} if name in text.identifies]
    assert "first ten" not in text.reverse, "Pakistan is the first debtor on one page"


def test_the_question_about_russia_names_no_single_event() -> None:
    """It is printed for one event and one partner at a time, in the East or elsewhere."""
    question = read_chapter(PROJECT, "russia_turn").question

    assert "one partner" in question
    assert "East" not in question


def test_what_would_change_a_thesis_says_which() -> None:
    """One text for both pages: each sign is given for the thesis that it bears on, whichever way it came out."""
    text = read_chapter(PROJECT, "synthesis").reverse

    assert "For the partnership" in text
    assert "for the balancing" in text
    assert "would bear out" not in text, "true only as long as a link is not borne out"


def test_what_would_change_our_mind_about_gas_fits_every_supplier() -> None:
    """Line D would carry gas of Central Asia: it says nothing of Russia's, whose page prints the same words."""
    assert "Line D" not in read_chapter(PROJECT, "pipelines").reverse
