"""What the panel says: effects of dependence on votes, these states beside others, and what moved first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from scoledger.errors import NoDataError
from scoledger.inference.panels import PanelFit, fit_panel, lag, random_groups

#: Ten points of a share, or a tenth of output: the step for which effects are told.
STEP = 0.1
NEXT, CHANGES = "1 year later", "change on change a year before"
LAGS = {1: NEXT, 2: "2 years later", 5: "5 years later"}
MEASURES = {"share": "share of trade", "ratio": "trade over output"}
#: Sign of an effect that draws nearer, by outcome.
OUTCOMES = {"distance": -1, "agreement": 1}
#: Errors of every estimate, the first those of all that is counted and told; what they are called.
COUNTED = "country"
CLUSTERS = {COUNTED: ("unit",), "country and year": ("unit", "year")}


class Lost(NamedTuple):
    """An estimate that cannot be made.

    Parameters
    ----------
    what, when : str
        What was looked for, and at which lag; the second may be empty.
    reason : str
    """

    what: str
    when: str
    reason: str


def estimate(panel: pd.DataFrame) -> tuple[pd.DataFrame, tuple[Lost, ...]]:
    """Every measure of dependence, lag, outcome and kind of errors.

    Parameters
    ----------
    panel : pandas.DataFrame
        ``unit``, ``year`` and what is known of ``share``, ``ratio``, ``distance`` and ``agreement``.

    Returns
    -------
    effects : pandas.DataFrame, shape (n_specifications, 11)
        Change of the outcome for ten more points of dependence: ``label``, ``value``, ``low``, ``high``, ``p_value``,
        ``n``, ``units``, ``group`` (measure of dependence), ``outcome``, ``clusters`` (of the errors) and ``is_main``.
    lost : tuple of Lost
    """
    rows, lost = [], []
    for outcome, words, when, named in _vary(panel):
        for clusters in CLUSTERS if when != CHANGES else [COUNTED]:
            kind = "" if clusters == COUNTED else f", errors by {clusters}"
            try:
                own, fit = _fit(named, outcome, ["before"], CLUSTERS[clusters])
            except NoDataError as error:
                lost.append(Lost(f"{outcome} by {words}", f"{when}{kind}", _reason(error)))
                break  # what has no errors by country has none by country and year
            rows.append(
                {"label": f"{outcome}, {when}{kind}", **own, "n": fit.n, "units": fit.units, "group": words}
                | {"outcome": outcome, "clusters": clusters}
                | {"is_main": (outcome, words, when, clusters) == ("distance", MEASURES["share"], NEXT, COUNTED)}
            )
    columns = ["label", "value", "low", "high", "p_value", "n", "units", "group", "outcome", "clusters", "is_main"]
    return pd.DataFrame(rows, columns=columns), tuple(lost)


def tell_apart(panel: pd.DataFrame, codes: Sequence[str]) -> tuple[pd.DataFrame, tuple[Lost, ...]]:
    """Whether the states' votes follow dependence more than those of random groups of as many states.

    Returns
    -------
    region : pandas.DataFrame, shape (n_measures, 4)
        ``label``, ``value`` (extra slope), ``p_value`` (among random groups) and ``n`` (of these).
    lost : tuple of Lost
    """
    rows, lost = [], []
    for measure, words in _known(panel) if "distance" in panel else ():
        named = panel.assign(before=lag(panel, measure, 1) / STEP)
        try:
            own, others = random_groups(named, "distance", "before", codes)
        except NoDataError as error:
            lost.append(Lost(f"these states' extra slope by {words}", "", _reason(error)))
            continue
        p_value = float((1 + (np.abs(others) >= abs(own)).sum()) / (1 + len(others)))
        rows.append({"label": words, "value": own, "p_value": p_value, "n": len(others)})
    return pd.DataFrame(rows, columns=["label", "value", "p_value", "n"]), tuple(lost)


def order(panel: pd.DataFrame) -> tuple[pd.DataFrame, tuple[Lost, ...]]:
    """Whether dependence foretells distance, given past distance, or the reverse.

    Returns
    -------
    timing : pandas.DataFrame, shape (n_rows, 7)
        ``label``, ``value`` (standard deviations), ``low``, ``high``, ``p_value``, ``group`` (measure of dependence)
        and ``number``, which names the row whatever other rows there are.
    lost : tuple of Lost
    """
    pairs = [
        pair
        for measure, words in MEASURES.items()
        for pair in (
            (f"{words} foretells distance", words, "distance", measure),
            (f"distance foretells {words}", words, measure, "distance"),
        )
    ]
    rows, lost = [], []
    for number, (label, words, outcome, cause) in enumerate(pairs, 1):
        if {outcome, cause} <= set(panel):
            try:
                own, _ = _fit(_standardise(panel, outcome, cause), outcome, ["cause", "past"])
            except NoDataError as error:
                lost.append(Lost(f"whether {label}", "", _reason(error)))
                continue
            rows.append({"label": label, **own, "group": words, "number": number})
    return pd.DataFrame(rows, columns=["label", "value", "low", "high", "p_value", "group", "number"]), tuple(lost)


def _known(panel: pd.DataFrame) -> list[tuple[str, str]]:
    """Measures of dependence that the panel has, with their names."""
    return [(name, words) for name, words in MEASURES.items() if name in panel]


def _vary(panel: pd.DataFrame) -> Iterator[tuple[str, str, str, pd.DataFrame]]:
    """Outcome, measure, lag, and the panel with dependence ``before``."""
    for outcome in (name for name in OUTCOMES if name in panel):
        for measure, words in _known(panel):
            for years, when in LAGS.items():
                yield outcome, words, when, panel.assign(before=lag(panel, measure, years) / STEP)
            yield outcome, words, CHANGES, _difference(panel, outcome, measure)


def _fit(
    panel: pd.DataFrame, outcome: str, regressors: Sequence[str], clusters: Sequence[str] = ("unit",)
) -> tuple[dict[str, float], PanelFit]:
    """Estimate of the first regressor, and the fit that it is from."""
    fit = fit_panel(panel, outcome, regressors, clusters=clusters)
    own = fit.estimates.to_dict("index")[regressors[0]]
    return {"value": own["estimate"], **{name: own[name] for name in ("low", "high", "p_value")}}, fit


def _reason(error: NoDataError) -> str:
    """What is wrong, without what was found and what to do."""
    return str(error).partition("\n")[0].rstrip(".")


def _difference(panel: pd.DataFrame, outcome: str, measure: str) -> pd.DataFrame:
    """Yearly changes: of the outcome, and of dependence in the year before."""
    changes = panel[["unit", "year"]].assign(
        **{outcome: panel[outcome] - lag(panel, outcome, 1), "step": panel[measure] - lag(panel, measure, 1)}
    )
    return changes.assign(before=lag(changes, "step", 1) / STEP)


def _standardise(panel: pd.DataFrame, outcome: str, cause: str) -> pd.DataFrame:
    """An outcome, its own ``past`` and its ``cause`` a year before, in standard deviations: both ways compare."""
    named = panel.assign(past=lag(panel, outcome, 1), cause=lag(panel, cause, 1))
    for name, column in ((outcome, outcome), ("past", outcome), ("cause", cause)):
        named[name] = named[name] / panel[column].std()
    return named
