"""The claims that the project ships: complete, locked, and in words that a reader finds explained."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from scoledger.cards import read_cards
from scoledger.claims import (
    Claim,
    changed_since_lock,
    read_articles,
    read_claims,
    read_lock,
    read_records,
    read_rules,
)
from scoledger.claims.claim import QUOTED_WORDS, Choice
from scoledger.countries import is_country
from scoledger.indicators import find_measure
from scoledger.paths import Project
from scoledger.units import UNITS
from scoledger.verdicts import check_claim, read_labels, specify
from scoledger.verdicts.documents import judge_records
from scoledger.verdicts.evidence import write_choice

PROJECT = Project.find()
CLAIMS = read_claims(PROJECT)
RULES = read_rules(PROJECT)
TABLES = read_cards(PROJECT)
LABELS = read_labels(PROJECT)
#: Dimensions whose choices are dates, years, numbers or names that a source itself uses.
EXPLAINS_ITSELF = {"year", "window", "membership_of", "edition", "denominator", "numerator", "stated_for"}


@pytest.fixture(params=CLAIMS)
def claim(request: pytest.FixtureRequest) -> Claim:
    """One shipped claim after the other."""
    return CLAIMS[request.param]


def _choices(claim: Claim) -> Iterator[tuple[str, Choice]]:
    for reading in claim.readings:
        for measurement in reading.measurements:
            yield from ((name, choice) for name, choices in measurement.vary.items() for choice in choices)


def test_every_claim_of_the_articles_is_shipped() -> None:
    """Both articles; removing one is seen here, and claims of other texts do not count."""
    articles = {"kocamaz2019", "schafer2016"}

    assert sum(claim.source in articles for claim in CLAIMS.values()) == 258


def test_a_quote_is_short(claim: Claim) -> None:
    """At most eight of the article's words."""
    assert 1 <= len(claim.quote.split()) <= QUOTED_WORDS


def test_a_claim_names_an_article_that_is_described(claim: Claim) -> None:
    """Its page cites it."""
    assert claim.source in read_articles(PROJECT)


def test_countries_are_countries(claim: Claim) -> None:
    """ISO codes of states, each once."""
    assert all(is_country(code) for code in claim.countries)
    assert len(set(claim.countries)) == len(claim.countries)


def test_measures_rules_and_tables_exist_and_fit(claim: Claim) -> None:
    """As before a run, but for all at once."""
    check_claim(claim, RULES, TABLES)


def test_nothing_has_changed_since_the_lock() -> None:
    """A changed reading or threshold is locked anew, on purpose."""
    assert changed_since_lock(PROJECT) == {}
    assert set(read_lock(PROJECT)) == set(CLAIMS)


def test_related_claims_exist_and_differ(claim: Claim) -> None:
    """Their links lead somewhere."""
    assert set(claim.related) <= set(CLAIMS) - {claim.id}


def test_the_period_is_a_period(claim: Claim) -> None:
    """It ends no earlier than it begins, and parts speak of years within reach of it."""
    assert claim.period.first <= claim.period.last
    years = [part.year for reading in claim.readings for part in reading.parts if part.year]
    assert all(claim.period.first <= year <= claim.period.last for year in years)


def test_every_prune_rule_has_a_reason_and_leaves_something_out(claim: Claim) -> None:
    """A rule that matches nothing hides a misspelling."""
    for reading in claim.readings:
        for measurement in reading.measurements:
            for prune in measurement.prune:
                without = measurement.model_copy(update={"prune": ()})
                alone = measurement.model_copy(update={"prune": (prune,)})
                counts = [
                    len(specify(reading.model_copy(update={"measurements": (way,)}), "test"))
                    for way in (without, alone)
                ]

                assert counts[1] < counts[0], prune
                assert prune.reason.endswith(".")


def test_specifications_of_a_reading_differ(claim: Claim) -> None:
    """Counting one twice would weigh it double."""
    for reading in claim.readings:
        keys = [
            (item.measure, repr(sorted(item.arguments.items())), item.window, item.year, item.parts)
            for item in specify(reading, "test")
        ]

        assert len(set(keys)) == len(keys)


def test_dimensions_are_in_plain_words(claim: Claim) -> None:
    """A reader meets them on the curve and in sentences."""
    assert {name for name, _ in _choices(claim)} <= set(LABELS.dimensions)


def test_choices_are_in_plain_words(claim: Claim) -> None:
    """Or are years, windows and numbers, which explain themselves."""
    unlabelled = {
        item
        for name, choice in _choices(claim)
        if name not in EXPLAINS_ITSELF
        for item in write_choice(choice).split(" + ")
        if not re.fullmatch(r"\d{4}(-\d{4})?", item)
        if item not in LABELS.choices
        and write_choice(choice) not in LABELS.choices
        and not _is_a_plain_word(name, item)
    }

    assert unlabelled == set()


def _is_a_plain_word(dimension: str, choice: str) -> bool:
    """Fuels are called what they are called."""
    return dimension == "fuel" and re.fullmatch(r"[a-z ]+", choice) is not None


def test_figures_are_claimed_in_a_unit_that_is_known(claim: Claim) -> None:
    """And that the measure's unit converts to."""
    for reading in claim.readings:
        parts = [part for part in reading.parts if part.statistic == "level"]
        for part in parts:
            ways = [way for way in reading.measurements if not way.parts or part.name in way.parts]
            kinds = {UNITS[find_measure(way.measure, "test").unit][0] for way in ways}

            assert kinds == {UNITS[part.unit][0]}


def test_claims_that_documents_judge_have_documents(claim: Claim) -> None:
    """One file of records each; where no document was found it says so, and the claim stays unverified."""
    for part in (part for reading in claim.readings for part in reading.parts if part.statistic == "record"):
        found = read_records(PROJECT, claim.id)

        assert found.finding
        assert found.records or judge_records(found, part) == "unverified"


def test_no_records_lie_about_without_a_claim() -> None:
    """A file that nobody reads is a mistake."""
    assert {path.stem for path in PROJECT.records.glob("*.toml")} <= set(CLAIMS)


def test_the_texts_of_rules_state_their_thresholds() -> None:
    """A reader checks the verdict by the printed rule."""
    for rule in RULES.values():
        if rule.within is not None and rule.beyond is not None:
            assert f"{100 * rule.within:.0f} percent" in rule.text
            assert f"{100 * rule.beyond:.0f}" in rule.text
