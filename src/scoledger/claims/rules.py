"""Decision rules: thresholds taken over from the inventory of the claims."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from scoledger.claims.toml import Model, check_model, read_toml
from scoledger.errors import ClaimError, UnknownRuleError, nearest
from scoledger.paths import Project

#: No exponent beyond three digits: written out, one of ten digits fills any memory.
_WRITTEN = re.compile(r"[0-9]{1,9}(/[0-9]{1,9}|(\.[0-9]{1,20})?(e-?[0-9]{1,3})?)")


def _fraction(value: object) -> Fraction:
    if not _WRITTEN.fullmatch(str(value)):
        raise ValueError("expected a fraction such as 2/3 or 0.95")
    try:
        return Fraction(str(value))
    except ZeroDivisionError:
        raise ValueError("a fraction needs a denominator other than zero") from None


Share = Annotated[Fraction, BeforeValidator(_fraction), Field(ge=0, le=1)]
RuleKind = Literal["point", "rank", "trend", "compare", "effect", "record"]


class Rule(Model):
    """One rule: how a specification is read, and how the share of specifications becomes a verdict.

    Parameters
    ----------
    kind : {"point", "rank", "trend", "compare", "effect", "record"}
        What is compared: a figure, an order, a tendency over years, units with each other or with a threshold, the
        change around an event with that of others, or dated documents.
    text : str
        The rule in a sentence, as the book prints it.
    support_share, contradict_share : fraction
        Share of specifications at or above which the verdict is *supported* or *contradicted*.
    within, beyond : float, optional
        Point figures: relative distance up to which a figure agrees, and above which it disagrees.
    ordered : bool
        Ranks: whether the claimed order counts; the right set in another order is then neither.
    direction : {-1, 1}, optional
        Trends: the sign that the claim states.
    level : float, optional
        Trends: significance level of the two-sided test.  Effects: p value below which a placebo is not clean.
    minimum_years : int, optional
        Trends: fewest yearly values with which a trend is tested.
    minimum_coverage : fraction, optional
        Trends: smallest share of the window's years that must have a value.
    """

    kind: RuleKind
    text: str
    support_share: Share = Fraction(2, 3)
    contradict_share: Share = Fraction(2, 3)
    within: float | None = Field(default=None, gt=0)
    beyond: float | None = Field(default=None, gt=0)
    ordered: bool = False
    direction: Literal[-1, 1] | None = None
    level: float | None = Field(default=None, gt=0, lt=1)
    minimum_years: int | None = Field(default=None, ge=4)
    minimum_coverage: Share | None = None


_NEEDED: dict[str, tuple[str, ...]] = {
    "point": ("within", "beyond"),
    "rank": (),
    "trend": ("direction", "level", "minimum_years", "minimum_coverage"),
    "compare": (),
    "effect": ("level",),
    "record": (),
}


def read_rules(project: Project) -> dict[str, Rule]:
    """Read ``data/claims/rules.toml``.

    Returns
    -------
    dict of str to Rule
        Rules by name, in the order of the file.

    Raises
    ------
    ClaimError
        If the file is missing or a rule lacks a threshold that its kind needs.
    """
    path = project.claims / "rules.toml"
    rules = {name: check_model(path, Rule, content) for name, content in read_toml(path).items()}
    for name, rule in rules.items():
        missing = [field for field in _NEEDED[rule.kind] if getattr(rule, field) is None]
        if missing:
            raise ClaimError(f"{path}: rule {name!r} of kind {rule.kind!r} lacks {', '.join(missing)}.\nState them.")
    return rules


def find_rule(rules: dict[str, Rule], name: str, where: str) -> Rule:
    """Look a rule up by name.

    Raises
    ------
    UnknownRuleError
        If there is none; the message names the nearest.
    """
    if name not in rules:
        raise UnknownRuleError(
            f"{where}: unknown rule {name!r}.{nearest(name, rules)}\n"
            f"Rules in data/claims/rules.toml: {', '.join(rules)}."
        )
    return rules[name]
