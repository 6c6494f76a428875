"""Errors: one class per mistake, none unused, and the hint at the nearest word."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import scoledger
from scoledger import errors
from scoledger.errors import LedgerError, nearest

PACKAGE = Path(scoledger.__file__).parent
CLASSES = {
    name: item
    for name, item in vars(errors).items()
    if inspect.isclass(item) and issubclass(item, Exception) and item is not LedgerError
}
WORDS = ["country", "partner", "first_year", "last_year", "mirror"]


def _called() -> set[str]:
    """Names that are called somewhere in the package: an error that is raised is called first."""
    return {
        node.func.id
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }


@pytest.mark.parametrize("name", CLASSES)
def test_every_class_is_one_mistake(name: str) -> None:
    """It derives from the common base directly, bears the ending, and says which mistake it is."""
    assert CLASSES[name].__bases__ == (LedgerError,)
    assert name.endswith("Error")
    assert CLASSES[name].__doc__


def test_every_class_is_raised_somewhere() -> None:
    """A mistake that the package never finds needs no class."""
    assert set(CLASSES) - _called() == set()


def test_two_mistakes_have_two_descriptions() -> None:
    """Otherwise they are one mistake."""
    described = [item.__doc__ for item in CLASSES.values()]

    assert len(set(described)) == len(described)


@pytest.mark.parametrize(
    ("written", "meant"), [("contry", "country"), ("Partner", "partner"), ("firstyear", "first_year")]
)
def test_the_nearest_word_is_named(written: str, meant: str) -> None:
    """Letters missing, capitals and underscores are forgiven."""
    assert nearest(written, WORDS) == f" Did you mean {meant!r}?"


def test_capitals_of_known_words_are_forgiven_too() -> None:
    """Rules and country codes are upper case; what is named is as it is known."""
    assert nearest("pf10", ["PF10", "RANK3"]) == " Did you mean 'PF10'?"


def test_nothing_is_suggested_when_nothing_is_near() -> None:
    """A wild guess misleads."""
    assert nearest("xyzzy", WORDS) == ""
    assert nearest("country", []) == ""


@given(st.permutations([*WORDS, "partners"]))
def test_the_order_of_the_known_words_does_not_matter(words: list[str]) -> None:
    """Messages are the same on every machine."""
    assert nearest("parnter", words) == nearest("parnter", [*WORDS, "partners"])


@given(st.sampled_from(WORDS))
def test_a_known_word_is_nearest_to_itself(word: str) -> None:
    """Whatever else is known."""
    assert nearest(word, WORDS) == f" Did you mean {word!r}?"
