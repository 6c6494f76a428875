"""Numbers and sentences of the chapter on gravity."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scoledger.chapters.chapter import Quantity
from scoledger.chapters.gravity.estimates import BOTH, LEFT_OUT, LEVEL, PLACEBO, PLACEBO_STATE, REFERENCE, Question
from scoledger.countries import country_name
from scoledger.inference.poisson import PoissonFit


def placebo_p(placebos: pd.DataFrame) -> float:
    """Share of all neighbourhoods, the true one included, whose effect is at least as far from zero for its error."""
    own = float(placebos.loc[placebos["is_own"], "z"].abs().max())
    return float((placebos["z"].abs() >= own * (1 - 1e-12)).mean())


def _pretrend(timing: pd.DataFrame) -> pd.DataFrame:
    """Leads before the reference whose interval excludes zero."""
    leads = timing[timing["time"] < REFERENCE]
    return leads[(leads["low"] > 0) | (leads["high"] < 0)]


def list_quantities(
    main: PoissonFit | None, specifications: pd.DataFrame, placebos: pd.DataFrame, timing: pd.DataFrame,
    hub_effects: pd.DataFrame,
) -> tuple[Quantity, ...]:  # fmt: skip
    """List every number that the page shows, the main estimate first."""
    if main is None:
        return (Quantity("membership", "Effect of membership on trade", None, "log points", is_main=True),)
    own = main.estimates.to_dict("index")[BOTH]
    interval = "95 percent interval, errors clustered by pair"
    others = specifications[~specifications["is_main"] & (specifications["group"] != PLACEBO)]
    leads = timing[timing["time"] < REFERENCE]
    made = [
        Quantity("membership", "Effect of membership on trade", own["estimate"], "log points", own["low"], own["high"],
                 main.n, f"{interval}.", "+.2f", is_main=True),
        Quantity("percent", "The same as a change of trade", float(np.expm1(own["estimate"])), "share",
                 float(np.expm1(own["low"])), float(np.expm1(own["high"])), main.n, f"{interval}.", ".0f"),
        Quantity("pairs", "Pairs of members that trade after joining", specifications["pairs"].iloc[0], "count"),
        Quantity("median", "Median over the other specifications", float(others["value"].median()), "log points",
                 float(others["value"].min()), float(others["value"].max()), len(others),
                 "Smallest and largest.", "+.2f"),
        Quantity("clear", "Other specifications whose interval excludes zero",
                 int(((others["low"] > 0) | (others["high"] < 0)).sum()), "count", n=len(others)),
        Quantity("placebo-p", "Share of neighbourhoods with an effect as large for its error", placebo_p(placebos),
                 "probability", n=len(placebos), caption="Every state with its nearest neighbours, as a bloc that "
                 "joined nothing.", form=".2f"),
        Quantity("leads", "Years before joining that differ from the year just before", len(_pretrend(timing)), "count",
                 n=len(leads)),
    ]  # fmt: skip
    for since, rows in hub_effects.groupby("group", sort=False):
        inside = rows[~rows["label"].str.contains("never")]
        if len(inside):
            name = "hub-" + str(since).split(",")[0].replace(" ", "-")
            made.append(
                Quantity(name, f"Ties with the hub {since}: median over the states", float(inside["value"].median()),
                         "log points", float(inside["value"].min()), float(inside["value"].max()), len(inside),
                         "Smallest and largest state.", "+.2f")
            )  # fmt: skip
    return tuple(made)


def write_answer(question: Question, main: PoissonFit | None, placebos: pd.DataFrame, hub_effects: pd.DataFrame) -> str:
    """The answer: membership, its place among neighbourhoods, the hub's ties."""
    if main is None:
        return (
            f"The panel holds too few flows among {question.name} to estimate what membership did to their trade; "
            "the ties with the hub are shown where it holds them."
        )
    own = main.estimates.loc[BOTH]
    is_clear = own["low"] > 0 or own["high"] < 0
    verdict = (
        f"Membership from {question.joined} {'raised' if own['low'] > 0 else 'lowered'} trade among {question.name}"
        if is_clear
        else f"Membership from {question.joined} shows no clear effect on trade among {question.name}"
    )
    chance = placebo_p(placebos)
    placed = "which is not unusual" if chance >= LEVEL else "which is unusual"
    sentences = [f"{verdict}: the estimate is {{membership}} ({{percent}}), over {{pairs}} pairs."]
    sentences.append(
        f"Of all neighbourhoods of its size, a share of {{placebo-p}} shows an effect as large for its error, {placed}."
    )
    if len(hub_effects):
        last = str(hub_effects["group"].iloc[-1]).split(",")[0]
        name = "hub-" + last.replace(" ", "-")
        inside = hub_effects[hub_effects["group"].str.startswith(last) & ~hub_effects["label"].str.contains("never")]
        up = int((inside["low"] > 0).sum())
        sentences.append(
            f"{country_name(question.hub)}'s trade with the members {last} changed by {{{name}}} at the median; "
            f"it clearly rose with {up} of {len(inside)}."
        )
    return " ".join(sentences)


def write_data(main: PoissonFit | None, specifications: pd.DataFrame, hub_effects: pd.DataFrame) -> str:
    """What the data say: the other specifications, each member left out, the outsider."""
    if main is None:
        return "The data do not bear an estimate."
    others = specifications[~specifications["is_main"] & (specifications["group"] != PLACEBO)]
    below = int((others["value"] < 0).sum())
    sign = float(np.sign(main.estimates.to_dict("index")[BOTH]["estimate"]))
    left_out = others[others["group"] == LEFT_OUT]
    turned = left_out.loc[left_out["value"] * sign < 0, "label"]
    count = f"{below} of {len(others)} other specifications lie below zero"
    words = [f"The effect of membership is {{membership}}; {count}, and {{clear}} have an interval that excludes it."]
    if len(turned):
        words.append(f"The sign turns {', '.join(turned)}, so that one member's trade makes the result.")
    elif len(left_out):
        words.append("Leaving out any one member does not turn the sign.")
    never = hub_effects[hub_effects["label"].str.contains("never")]
    if len(never[(never["low"] > 0) | (never["high"] < 0)]):
        outsider = country_name(PLACEBO_STATE)
        words.append(f"{outsider}, which never joined, shows a clear change of trade with the hub all the same.")
    return " ".join(words)


def write_certainty(timing: pd.DataFrame, placebos: pd.DataFrame, specifications: pd.DataFrame) -> str:
    """How sure we are: the years before, the false date, the few clusters."""
    if placebos.empty:
        return "Nothing can be said."
    before = (
        "The years before joining do not differ from the year just before it, as they must not."
        if _pretrend(timing).empty
        else "In {leads} of the years before joining the members' trade already differed, so that part of the effect, "
        "or its lack, is an older path."
    )
    false_date = specifications[specifications["group"] == PLACEBO]
    fails = (false_date["low"] > 0) | (false_date["high"] < 0)
    checked = (
        " A false date, years before the true one, shows a clear effect where there can be none: the design does not "
        "isolate membership."
        if fails.any()
        else " A false date shows nothing, as it must."
        if len(false_date)
        else ""
    )
    return (
        f"{before}{checked} The members are few, and their pairs share states, so that intervals by pair are too "
        "narrow; the comparison with neighbourhoods does not rest on them. Nobody joined at random."
    )
