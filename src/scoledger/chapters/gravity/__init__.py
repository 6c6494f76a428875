"""Gravity: what membership, and a hub's ties with the region, add to trade beyond every fixed trait of a pair."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import pandas as pd

from scoledger.chapters.chapter import Chapter
from scoledger.chapters.gravity.estimates import (
    BOTH,
    EFFECTS,
    FLOWS,
    Question,
    list_missing,
    measure_hub,
    place_among_neighbours,
    time_leads,
    try_fit,
    vary_specifications,
)
from scoledger.chapters.gravity.words import list_quantities, write_answer, write_certainty, write_data
from scoledger.countries import parse_states, states_name
from scoledger.indicators.gravity import REPORTS
from scoledger.indicators.gravity_panels import add_effects, among, annual_flows
from scoledger.inference.poisson import fit_poisson_effects
from scoledger.tables import Library


@dataclass(frozen=True, kw_only=True)
class Gravity(Chapter):
    """Estimates of structural gravity, all in log points.

    Parameters
    ----------
    specifications : pandas.DataFrame, shape (n_specifications, 9)
        ``label``, ``value``, ``low``, ``high``, ``n``, ``pairs`` (treated), ``dropped``, ``group`` and ``is_main``.
    timing : pandas.DataFrame, shape (n_times, 5)
        Leads and lags of membership: ``time``, ``value``, ``low``, ``high``, ``group``.
    hub_effects : pandas.DataFrame, shape (n_effects, 5)
        The hub's trade with each state after both years: ``label``, ``value``, ``low``, ``high``, ``group``.
    placebos : pandas.DataFrame, shape (n_placebos, 4)
        Neighbourhoods that joined nothing: ``label``, ``value`` (log points), ``z``, ``is_own``.
    tables : tuple of str
        Ids of the tables of the annual panel.
    """

    specifications: pd.DataFrame
    timing: pd.DataFrame
    hub_effects: pd.DataFrame
    placebos: pd.DataFrame
    tables: tuple[str, ...] = (REPORTS,)


def collect(library: Library, *, members: str, joined: int, hub: str) -> Gravity:
    """Estimate the effect of membership and of ties with a hub on trade.

    Parameters
    ----------
    members : str
        Group, or codes joined by commas.
    joined : int
        First year of membership.
    hub : str
        State whose trade with each of the others is looked at.

    Notes
    -----
    Structural gravity by Poisson pseudo-maximum likelihood with exporter-year, importer-year and pair effects
    (`santossilva2006`, `yotov2016`): multilateral resistance and every fixed trait of a pair are taken out, so that
    only a change of the members' trade with one another, relative to their trade with others, is left.
    """
    question = Question(parse_states(members), joined, hub, states_name(members))
    panel = add_effects(annual_flows(library, *_span(library)))
    panel[BOTH] = among(panel, question.members, joined)
    missing = list_missing(panel, question)
    main = try_fit(functools.partial(fit_poisson_effects, panel, FLOWS, [BOTH], EFFECTS, ["pair"]))
    specifications = vary_specifications(library, panel, question, main)
    timing = time_leads(panel, question)
    hub_effects = measure_hub(panel, question)
    placebos = place_among_neighbours(library, main, question)
    quantities = list_quantities(main, specifications, placebos, timing, hub_effects)
    return Gravity(
        title=f"Gravity: trade within {question.name}, from {joined}",
        quantities=quantities,
        answer=write_answer(question, main, placebos, hub_effects),
        data=write_data(main, specifications, hub_effects),
        sure=write_certainty(timing, placebos, specifications),
        missing=missing,
        specifications=specifications,
        timing=timing,
        hub_effects=hub_effects,
        placebos=placebos,
    )


def _span(library: Library) -> tuple[int, int]:
    years = library.read(REPORTS)["year"]
    return int(years.min()), int(years.max())
