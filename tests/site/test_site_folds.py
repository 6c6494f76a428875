"""What the box of a verdict keeps folded."""

from __future__ import annotations

from docutils import nodes  # type: ignore[import-untyped]

from scoledger.site.folds import Fold, fold_long, make_fold, split_long

REST = "It counts, e.g. as of 2016, what is known. " * 10


def test_a_long_note_is_folded_after_its_first_sentence() -> None:
    """The sentence stands open, the rest in a fold with a label; a short note has no fold."""
    first, fold = fold_long(f"Two things are asked. {REST}")

    assert first.astext() == "Two things are asked."
    assert isinstance(fold, Fold)
    assert (fold["label"], fold.astext()) == ("The rest of the note", REST)
    assert [type(node) for node in fold_long("Short. It stays.")] == [nodes.paragraph]


def test_an_abbreviation_or_a_figure_does_not_end_a_sentence() -> None:
    """The U. S. is no sentence, nor is a figure; one sentence alone stays whole, however long."""
    text = "The U. S. Senate voted 2.5 times" + ", and so on" * 40 + "."

    assert split_long(text) == [text]
    assert split_long(f"{text} Then it rested.") == [text, "Then it rested."]


def test_nothing_is_folded_where_there_is_nothing_to_say() -> None:
    """No empty fold."""
    assert make_fold("What changed", ["", ""]) == []
