"""Numbers and sentences of the chapter on alignment."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from scoledger.chapters.chapter import Quantity
from scoledger.countries import country_name, states_name

#: Ten points of a share, or a tenth of output: the step for which effects are told.
STEP, LEVEL = 0.1, 0.05
#: Cohesion is compared from the founding on: what moved before is no work of the organisation.
FOUNDED = 2001
#: Random groups that cohesion is compared with.
DRAWS = 999


def list_quantities(
    effects: pd.DataFrame, region: pd.DataFrame, timing: pd.DataFrame, change: pd.DataFrame
) -> tuple[Quantity, ...]:
    """List every number that the page shows, the main estimate first."""
    interval = "95 percent interval, errors clustered by country; below zero: nearer."
    made = [
        Quantity("effect", "Change of distance for ten more points of the partner's share, a year later",
                 row["value"], "index", row["low"], row["high"], int(row["n"]), interval, "+.3f", is_main=True)
        for row in effects[effects["is_main"]].to_dict("records")
    ]  # fmt: skip
    if len(effects):
        distance = effects[effects["outcome"] == "distance"]
        nearer = int(((distance["p_value"] < LEVEL) & (distance["value"] < 0)).sum())
        farther = int(((distance["p_value"] < LEVEL) & (distance["value"] > 0)).sum())
        made += [
            Quantity(
                "nearer", "Specifications in which dependence clearly draws nearer", nearer, "count", n=len(distance)
            ),
            Quantity("farther", "Specifications in which it clearly drives apart", farther, "count", n=len(distance)),
            Quantity("countries", "Countries in the panel", int(effects["units"].max()), "count"),
        ]  # fmt: skip
    for row in region.to_dict("records"):
        slug = "share" if row["label"] == "share of trade" else "output"
        made += [
            Quantity(f"region-{slug}", f"Extra slope of these states: {row['label']}", row["value"], "index",
                     form="+.3f", n=int(row["n"]), caption="Against the rest of the world; below zero: drawn nearer."),
            Quantity(f"region-{slug}-p", "Share of random groups with as large an extra slope", row["p_value"],
                     "probability", n=int(row["n"]), form=".3f"),
        ]  # fmt: skip
    for number, row in enumerate(timing.to_dict("records"), 1):
        made.append(
            Quantity(f"timing-{number}", row["label"][0].upper() + row["label"][1:], row["value"], "index", row["low"],
                     row["high"], caption="Standard deviations, given the outcome's own past year.", form="+.3f")
        )  # fmt: skip
    for row in change.to_dict("records"):
        slug = row["label"].lower().replace(", ", "-").replace(" ", "-")
        made += [
            Quantity(f"cohesion-{slug}", f"Change of the mean distance among members since {FOUNDED}: {row['label']}",
                     row["value"], "index", form="+.2f", caption="Below zero: the members vote more alike."),
            Quantity(f"cohesion-{slug}-rank", f"Random groups that drew together more: {row['label']}",
                     row["percentile"], "share", n=DRAWS, form=".0f"),
        ]  # fmt: skip
    return tuple(made)


def write_answer(
    states: str, partner: str, effects: pd.DataFrame, region: pd.DataFrame, quantities: Sequence[Quantity]
) -> str:
    """Answer: whether dependence moves votes, and those of these states more than others."""
    known = {one.name for one in quantities if one.is_known}
    if "effect" not in known:
        return (
            f"The tables hold too little trade with {country_name(partner)} to relate votes to dependence on it; the "
            "distances of votes are shown."
        )
    main = effects[effects["is_main"]].to_dict("records")[0]
    name, is_clear = country_name(partner), main["p_value"] < LEVEL
    moves = f"move {'nearer to' if main['value'] < 0 else 'away from'} {name}"
    verdict = moves if is_clear else f"do not clearly move to or from {name}"
    words = [
        f"States whose dependence rises {verdict} in votes.",
        "Ten more points of its share in trade change the distance by {effect} a year later ({countries} countries).",
    ]
    rows = region[region["label"] == "share of trade"]
    if len(rows):
        is_unusual = float(rows["p_value"].iloc[0]) < LEVEL
        group = states_name(states)
        than = "differently from what random groups do" if is_unusual else "no more than random groups do"
        words.append(f"{group[0].upper()}{group[1:]} follows dependence {than} ({{region-share-p}}).")
    return " ".join(words)


def write_data(effects: pd.DataFrame, timing: pd.DataFrame, change: pd.DataFrame) -> str:
    """Say what the other specifications, the timing and the cohesion show."""
    words = []
    if len(effects):
        means = effects[effects["outcome"] == "distance"].groupby("group")["value"].mean()
        opposite = len(means) > 1 and means.min() < 0 < means.max()
        sides = "of opposite sign" if opposite else "of one sign"
        words.append(
            "Of the specifications on distance, {nearer} draw clearly nearer and {farther} clearly apart; the two "
            f"measures of dependence give effects {sides} on average."
        )
    clear = timing[timing["p_value"] < LEVEL]["label"].tolist()
    if len(timing):
        words.append(f"In timing, {'; '.join(clear)}." if clear else "In timing, neither foretells the other.")
    own = change[change["label"] == "SCO, founders"]
    if len(own):
        drew = "drew together" if float(own["value"].iloc[0]) < 0 else "drifted apart"
        words.append(
            f"Since {FOUNDED} the founding members {drew} ({{cohesion-sco-founders}}); "
            "{cohesion-sco-founders-rank} of random groups of their size drew together more."
        )
    return " ".join(words)


def write_certainty(effects: pd.DataFrame) -> str:
    """Say how sure we are, and what may lie behind."""
    if effects.empty:
        return "Nothing can be said about dependence; distances of votes are firm, what is voted on changes."
    values = effects.loc[effects["outcome"] == "distance", "value"]
    spread = float(values.max() - values.min())
    return (
        f"Over all choices the estimates span {spread:.2f} units of distance. States choose partners and votes, so "
        "that an effect may run either way or come from a third thing; country and year effects take out what lasts "
        "and what befalls all. Votes in New York are many and cheap, and their agenda changes."
    )
