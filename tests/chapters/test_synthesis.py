"""Synthesis: how claims are weighed, and what is said of the weights."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from scoledger.chapters import synthesis
from scoledger.claims import Link, Thesis, read_theses, read_thesis
from scoledger.errors import ClaimError
from scoledger.paths import Project
from scoledger.tables import Library

PROJECT = Project(Path(__file__).resolve().parents[2])


@pytest.fixture(scope="module")
def small() -> synthesis.Synthesis:
    """A thesis of two links and six claims that documents judge, or nothing does."""
    links = (
        Link(name="one", says="It was founded.", **{"for": ("sco-founded-june-2001", "sco-founders-2001")}),
        Link(
            name="two",
            says="It is strong.",
            **{
                "for": ("exercises-raise-interoperability-trust", "chinese-credit-13-8bn", "iran-observer-2005"),
                "against": ("cst-formed-1992",),
            },
        ),
    )
    thesis = Thesis(id="small", source="kocamaz2019", title="A small thesis", statement="It is so.", links=links)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(synthesis, "read_thesis", lambda project, name: thesis)
        return synthesis.collect(Library(PROJECT), thesis="small")


def test_a_claim_that_stands_against_the_thesis_weighs_against_it(small: synthesis.Synthesis) -> None:
    """The treaty of 1992 was formed: confirmed, times -1."""
    row = small.evidence.set_index("claim").loc["cst-formed-1992"]

    assert (row["verdict"], row["says"], row["value"]) == ("confirmed", "against it", -1.0)


def test_an_untestable_claim_is_open_and_weighs_nothing(small: synthesis.Synthesis) -> None:
    """It has no value, not a zero."""
    row = small.evidence.set_index("claim").loc["exercises-raise-interoperability-trust"]

    assert row["says"] == "open"
    assert pd.isna(row["value"])


def test_the_balance_is_the_mean_of_what_is_not_open(small: synthesis.Synthesis) -> None:
    """Recomputed by a plain loop over the table."""
    values = [value for value in small.evidence["value"].tolist() if value == value]  # noqa: PLR0124 - not NaN

    assert small.find("balance").value == pytest.approx(sum(values) / len(values))


def test_the_counts_of_the_four_sides_add_up(small: synthesis.Synthesis) -> None:
    """For, against, undecided and open are all the claims."""
    counts = [small.find(name).value for name in ("for", "against", "undecided", "open")]

    assert sum(count or 0 for count in counts) == small.find("claims").value == len(small.evidence)


def test_unverified_claims_are_not_said_to_be_untestable(small: synthesis.Synthesis) -> None:
    """One of each stays open, and each is told as what it is."""
    verdicts = small.evidence.set_index("claim")["verdict"]

    assert verdicts["chinese-credit-13-8bn"] == "unverified"
    assert [small.find(name).value for name in ("open", "untestable", "unverified")] == [2, 1, 1]
    assert "{open} stay open ({untestable} not testable, {unverified} unverified)" in small.answer


def test_the_strongest_evidence_lies_on_its_side(small: synthesis.Synthesis) -> None:
    """Positive for, negative against."""
    assert (small.strongest("for")["Weight"] > 0).all()
    assert (small.strongest("against")["Weight"] < 0).all()


def test_every_sentence_cites_quantities_that_exist(small: synthesis.Synthesis) -> None:
    """Filled in with the quantities of the chapter, no brace is left."""
    known = {quantity.name: "x" for quantity in small.quantities if quantity.is_known}

    assert all(text.format(**known) for text in (small.answer, small.data, small.sure))


def test_an_unknown_thesis_is_answered_with_the_nearest() -> None:
    """The message names those there are."""
    with pytest.raises(ClaimError, match=r"Did you mean 'balancing'(?s:.)*partnership"):
        read_thesis(PROJECT, "balancin")


def test_a_thesis_may_not_name_a_claim_twice() -> None:
    """It would count double, or on both sides."""
    link = Link(name="one", says="So.", **{"for": ("a", "b"), "against": ("a",)})

    with pytest.raises(ValueError, match="names claims twice: a"):
        Thesis(id="x", source="y", title="z", statement="So.", links=(link,))


def test_the_theses_are_those_that_the_notebook_can_be_asked_for() -> None:
    """Choices of the parameter and the file agree."""
    from scoledger.parameters import read_declarations

    choices = read_declarations(PROJECT)["synthesis"].parameters["thesis"].choices

    assert choices == list(read_theses(PROJECT))
