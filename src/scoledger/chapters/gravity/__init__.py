"""Gravity: what membership, and a hub's ties with the region, add to trade beyond every fixed trait of a pair."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from scoledger.chapters.chapter import Chapter
from scoledger.chapters.gravity.checks import check_design
from scoledger.chapters.gravity.estimates import (
    fit_choices,
    list_choices,
    list_missing,
    measure_hub,
    time_leads,
)
from scoledger.chapters.gravity.joining import ask, prepare_panel
from scoledger.chapters.gravity.placebos import COLUMNS, place_among_neighbourhoods
from scoledger.chapters.gravity.words import list_quantities, write_answer, write_certainty, write_data
from scoledger.countries import parse_states, states_name
from scoledger.indicators.gravity import REPORTS
from scoledger.indicators.membership import STATUS_TABLE
from scoledger.tables import Library


@dataclass(frozen=True, kw_only=True)
class Gravity(Chapter):
    """Estimates of structural gravity, all in log points.

    Parameters
    ----------
    specifications : pandas.DataFrame, shape (n_specifications, 10)
        ``label``, ``value``, ``low``, ``high``, ``p_value``, ``n``, ``pairs`` (treated), ``dropped``, ``group`` and
        ``is_main``.
    timing : pandas.DataFrame, shape (n_times, 5)
        Leads and lags of joining: ``time``, ``value``, ``low``, ``high``, ``group`` (the pairs that joined, and those
        of members before, if any).
    hub_effects : pandas.DataFrame, shape (n_effects, 5)
        The hub's trade with each state after both years: ``label``, ``value``, ``low``, ``high``, ``group``.
    placebos : pandas.DataFrame, shape (n_placebos, 4)
        Neighbourhoods that joined nothing: ``label``, ``value`` (log points, one step from a fit without any), ``z``
        (of the score test) and ``is_own``.
    tables : tuple of str
        Ids of the tables of the annual panel and of who joined when.
    """

    specifications: pd.DataFrame
    timing: pd.DataFrame
    hub_effects: pd.DataFrame
    placebos: pd.DataFrame
    tables: tuple[str, ...] = (REPORTS, STATUS_TABLE)


def collect(library: Library, *, members: str, joined: int, hub: str) -> Gravity:
    """Estimate the effect of membership and of ties with a hub on trade.

    Parameters
    ----------
    members : str
        Group, or codes joined by commas.
    joined : int
        Year of joining.  Treated are the pairs of which one state joined then, by the table of statuses, and the other
        no later.  Where no two of the states became members together in that year, all pairs are taken to join then.
    hub : str
        State whose trade with each of the others is looked at.

    Notes
    -----
    Structural gravity by Poisson pseudo-maximum likelihood with exporter-year, importer-year and pair effects
    (`santossilva2006`, `yotov2016`): multilateral resistance and every fixed trait of a pair are taken out, so that
    only a change of the members' trade with one another, relative to their trade with others, is left.
    """
    question = ask(library, parse_states(members), joined, hub, states_name(members))
    panel = prepare_panel(library, question.joining, *_span(library))
    main, specifications, refused = fit_choices(list_choices(library, panel, question), joined)
    timing = time_leads(panel, question)
    hub_effects = measure_hub(panel, question)
    placebos = (
        pd.DataFrame(columns=list(COLUMNS)) if main is None else place_among_neighbourhoods(library, panel, question)
    )
    design = check_design(specifications, timing, placebos)
    return Gravity(
        title=f"Gravity: trade within {question.name}, from {joined}",
        quantities=list_quantities(main, specifications, placebos, timing, hub_effects),
        answer=write_answer(question, main, design, hub_effects),
        data=write_data(question, main, specifications, hub_effects),
        sure=write_certainty(timing, placebos, specifications),
        missing=(*list_missing(panel, question), *refused),
        specifications=specifications,
        timing=timing,
        hub_effects=hub_effects,
        placebos=placebos,
    )


def _span(library: Library) -> tuple[int, int]:
    years = library.read(REPORTS)["year"]
    return int(years.min()), int(years.max())
