"""Whose runs the code of a chapter concerns."""

from __future__ import annotations

from scoledger.runs import Basis

CODE = {
    "units.py": "a",
    "chapters/__init__.py": "b",
    "chapters/chapter.py": "c",
    "chapters/gravity.py": "d",
    "chapters/gravity_like.py": "e",
    "chapters/alignment/panel.py": "f",
}


def test_a_chapter_s_code_concerns_its_own_notebook_only() -> None:
    """What all share concerns all; a name that merely begins alike is another's."""
    assert set(Basis(CODE, "").of("gravity").code) == {
        "units.py", "chapters/__init__.py", "chapters/chapter.py", "chapters/gravity.py",
    }  # fmt: skip


def test_a_chapter_may_be_a_folder() -> None:
    """Every file in it is its own."""
    assert "chapters/alignment/panel.py" in Basis(CODE, "").of("alignment").code


def test_a_claim_rests_on_no_chapter() -> None:
    """A change of a chapter repeats none of the claims' runs."""
    changed = Basis({**CODE, "chapters/gravity.py": "other"}, "")

    assert changed.of("claim").code_digest == Basis(CODE, "").of("claim").code_digest
