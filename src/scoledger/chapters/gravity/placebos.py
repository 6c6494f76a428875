"""Where the members stand among neighbourhoods that joined nothing."""

from __future__ import annotations

import pandas as pd

from scoledger.chapters.gravity.estimates import EFFECTS, FLOWS
from scoledger.chapters.gravity.joining import BOTH, EARLIER, LATER_ON, Joining, Question
from scoledger.countries import country_name
from scoledger.indicators.gravity_panels import neighbourhoods, order_outward
from scoledger.inference.poisson import fit_poisson_effects, score_treatments
from scoledger.tables import Library

COLUMNS = ("label", "value", "z", "is_own")


def place_among_neighbourhoods(library: Library, panel: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Score the members and every neighbourhood of the same shape in the same way.

    Returns
    -------
    pandas.DataFrame, shape (n_neighbourhoods + 1, 4)
        ``label``, ``value`` (log points, one step from the fit), ``z`` (of the score test) and ``is_own``; empty when
        the members have no score.

    Notes
    -----
    The panel is fitted once without the treatment, and all are scored from that fit.  A neighbourhood has as
    many states as there are members up to the year of joining that report.  Where some of the members were so before,
    as many of its states count as old members, from the middle outward; the others join them.  In each, as among the
    members, the older pairs are told apart from the new ones.
    """
    later = [LATER_ON] if panel[LATER_ON].any() else []
    fit = fit_poisson_effects(panel, FLOWS, later, EFFECTS, ["pair"])
    marks, beside = {question.name: fit.rows[BOTH]}, {question.name: fit.rows[EARLIER]}
    for middle, joining in _join_neighbours(library, question, set(fit.rows["exporter"])).items():
        marked = joining.mark(fit.rows[["exporter", "importer", "year"]])
        label = f"around {country_name(middle)}"
        marks[label], beside[label] = marked[BOTH], marked[EARLIER]
    older = pd.DataFrame(beside) if question.joining.has_members_before else None
    scores = score_treatments(fit, FLOWS, EFFECTS, "pair", pd.DataFrame(marks), older)
    if question.name not in scores.index:
        return pd.DataFrame(columns=list(COLUMNS))
    rows = pd.DataFrame({"label": scores.index, "value": scores["estimate"], "z": scores["z"]})
    return rows.assign(is_own=rows["label"] == question.name).reset_index(drop=True)[list(COLUMNS)]


def _join_neighbours(library: Library, question: Question, exporters: set[str]) -> dict[str, Joining]:
    years = question.joining.years
    here = {state: year for state, year in years.items() if year <= question.joined}
    here = {state: year for state, year in here.items() if state in exporters} or here
    size = max(len(here), 2)
    old = min(sum(year < question.joined for year in here.values()), size - 1)
    blocs = neighbourhoods(library, size, question.members, exporters)
    ordered = order_outward(library, blocs)
    return {
        middle: question.joining.of_states(newcomers=states[old:], before=states[:old])
        for middle, states in ordered.items()
    }
