"""Statements that stand against each other, between the articles and within one, and facts that look doubtful."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from pydantic import Field, model_validator

from scoledger.claims.toml import Model, check_model, read_toml
from scoledger.paths import Project

#: Type of the groups whose claims stand against the record and not against each other.
DOUBTFUL = "doubtful-fact"

_HOLDS = frozenset({"supported", "confirmed"})
_FAILS = frozenset({"contradicted"})


class Contradiction(Model):
    """One group of claims.

    Parameters
    ----------
    type : str
        ``between`` the articles, ``within-<article>``, or ``doubtful-fact``.
    title : str
        What the group is about, in a few words.
    claims : list of str
        Claim ids; a claim need not be in the ledger yet.
    second : list of str, optional
        Those of the claims that make the second side; default: all but the first.
    note : str
        What stands against what, in a sentence.
    """

    type: str = Field(pattern=r"^(between|within-[a-z0-9]+|doubtful-fact)$")
    title: str
    claims: tuple[str, ...] = Field(min_length=2)
    second: tuple[str, ...] = ()
    note: str

    @model_validator(mode="after")
    def _two_sides(self) -> Contradiction:
        if len(set(self.claims)) < len(self.claims):
            raise ValueError(f"a claim stands twice in the group: {list(self.claims)}")
        strange = sorted(set(self.second) - set(self.claims))
        if strange:
            raise ValueError(f"second names claims that the group does not have: {strange}")
        if set(self.second) == set(self.claims):
            raise ValueError("second names every claim of the group, so that no first side is left")
        return self

    @property
    def sides(self) -> tuple[tuple[str, ...], ...]:
        """First and second side; one side alone for doubtful facts, which stand against the record."""
        if self.type == DOUBTFUL:
            return (self.claims,)
        second = self.second or self.claims[1:]
        return tuple(claim for claim in self.claims if claim not in second), second


def contradictions_path(project: Project) -> Path:
    """Path of the file that lists the groups."""
    return project.claims / "contradictions.toml"


def read_contradictions(project: Project) -> tuple[Contradiction, ...]:
    """Read ``data/claims/contradictions.toml``.

    Returns
    -------
    tuple of Contradiction
        Groups in the order of the file.

    Raises
    ------
    ClaimError
        If the file is missing or a group does not state what it must.
    """
    path = contradictions_path(project)
    return check_model(path, _File, read_toml(path)).groups


class _File(Model):
    groups: tuple[Contradiction, ...]


def weigh_sides(first: Collection[str], second: Collection[str]) -> str:
    """Say which of two sides the verdicts favour.

    A side holds when every verdict on it is *supported* or *confirmed*, and fails when every one is *contradicted*;
    with any other word it is open.

    Parameters
    ----------
    first, second : collection of str
        Verdict words of the claims of each side that have been judged.

    Examples
    --------
    >>> weigh_sides(["supported"], ["contradicted"])
    'The data favour the first side.'
    >>> weigh_sides(["mixed"], ["not testable"])
    'The data do not decide between the two sides.'
    """
    if not first or not second:
        missing = "either" if not first and not second else "the second" if first else "the first"
        return f"The two sides cannot be compared yet: no claim of {missing} side has a verdict."
    return _WEIGHED[_state(first), _state(second)]


def count_words(words: Collection[str]) -> str:
    """Say how often each verdict was given to doubtful facts.

    Examples
    --------
    >>> count_words(["contradicted", "confirmed", "contradicted"])
    'Verdicts: 2 contradicted, 1 confirmed.'
    """
    if not words:
        return "None of these statements has a verdict yet."
    counts = sorted(((list(words).count(word), word) for word in set(words)), key=lambda pair: (-pair[0], pair[1]))
    return f"Verdicts: {', '.join(f'{count} {word}' for count, word in counts)}."


_WEIGHED = {
    ("holds", "fails"): "The data favour the first side.",
    ("fails", "holds"): "The data favour the second side.",
    ("holds", "holds"): "Each side holds on its own: the data do not decide between the two sides.",
    ("fails", "fails"): "The data speak against both sides.",
    ("holds", "open"): "The first side holds; on the second the data do not decide.",
    ("open", "holds"): "The second side holds; on the first the data do not decide.",
    ("fails", "open"): "The data speak against the first side; on the second they do not decide.",
    ("open", "fails"): "The data speak against the second side; on the first they do not decide.",
    ("open", "open"): "The data do not decide between the two sides.",
}


def _state(words: Collection[str]) -> str:
    if _HOLDS.issuperset(words):
        return "holds"
    return "fails" if _FAILS.issuperset(words) else "open"
