"""What is estimated for the chapter on gravity, and under which choices."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from scoledger.countries import country_name
from scoledger.errors import NoDataError
from scoledger.indicators.gravity_panels import (
    ESTIMATED,
    add_effects,
    among,
    among_members_then,
    between,
    four_yearly_flows,
    in_force,
    neighbourhoods,
)
from scoledger.inference.poisson import PoissonFit, fit_poisson_effects, score_placebos
from scoledger.tables import Library

#: Groups taken out: exporter-year, importer-year and the directed pair.
EFFECTS = ("exporter_year", "importer_year", "pair")
#: A second year after which the hub's ties may have changed: the Belt and Road was announced in it.
LATER = 2013
#: A state that never belonged, and the false date is so many years before the true one.
PLACEBO_STATE, FALSE_YEARS = "TKM", 4
#: Leads and lags are pooled beyond these; the year before is the reference.
LEADS, LAGS, REFERENCE = 6, 12, -1
LEVEL = 0.05
FLOWS, BOTH = "value_musd", "both"
#: Groups of specifications that are read in a way of their own.
PLACEBO, LEFT_OUT = "placebo", "one member left out"


@dataclass(frozen=True)
class Question:
    """What is asked of the panels."""

    members: tuple[str, ...]
    joined: int
    hub: str
    name: str

    @property
    def partners(self) -> tuple[str, ...]:
        """The members other than the hub, with the placebo state beside them."""
        return tuple(dict.fromkeys([*(state for state in self.members if state != self.hub), PLACEBO_STATE]))


def list_missing(panel: pd.DataFrame, question: Question) -> tuple[str, ...]:
    """Members that do not report, or to which nobody reports exports, in words."""
    silent = [country_name(code) for code in question.members if code not in set(panel["exporter"])]
    unseen = [country_name(code) for code in question.members if code not in set(panel["importer"])]
    words = [f"the exports of {', '.join(silent)} as they report them"] if silent else []
    return (*words, *([f"exports to {', '.join(unseen)}"] if unseen else []))


def try_fit(fit: Callable[[], PoissonFit]) -> PoissonFit | None:
    """A fit, or None where the data cannot bear it; `vary_specifications` and the answer say so."""
    try:
        return fit()
    except NoDataError:
        return None


def vary_specifications(
    library: Library, panel: pd.DataFrame, question: Question, main: PoissonFit | None
) -> pd.DataFrame:
    """Estimate the same effect under every other choice that a referee would ask for."""
    plain, four = panel, add_effects(four_yearly_flows(library))
    four[BOTH] = among(four, question.members, question.joined)
    agreed = plain.assign(agreement=in_force(library, plain))
    then = plain.assign(**{BOTH: among_members_then(library, plain)})
    large = sorted({"CHN", "RUS"} & set(question.members))
    apart = ~(plain["exporter"].isin(large) & plain["importer"].isin(large)) if len(large) > 1 else slice(None)
    false_date = question.joined - FALSE_YEARS
    before = plain[plain["year"] < question.joined]
    before = before.assign(**{BOTH: among(before, question.members, false_date)})
    annual, sparse, check = "every year, positive flows", "every fourth year, with zeros", PLACEBO
    tries: list[tuple[str, str, pd.DataFrame, Sequence[str], Sequence[str], Sequence[str]]] = [
        ("symmetric pair effects", annual, plain, [BOTH], (*EFFECTS[:2], "couple"), ["couple"]),
        ("errors clustered by exporter and by importer", annual, plain, [BOTH], EFFECTS, ["exporter", "importer"]),
        ("trade agreements controlled (DESTA)", annual, agreed, [BOTH, "agreement"], EFFECTS, ["pair"]),
        ("without exporters whose reports are estimates", annual, plain[~plain["exporter"].isin(ESTIMATED)],
         [BOTH], EFFECTS, ["pair"]),
        ("members of the organisation in each year, as they joined", annual, then, [BOTH], EFFECTS, ["pair"]),
        (f"years to {LATER - 1} only", annual, plain[plain["year"] < LATER], [BOTH], EFFECTS, ["pair"]),
        ("zeros kept", sparse, four, [BOTH], EFFECTS, ["pair"]),
        ("zeros kept, trade agreements controlled", sparse, four, [BOTH, "agreement"], EFFECTS, ["pair"]),
        (f"false date: {false_date}, years before {question.joined}", check, before, [BOTH], EFFECTS, ["pair"]),
    ]  # fmt: skip
    if len(large) > 1:
        tries.insert(4, ("without trade between China and Russia", annual, plain[apart], [BOTH], EFFECTS, ["pair"]))
    tries += [
        (f"without {country_name(state)}", LEFT_OUT,
         plain.assign(**{BOTH: among(plain, [one for one in question.members if one != state], question.joined)}),
         [BOTH], EFFECTS, ["pair"])
        for state in question.members
        if len(question.members) > 2  # noqa: PLR2004 - two members without one are no group
    ]  # fmt: skip
    rows = [_row("every year, directed pair effects, errors by pair", annual, main, is_main=True)] if main else []
    for label, group, data, regressors, effects, clusters in tries:
        fit = try_fit(functools.partial(fit_poisson_effects, data, FLOWS, regressors, effects, clusters))
        if fit is not None:
            rows.append(_row(label, group, fit))
    columns = ["label", "value", "low", "high", "p_value", "n", "pairs", "dropped", "group", "is_main"]
    return pd.DataFrame(rows, columns=columns)


def _row(label: str, group: str, fit: PoissonFit, *, is_main: bool = False) -> dict[str, object]:
    own = fit.estimates.loc[BOTH]
    treated = fit.rows.loc[fit.rows[BOTH] > 0, "pair"].nunique()
    return {
        "label": label, "value": own["estimate"], "low": own["low"], "high": own["high"], "p_value": own["p_value"],
        "n": fit.n, "pairs": int(treated), "dropped": fit.dropped, "group": group, "is_main": is_main,
    }  # fmt: skip


def time_leads(panel: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Leads and lags: trade among the members in each year, against the year before they joined."""
    inside = among(panel, question.members, int(panel["year"].min())) > 0
    time = (panel["year"] - question.joined).clip(-LEADS, LAGS)
    known = sorted(set(time[inside]) - {REFERENCE})
    names = {value: f"t{'m' if value < 0 else 'p'}{abs(value)}" for value in known}
    columns = {name: (inside & (time == value)).astype(float) for value, name in names.items()}
    fit = try_fit(lambda: fit_poisson_effects(panel.assign(**columns), FLOWS, list(columns), EFFECTS, ["pair"]))
    if fit is None or REFERENCE not in set(time[inside]):
        return pd.DataFrame(columns=["time", "value", "low", "high", "group"])
    table = fit.estimates.loc[list(columns), ["estimate", "low", "high"]].reset_index(drop=True)
    table = table.rename(columns={"estimate": "value"}).assign(time=list(names))
    reference = pd.DataFrame([{"time": REFERENCE, "value": 0.0, "low": 0.0, "high": 0.0}])
    return pd.concat([table, reference]).sort_values("time", ignore_index=True).assign(group="members")


def measure_hub(panel: pd.DataFrame, question: Question) -> pd.DataFrame:
    """The hub's trade with each state: the change after joining, and the further change after the later year."""
    columns, labels = {}, {}
    for state in question.partners:
        for since in sorted({question.joined, LATER}):
            dummy = between(panel, question.hub, [state], since)
            if dummy.sum() and state != question.hub:
                name = f"{state.lower()}{since}"
                columns[name] = dummy
                labels[name] = (state, since)
    fit = try_fit(lambda: fit_poisson_effects(panel.assign(**columns), FLOWS, list(columns), EFFECTS, ["pair"]))
    if fit is None:
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


def place_among_neighbours(library: Library, main: PoissonFit | None, question: Question) -> pd.DataFrame:
    """Where the true effect stands among neighbourhoods of the same size that joined nothing."""
    columns = ["label", "value", "z", "is_own"]
    if main is None:
        return pd.DataFrame(columns=columns)
    exporters = set(main.rows["exporter"])
    size = len([state for state in question.members if state in exporters]) or len(question.members)
    blocs = neighbourhoods(library, max(size, 2), question.members, exporters)
    dummies = pd.DataFrame({middle: among(main.rows, states, question.joined) for middle, states in blocs.items()})
    scores = score_placebos(main, FLOWS, EFFECTS, "pair", dummies)
    rows = pd.DataFrame(
        {"label": [f"around {country_name(middle)}" for middle in scores.index], "value": scores["estimate"].to_numpy()}
    ).assign(z=scores["z"].to_numpy(), is_own=False)
    own = main.estimates.loc[BOTH]
    ours = {"label": question.name, "value": own["estimate"], "z": own["estimate"] / own["std_error"], "is_own": True}
    return pd.concat([rows, pd.DataFrame([ours])], ignore_index=True)[columns]
