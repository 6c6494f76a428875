"""Numbers and sentences of the chapter on gravity."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scoledger.chapters.chapter import Quantity
from scoledger.chapters.gravity.checks import LEVEL, Design, excludes_zero, find_leads, find_pretrend, placebo_p
from scoledger.chapters.gravity.estimates import LEFT_OUT, PLACEBO, PLACEBO_STATE, count_others
from scoledger.chapters.gravity.joining import BOTH, EARLIER, Question
from scoledger.countries import country_name, states_name
from scoledger.inference.poisson import PoissonFit


def list_quantities(
    main: PoissonFit | None, specifications: pd.DataFrame, placebos: pd.DataFrame, timing: pd.DataFrame,
    hub_effects: pd.DataFrame,
) -> tuple[Quantity, ...]:  # fmt: skip
    """List every number that the page shows, the main estimate first."""
    if main is None:
        return (Quantity("membership", "Effect of membership on trade", None, "log points", is_main=True),)
    own = main.estimates.to_dict("index")[BOTH]
    interval = "95 percent interval, errors clustered by pair"
    others = count_others(specifications)
    made = [
        Quantity("membership", "Effect of membership on trade", own["estimate"], "log points", own["low"], own["high"],
                 main.n, f"{interval}.", "+.2f", is_main=True),
        Quantity("percent", "The same as a change of trade", float(np.expm1(own["estimate"])), "share",
                 float(np.expm1(own["low"])), float(np.expm1(own["high"])), main.n, f"{interval}.", ".0f"),
        Quantity("pairs", "Directed pairs that joined and trade after it", specifications["pairs"].iloc[0], "count"),
        Quantity("median", "Median over the other specifications", float(others["value"].median()), "log points",
                 float(others["value"].min()), float(others["value"].max()), len(others),
                 "Smallest and largest.", "+.2f"),
        Quantity("clear", "Other specifications whose interval excludes zero",
                 int(excludes_zero(others).sum()), "count", n=len(others)),
        Quantity("placebo-p", "Share of neighbourhoods with an effect as large for its error", placebo_p(placebos),
                 "probability", n=len(placebos), caption="Every state with its nearest neighbours, as a bloc that "
                 "joined nothing.", form=".2f"),
        Quantity("leads", "Years before joining that differ from the year just before", len(find_pretrend(timing)),
                 "count", n=len(find_leads(timing))),
    ]  # fmt: skip
    if EARLIER in main.estimates.index:
        older = main.estimates.to_dict("index")[EARLIER]
        made.append(
            Quantity("earlier", "Change from the same year of pairs that were members before", older["estimate"],
                     "log points", older["low"], older["high"], main.n, f"{interval}.", "+.2f")
        )  # fmt: skip
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


def write_answer(question: Question, main: PoissonFit | None, design: Design, hub_effects: pd.DataFrame) -> str:
    """The answer: joining, its place among neighbourhoods, the hub's ties."""
    if main is None:
        return (
            f"The panel holds too few flows to estimate an effect on {question.subject}; "
            "the ties with the hub are shown where it holds them."
        )
    size = "{membership} ({percent}), over {pairs} directed pairs"
    if design.isolates:
        found = f"{question.cause} {'raised' if design.sign > 0 else 'lowered'} {question.subject}: by {size}."
    elif design.sign:
        found = (
            f"{question.subject[0].upper()}{question.subject[1:]} was {'higher' if design.sign > 0 else 'lower'} "
            f"from {question.joined} on than the other trade of the same states would lead one to expect, by {size}; "
            f"the design does not lay this to joining: {', and '.join(design.against)}."
        )
    else:
        found = f"{question.cause} shows no clear effect on {question.subject}: the estimate is {size}."
    sentences = [found]
    if not question.joining.is_recorded:
        sentences.append(
            f"No two of these states became members of the organisation together in {question.joined}: every pair "
            "counts as one that joined something then."
        )
    if design.chance is not None and (design.isolates or not design.sign):
        placed = "which is not unusual" if design.chance >= LEVEL else "which is unusual"
        sentences.append(
            f"Of all neighbourhoods of its size, a share of {{placebo-p}} shows as much for its error, {placed}."
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


def write_data(
    question: Question, main: PoissonFit | None, specifications: pd.DataFrame, hub_effects: pd.DataFrame
) -> str:
    """What the data say: the other specifications, each member left out, the older pairs, the outsider."""
    if main is None:
        return "The data do not bear an estimate."
    words = [_compare_specifications(specifications)]
    if EARLIER in main.estimates.index:
        words.append(
            "Pairs that were members before changed by {earlier} from the same year; they have a term of their own, "
            "and are neither part of the effect nor its yardstick."
        )
    never = [state for state in question.members if state not in question.joining.years]
    if never:
        words.append(f"By the table of statuses, no member was ever: {states_name(','.join(never))}.")
    outsider = hub_effects[hub_effects["label"].str.contains("never")]
    if excludes_zero(outsider).any():
        name = country_name(PLACEBO_STATE)
        words.append(f"{name}, which never joined, shows a clear change of trade with the hub all the same.")
    return " ".join(words)


def _compare_specifications(specifications: pd.DataFrame) -> str:
    others = count_others(specifications)
    main = specifications[specifications["is_main"]]
    below = int((others["value"] < 0).sum())
    count = f"{below} of {len(others)} other specifications lie below zero"
    words = f"The estimate is {{membership}}; {count}, and {{clear}} have an interval that excludes zero."
    left_out = others[others["group"] == LEFT_OUT]
    turned = left_out.loc[left_out["value"] * float(np.sign(main["value"].iloc[0])) < 0, "label"]
    if len(turned):
        why = "so that one member's trade makes the result" if excludes_zero(main).any() else "as it may near zero"
        return f"{words} The sign turns {', '.join(turned)}, {why}."
    return f"{words} Leaving out any one member does not turn the sign." if len(left_out) else words


def write_certainty(timing: pd.DataFrame, placebos: pd.DataFrame, specifications: pd.DataFrame) -> str:
    """How sure we are: the years before, the false date, the few clusters."""
    if placebos.empty:
        return "Nothing can be said."
    before = (
        "No year before joining can be compared with the year just before it."
        if find_leads(timing).empty
        else "The years before joining do not differ from the year just before it, as they must not."
        if find_pretrend(timing).empty
        else "In {leads} of the years before joining the trade of these pairs already differed, so that part of the "
        "effect, or its lack, is an older path."
    )
    false_date = specifications[specifications["group"] == PLACEBO]
    checked = (
        " A false date, years before the true one, shows a clear effect where there can be none: the design does not "
        "isolate membership."
        if excludes_zero(false_date).any()
        else " A false date shows nothing, as it must."
        if len(false_date)
        else ""
    )
    return (
        f"{before}{checked} The members are few, and their pairs share states, so that intervals by pair are too "
        "narrow; the comparison with neighbourhoods does not rest on them. Nobody joined at random."
    )
