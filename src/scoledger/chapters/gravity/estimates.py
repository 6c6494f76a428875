"""What is estimated for the chapter on gravity, and under which choices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoledger.chapters.gravity.joining import BOTH, EARLIER, OTHERS, Question
from scoledger.countries import country_name
from scoledger.errors import NoDataError
from scoledger.indicators.gravity_panels import (
    ESTIMATED,
    add_effects,
    among_members_then,
    between,
    four_yearly_flows,
    in_force,
)
from scoledger.inference.poisson import PoissonFit, fit_poisson_effects
from scoledger.tables import Library

#: Groups taken out: exporter-year, importer-year and the directed pair.
EFFECTS = ("exporter_year", "importer_year", "pair")
#: A second year after which the hub's ties may have changed: the Belt and Road was announced in it.
LATER = 2013
#: A state that never belonged, and the false date is so many years before the true one.
PLACEBO_STATE, FALSE_YEARS = "TKM", 4
#: Leads and lags are pooled beyond these; the year before is the reference.
LEADS, LAGS, REFERENCE = 6, 12, -1
FLOWS, AGREEMENT = "value_musd", "agreement"
#: Groups of specifications.  The last two are read in a way of their own: they answer another question.
ANNUAL, SPARSE, LEFT_OUT = "every year, positive flows", "every fourth year, with zeros", "one member left out"
PLACEBO, APART = "placebo", "another question"
#: Paths by year: of the pairs that joined, and of those that had joined before.
JOINED, JOINED_BEFORE = "pairs that joined", "pairs that were members before"


@dataclass(frozen=True)
class Choice:
    """One way to estimate the effect."""

    label: str
    group: str
    data: pd.DataFrame
    extra: Sequence[str] = ()
    effects: Sequence[str] = EFFECTS
    clusters: Sequence[str] = ("pair",)

    def fit(self) -> PoissonFit:
        """Fit it, with a term for each other kind of pair that the data hold."""
        others = [name for name in OTHERS if self.data[name].any()]
        return fit_poisson_effects(
            self.data, FLOWS, [BOTH, *others, *self.extra], list(self.effects), list(self.clusters)
        )

    def explain(self, joined: int, error: NoDataError) -> str:
        """Why it cannot be estimated, in words."""
        if self.data[BOTH].any():
            return str(error).splitlines()[0].removesuffix(".")
        last = int(self.data["year"].max()) if len(self.data) else joined - 1
        return f"its years end in {last}" if last < joined else "it holds no flow of a pair after joining"


def list_missing(panel: pd.DataFrame, question: Question) -> tuple[str, ...]:
    """Members that do not report, or to which nobody reports exports, in words."""
    silent = [country_name(code) for code in question.members if code not in set(panel["exporter"])]
    unseen = [country_name(code) for code in question.members if code not in set(panel["importer"])]
    words = [f"the exports of {', '.join(silent)} as they report them"] if silent else []
    return (*words, *([f"exports to {', '.join(unseen)}"] if unseen else []))


def list_choices(library: Library, panel: pd.DataFrame, question: Question) -> list[Choice]:
    """List the ways to estimate the effect, the main one first, then every other that a referee would ask for."""
    joining, plain = question.joining, panel
    four = joining.mark(add_effects(four_yearly_flows(library)))
    false_date = question.joined - FALSE_YEARS
    before = joining.mark(plain[plain["year"] < question.joined], since=false_date)
    made = [
        Choice("every year, directed pair effects, errors by pair", ANNUAL, plain),
        Choice("symmetric pair effects", ANNUAL, plain, effects=(*EFFECTS[:2], "couple"), clusters=("couple",)),
        Choice("errors clustered by exporter and by importer", ANNUAL, plain, clusters=("exporter", "importer")),
        Choice("trade agreements controlled (DESTA)", ANNUAL, plain.assign(**{AGREEMENT: in_force(library, plain)}),
               (AGREEMENT,)),
        Choice("without exporters whose reports are estimates", ANNUAL, plain[~plain["exporter"].isin(ESTIMATED)]),
        *_without_others(plain),
        *_without_large(plain, question.members),
        Choice(f"years to {LATER - 1} only", ANNUAL, plain[plain["year"] < LATER]),
        Choice("zeros kept", SPARSE, four),
        Choice("zeros kept, trade agreements controlled", SPARSE, four, (AGREEMENT,)),
        Choice(f"false date: {false_date}, years before {question.joined}", PLACEBO, before),
    ]  # fmt: skip
    if joining.is_organisation:
        then = plain.assign(**{BOTH: among_members_then(library, plain)} | dict.fromkeys(OTHERS, 0.0))
        made.append(Choice("every pair of the organisation, from its own entry", APART, then))
    if len(question.members) > 2:  # noqa: PLR2004 - two members without one are no group
        # Their flows with the other members are left out: they joined too, and are no yardstick for those that did.
        made += [
            Choice(f"without {country_name(state)}", LEFT_OUT, plain[~joining.holds(plain, state)])
            for state in question.members
        ]
    return made


def _without_others(panel: pd.DataFrame) -> list[Choice]:
    others = (panel[list(OTHERS)] > 0).any(axis=1)
    label = "without pairs that joined in another year, since they did"
    return [Choice(label, ANNUAL, panel[~others].assign(**dict.fromkeys(OTHERS, 0.0)))] if others.any() else []


def _without_large(panel: pd.DataFrame, members: Sequence[str]) -> list[Choice]:
    large = ["CHN", "RUS"]
    if not set(large) <= set(members):
        return []
    apart = ~(panel["exporter"].isin(large) & panel["importer"].isin(large))
    return [Choice("without trade between China and Russia", ANNUAL, panel[apart])]


def fit_choices(choices: Sequence[Choice], joined: int) -> tuple[PoissonFit | None, pd.DataFrame, tuple[str, ...]]:
    """Estimate under every choice.

    Returns
    -------
    main : PoissonFit or None
        The first one; None where the data cannot bear it.
    specifications : pandas.DataFrame, shape (n_specifications, 10)
    missing : tuple of str
        What could not be estimated and why, in words.
    """
    main, rows = None, []
    refused: dict[str, list[str]] = {}
    for place, choice in enumerate(choices):
        try:
            fit = choice.fit()
        except NoDataError as error:
            refused.setdefault(choice.explain(joined, error), []).append(choice.label)
            continue
        rows.append(_row(choice.label, choice.group, fit, BOTH, is_main=place == 0))
        if place == 0:
            main = fit
            if EARLIER in fit.estimates.index:
                rows.append(_row(f"{JOINED_BEFORE}, from {joined}", APART, fit, EARLIER))
    columns = ["label", "value", "low", "high", "p_value", "n", "pairs", "dropped", "group", "is_main"]
    missing = tuple(f"an effect for: {'; '.join(labels)} ({reason})" for reason, labels in refused.items())
    return main, pd.DataFrame(rows, columns=columns), missing


def _row(label: str, group: str, fit: PoissonFit, term: str, *, is_main: bool = False) -> dict[str, object]:
    own = fit.estimates.loc[term]
    treated = fit.rows.loc[fit.rows[term] > 0, "pair"].nunique()
    return {
        "label": label, "value": own["estimate"], "low": own["low"], "high": own["high"], "p_value": own["p_value"],
        "n": fit.n, "pairs": int(treated), "dropped": fit.dropped, "group": group, "is_main": is_main,
    }  # fmt: skip


def count_others(specifications: pd.DataFrame) -> pd.DataFrame:
    """Specifications beside the main one that ask the same question."""
    return specifications[~specifications["is_main"] & ~specifications["group"].isin((PLACEBO, APART))]


def time_leads(panel: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Leads and lags: trade of the pairs that joined, and of older ones, in each year against the year before.

    Returns
    -------
    pandas.DataFrame, shape (n_times, 5)
        ``time`` (years from joining), ``value``, ``low``, ``high``, ``group``; empty when it cannot be estimated.
    """
    time = (panel["year"] - question.joined).clip(-LEADS, LAGS)
    kinds = {JOINED: question.joining.is_new(panel), JOINED_BEFORE: question.joining.was_before(panel)}
    terms: dict[tuple[str, int], pd.Series] = {}
    for kind, inside in kinds.items():
        known = set(time[inside])
        if REFERENCE in known:
            terms |= {(kind, at): (inside & (time == at)).astype(float) for at in sorted(known - {REFERENCE})}
    names = {f"t{place}": term for place, term in enumerate(terms)}
    columns = {name: terms[term] for name, term in names.items()}
    later = [name for name in OTHERS if name != EARLIER and panel[name].any()]
    empty = pd.DataFrame(columns=["time", "value", "low", "high", "group"])
    if not any(kind == JOINED for kind, _ in terms):
        return empty
    try:
        fit = fit_poisson_effects(panel.assign(**columns), FLOWS, [*columns, *later], EFFECTS, ["pair"])
    except NoDataError:  # the page says that there is no path
        return empty
    table = fit.estimates.loc[list(columns), ["estimate", "low", "high"]].reset_index(drop=True)
    table = table.rename(columns={"estimate": "value"})
    table = table.assign(time=[at for _, at in names.values()], group=[kind for kind, _ in names.values()])
    reference = [
        {"time": REFERENCE, "value": 0.0, "low": 0.0, "high": 0.0, "group": kind} for kind in table["group"].unique()
    ]
    rank = {kind: place for place, kind in enumerate(kinds)}
    both = pd.concat([table, pd.DataFrame(reference)])
    order = np.lexsort((both["time"], both["group"].map(rank)))
    return both.iloc[order].reset_index(drop=True)


def measure_hub(panel: pd.DataFrame, question: Question) -> pd.DataFrame:
    """The hub's trade with each state: the change after joining, and the further change after the later year."""
    columns, labels = {}, {}
    partners = dict.fromkeys([*(state for state in question.members if state != question.hub), PLACEBO_STATE])
    for state in partners:
        for since in sorted({question.joined, LATER}):
            dummy = between(panel, question.hub, [state], since)
            if dummy.sum() and state != question.hub:
                name = f"{state.lower()}{since}"
                columns[name] = dummy
                labels[name] = (state, since)
    try:
        fit = fit_poisson_effects(panel.assign(**columns), FLOWS, list(columns), EFFECTS, ["pair"])
    except NoDataError:  # the page says that there is no trade with the hub
        return pd.DataFrame(columns=["label", "state", "value", "low", "high", "group"])
    rows = []
    for name, (state, since) in labels.items():
        row = fit.estimates.loc[name]
        never = " (never a member)" if state not in question.members else ""
        group = f"from {since}" + (", beyond the first" if since != min(question.joined, LATER) else "")
        rows.append(
            {"label": f"{country_name(state)}{never}", "state": state, "value": row["estimate"]}
            | {"low": row["low"], "high": row["high"], "group": group}
        )
    return pd.DataFrame(rows)
