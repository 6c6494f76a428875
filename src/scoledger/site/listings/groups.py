"""Whether a claim means a state by itself or as one of a group."""

from __future__ import annotations

from collections.abc import Collection

from scoledger.countries import GROUPS

#: States that a group has at least: two are named, not grouped.
SMALLEST_GROUP = 3


def groups_named(countries: Collection[str]) -> tuple[str, ...]:
    """Groups that a claim names whole, by the states that its file lists.

    Parameters
    ----------
    countries : collection of str
        ISO codes.

    Returns
    -------
    tuple of str
        Names of groups in the order of `GROUPS`.  No group is part of another one that is named whole too, and no
        state belongs to two of them.

    Examples
    --------
    >>> groups_named(["KAZ", "KGZ", "TJK", "TKM", "UZB", "CHN"]), groups_named(["CHN", "RUS"])
    (('CA5',), ())
    """
    named = set(countries)
    whole = {
        name: set(states) for name, states in GROUPS.items() if len(states) >= SMALLEST_GROUP and named >= set(states)
    }
    found: dict[str, set[str]] = {}
    for name, states in whole.items():
        is_part = any(states < other for other in whole.values())
        if not is_part and not any(states & other for other in found.values()):
            found[name] = states
    return tuple(found)


def group_of(code: str, countries: Collection[str]) -> str:
    """Group as part of which a claim means a state; nothing where it means the state itself.

    Examples
    --------
    >>> group_of("KGZ", ["KAZ", "KGZ", "TJK", "TKM", "UZB", "CHN"]), group_of("KGZ", ["KGZ", "CHN"])
    ('CA5', '')
    """
    return next((name for name in groups_named(countries) if code in GROUPS[name]), "")
