"""What a reader of the grid counts: outcomes by view and by choice, and what the rule would say of one view alone."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import pandas as pd

from scoledger.chapters.what_if.views import CHOICES, View
from scoledger.claims import Rule
from scoledger.verdicts import Evidence
from scoledger.verdicts.joining import apply_shares

OUTCOMES = ("supports", "neither", "contradicts", "no data")


def count_views(views: Sequence[View], cells: pd.DataFrame, rules: Mapping[str, Rule]) -> pd.DataFrame:
    """Count outcomes by view.

    Returns
    -------
    pandas.DataFrame, shape (n_views, 13)
        ``view``, ``reading``, the choices of `views.CHOICES`, ``is_own``, ``windows`` (judged, those without data
        apart), one column for each of `OUTCOMES`, and ``verdict``: what the rule says of these windows alone.

    Notes
    -----
    The verdict takes windows for specifications.  Windows overlap, so that it is a way to look, not a verdict of the
    ledger.
    """
    rows = []
    by_view = cells.groupby("view")["outcome"].agg(list)
    for at, view in enumerate(views):
        outcomes = by_view.get(at, [])
        counts = {name: outcomes.count(name) for name in OUTCOMES}
        evidence = [Evidence(view.specification, outcome) for outcome in outcomes]
        rows.append(
            {
                "view": at,
                "reading": view.reading,
                **dict(zip(CHOICES, view.choices, strict=True)),
                "is_own": view.is_own,
            }
            | {"windows": len(outcomes) - counts["no data"], **counts}
            | {"verdict": apply_shares(rules[view.part.rule], evidence)}
        )
    return pd.DataFrame(rows)


def count_choices(counted: pd.DataFrame) -> pd.DataFrame:
    """Share of the judged windows that support and contradict, by choice and reading.

    Parameters
    ----------
    counted : pandas.DataFrame
        As `count_views` gives it.

    Returns
    -------
    pandas.DataFrame, shape (n_choices, 6)
        ``kind`` (one of `views.CHOICES`), ``choice``, ``reading``, ``windows``, ``supports`` and ``contradicts``, the
        last two as shares; choices without a judged window are absent.
    """
    rows = []
    for kind in CHOICES:
        for choice, reading in itertools.product(counted[kind].unique(), counted["reading"].unique()):
            own = counted[(counted[kind] == choice) & (counted["reading"] == reading)]
            windows = int(own["windows"].sum())
            if windows:
                shares = {name: own[name].sum() / windows for name in ("supports", "contradicts")}
                rows.append({"kind": kind, "choice": choice, "reading": reading, "windows": windows, **shares})
    return pd.DataFrame(rows, columns=["kind", "choice", "reading", "windows", "supports", "contradicts"])


def find_default(views: Sequence[View], counted: pd.DataFrame) -> int:
    """Position of the view that is shown first: the claim's first definition and states, by the books of most windows.

    Only views that judge the core under the first reading count; outcomes play no part.
    """
    first = views[0].reading
    core = [at for at, view in enumerate(views) if view.is_own and view.reading == first and view.part.role == "core"]
    named = views[core[0]]
    alike = [at for at in core if (views[at].definition, views[at].states) == (named.definition, named.states)]
    return max(alike, key=lambda at: int(counted["windows"].iloc[at]))


def list_absent(views: Sequence[View], pruned: Mapping[tuple[str, ...], str]) -> pd.DataFrame:
    """Combinations of choices that no view makes, with the reason.

    Parameters
    ----------
    views : sequence of View
    pruned : dict of tuple to str
        The claim's reason for each combination that it leaves out for every window.

    Returns
    -------
    pandas.DataFrame, shape (n_absent, 6)
        ``reading``, the choices of `views.CHOICES`, ``reason``.
    """
    options = [list(dict.fromkeys(column)) for column in zip(*(view.choices for view in views), strict=True)]
    made = {(view.reading, *view.choices) for view in views}
    rows = [
        [reading, *choices, pruned.get(choices, "The claim has no specification of this kind.")]
        for reading in dict.fromkeys(view.reading for view in views)
        for choices in itertools.product(*options)
        if (reading, *choices) not in made
    ]
    return pd.DataFrame(rows, columns=["reading", *CHOICES, "reason"])
