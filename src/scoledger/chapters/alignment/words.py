"""Numbers and sentences of the chapter on alignment."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from scoledger.chapters.alignment.estimates import COUNTED, MEASURES, NEXT, OUTCOMES, Lost
from scoledger.chapters.chapter import Quantity
from scoledger.countries import country_name, states_name

LEVEL = 0.05
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
    made += [*_count_distance(effects), *_measure_agreement(effects)]
    for row in region.to_dict("records"):
        slug = "share" if row["label"] == "share of trade" else "output"
        made += [
            Quantity(f"region-{slug}", f"Extra slope of these states: {row['label']}", row["value"], "index",
                     form="+.3f", n=int(row["n"]), caption="Against the rest of the world; below zero: drawn nearer."),
            Quantity(f"region-{slug}-p", "Share of random groups with as large an extra slope", row["p_value"],
                     "probability", n=int(row["n"]), form=".3f"),
        ]  # fmt: skip
    for row in timing.to_dict("records"):
        made.append(
            Quantity(f"timing-{row['number']}", row["label"][0].upper() + row["label"][1:], row["value"], "index",
                     row["low"], row["high"], form="+.3f",
                     caption="Standard deviations, given the outcome's own past year.")
        )  # fmt: skip
    for row in change.to_dict("records"):
        slug = row["label"].lower().replace(", ", "-").replace(" ", "-")
        made += [
            Quantity(f"cohesion-{slug}",
                     f"Change of the mean distance among members since {row['since']}: {row['label']}", row["value"],
                     "index", form="+.2f", caption="Below zero: the members vote more alike."),
            Quantity(f"cohesion-{slug}-rank", f"Random groups that drew together more: {row['label']}",
                     row["percentile"], "share", n=DRAWS, form=".0f"),
        ]  # fmt: skip
    return tuple(made)


def keep_counted(effects: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """One row per estimate of an outcome, with errors by country; ``sign`` is 1 where clearly nearer, -1 where apart.

    Returns
    -------
    pandas.DataFrame, shape (n_estimates, 12)
        The columns of `scoledger.chapters.alignment.estimates.estimate` and ``sign``, zero where neither is clear.
    """
    rows = effects[(effects["outcome"] == outcome) & (effects["clusters"] == COUNTED)]
    is_clear = rows["p_value"].astype(float) < LEVEL
    return rows.assign(sign=np.where(is_clear, OUTCOMES[outcome] * np.sign(rows["value"].astype(float)), 0).astype(int))


def _count_distance(effects: pd.DataFrame) -> list[Quantity]:
    """How many estimates there are, which way the clear ones point, and what all span."""
    rows = keep_counted(effects, "distance")
    if rows.empty:
        return []
    main = rows[rows["is_main"].astype(bool)]
    values = rows["value"].astype(float)
    counts = {
        "estimates": ("Estimates of what dependence does to distance", len(rows)),
        "nearer": ("Estimates in which dependence clearly draws nearer", int((rows["sign"] > 0).sum())),
        "farther": ("Estimates in which it clearly drives apart", int((rows["sign"] < 0).sum())),
        "countries": ("Countries in the panel", int((main if len(main) else rows)["units"].max())),
    }
    caption = "One for each measure of dependence and lag; errors clustered by country."
    return [
        *(
            Quantity(name, title, value, "count", caption=caption if name != "countries" else "",
                     n=len(rows) if name in {"nearer", "farther"} else None)
            for name, (title, value) in counts.items()
        ),
        Quantity("span", "Largest less smallest of these estimates", float(values.max() - values.min()), "index",
                 form=".2f"),
    ]  # fmt: skip


def _measure_agreement(effects: pd.DataFrame) -> list[Quantity]:
    """What dependence does to agreement a year later, by either measure, and which way the clear estimates point."""
    rows = keep_counted(effects, "agreement")
    if rows.empty:
        return []
    caption = "Share of votes cast alike; 95 percent interval, errors clustered by country; above zero: nearer."
    slugs = {MEASURES["share"]: "share", MEASURES["ratio"]: "output"}
    made = [
        Quantity(f"agreement-{slugs[row['group']]}",
                 f"Change of agreement for ten more points, a year later: {row['group']}", row["value"],
                 "index", row["low"], row["high"], int(row["n"]), caption, "+.3f")
        for row in rows[rows["label"] == f"agreement, {NEXT}"].to_dict("records")
    ]  # fmt: skip
    counts = {
        "estimates": ("Estimates of what dependence does to agreement", len(rows)),
        "nearer": ("Estimates in which dependence clearly raises agreement", int((rows["sign"] > 0).sum())),
        "farther": ("Estimates in which it clearly lowers agreement", int((rows["sign"] < 0).sum())),
        "countries": ("Countries whose agreement is known", int(rows["units"].max())),
    }
    return [*made, *(Quantity(f"agreement-{name}", *rest, "count") for name, rest in counts.items())]


def write_answer(
    states: str, partner: str, effects: pd.DataFrame, region: pd.DataFrame, quantities: Sequence[Quantity]
) -> str:
    """Answer: whether dependence moves votes, and those of these states more than others."""
    known = {one.name for one in quantities if one.is_known}
    words = [_tell_distance(effects, country_name(partner)), *_tell_agreement(effects, known)]
    rows = region[region["label"] == MEASURES["share"]]
    if len(rows):
        is_unusual = float(rows["p_value"].iloc[0]) < LEVEL
        group = states_name(states)
        than = "differently from what random groups do" if is_unusual else "no more than random groups do"
        words.append(f"{group[0].upper()}{group[1:]} follows dependence {than} ({{region-share-p}}).")
    return " ".join(words)


def _tell_distance(effects: pd.DataFrame, name: str) -> str:
    """What the main estimate says, if there is one."""
    main = effects[effects["is_main"].astype(bool)].to_dict("records")
    if not main:
        return (
            f"The tables hold too little of trade and votes with {name} in these years to say whether distance from it "
            "follows dependence; the distances of votes are shown."
        )
    moves = f"move {'nearer to' if main[0]['value'] < 0 else 'away from'} {name}"
    verdict = moves if main[0]["p_value"] < LEVEL else f"do not clearly move to or from {name}"
    return (
        f"By their ideal points, states whose dependence rises {verdict}. Ten more points of its share in trade change "
        "the distance by {effect} a year later ({countries} countries)."
    )


def _tell_agreement(effects: pd.DataFrame, known: Collection[str]) -> list[str]:
    """Whether agreement rises with dependence, clearly or not, if there is an estimate of it."""
    if "agreement-estimates" not in known:
        return []
    counts = "in {agreement-nearer} of {agreement-estimates} estimates and clearly falls in {agreement-farther}"
    which = _compare_measures(keep_counted(effects, "agreement"))
    words = [f"Agreement on votes clearly rises with dependence {counts}{which}."]
    steps = {"agreement-share": "of the share in trade", "agreement-output": "of trade over output"}
    told = [f"by {{{name}}} for ten more points {what}" for name, what in steps.items() if name in known]
    if told:
        words.append(f"A year later it changes {' and '.join(told)} ({{agreement-countries}} countries).")
    return words


def write_data(effects: pd.DataFrame, timing: pd.DataFrame, change: pd.DataFrame) -> str:
    """Say what the other specifications, the timing and the cohesion show."""
    words = []
    rows = keep_counted(effects, "distance")
    if len(rows):
        words.append(
            "Of {estimates} estimates on distance, {nearer} draw clearly nearer and {farther} clearly apart"
            f"{_compare_measures(rows)}."
        )
    clear = timing[timing["p_value"] < LEVEL]["label"].tolist()
    if len(timing):
        words.append(f"In timing, {'; '.join(clear)}." if clear else "In timing, neither foretells the other.")
    own = change[change["label"] == "SCO, founders"]
    if len(own):
        drew = "drew together" if float(own["value"].iloc[0]) < 0 else "drifted apart"
        words.append(
            f"Since {own['since'].iloc[0]} the founding members {drew} ({{cohesion-sco-founders}}); "
            "{cohesion-sco-founders-rank} of random groups of their size drew together more."
        )
    return " ".join(words)


def _compare_measures(rows: pd.DataFrame) -> str:
    """Whether both measures of dependence clearly point somewhere, and whether to one side."""
    clear = rows[rows["sign"] != 0]
    signs = [set(own["sign"]) for _, own in clear.groupby("group", sort=False)]
    if len(signs) == len(MEASURES):
        sides = set.union(*signs)
        either = (
            "of one sign" if len(sides) == 1 else "of opposite sign" if not set.intersection(*signs) else "both ways"
        )
        return f"; the two measures of dependence both give clear effects, {either}"
    return f"; what is clear takes dependence as {clear['group'].iloc[0]}" if len(clear) else ""


def write_certainty(quantities: Sequence[Quantity]) -> str:
    """Say how sure we are, and what may lie behind."""
    if not any(one.name in {"estimates", "agreement-estimates"} for one in quantities):
        return "Nothing can be said about dependence; distances of votes are firm, what is voted on changes."
    has_span = any(one.name == "span" for one in quantities)
    return ("Over all choices the estimates span {span} units of distance. " if has_span else "") + (
        "States choose partners and votes, so that an effect may run either way or come from a third thing; country "
        "and year effects take out what lasts and what befalls all. Votes in New York are many and cheap, and their "
        "agenda changes."
    )


def write_lost(lost: Sequence[Lost]) -> tuple[str, ...]:
    """Say which estimates cannot be made, and why: one text for each reason.

    Examples
    --------
    >>> write_lost([Lost("distance", "1 year later", "too few"), Lost("distance", "2 years later", "too few")])
    ('estimates of distance (1 year later, 2 years later): too few',)
    """
    reasons: dict[str, dict[str, list[str]]] = {}
    for one in lost:
        reasons.setdefault(one.reason, {}).setdefault(one.what, []).extend([one.when] if one.when else [])
    texts = []
    for reason, own in reasons.items():
        told = [f"{what} ({', '.join(whens)})" if whens else what for what, whens in own.items()]
        texts.append(f"estimates of {', '.join(told)}: {reason}")
    return tuple(texts)
