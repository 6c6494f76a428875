"""Numbers and sentences of the chapter on a state's turn to a partner."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from scoledger.chapters.chapter import Quantity
from scoledger.chapters.russia_turn.estimates import LEVEL, Question, Sellers, widest
from scoledger.chapters.russia_turn.outcomes import STATE, TRADE
from scoledger.countries import country_name

INTERVAL = "95 percent interval, for noise of the memory that the series shows."
#: Share of other dates, or sellers, that must be smaller for a change to stand out.
STANDS_OUT = 0.9


def is_clear(rows: pd.DataFrame) -> pd.Series:
    """Whether the interval of each row excludes zero."""
    return (rows["low"] > 0) | (rows["high"] < 0)


def placebo_share(sellers: Sellers) -> float | None:
    """Share of the comparable sellers whose synthetic control it leaves less after the event than the state its own."""
    if sellers.controls is None:
        return None
    table = sellers.controls[sellers.controls["is_comparable"]]
    others = table.drop(index=STATE)
    return float((others["ratio"] < float(table["ratio"].to_dict()[STATE])).mean()) if len(others) else None


def list_quantities(table: pd.DataFrame, sellers: Sellers, question: Question) -> tuple[Quantity, ...]:
    """List every number that the page shows: trade first, then what it is held against."""
    return (*_list_outcomes(table), *_list_counts(table), *_list_sellers(sellers, question))


def _list_outcomes(table: pd.DataFrame) -> list[Quantity]:
    made = []
    for row in table.to_dict("records"):
        key, label = row["key"], f"{row['label']} ({row['group']})"
        is_main = row["topic"] == TRADE
        made.append(
            Quantity(f"excess-{key}", f"{label}: mean excess over the earlier path", row["value"], "percentage points",
                     row["low"], row["high"], row["n"], INTERVAL, "+.1f", is_main=is_main)
        )  # fmt: skip
        if row["n_dates"]:
            made.append(
                Quantity(f"dates-{key}", f"{label}: share of other dates with a smaller excess for its noise",
                         row["dates"], "share", n=row["n_dates"], form=".0f",
                         caption="Other years of the same series, as if the event had been then.")
            )  # fmt: skip
    return made


def _list_counts(table: pd.DataFrame) -> list[Quantity]:
    trade = table[table["topic"] == TRADE]
    if trade.empty:
        return []
    clear, robust = is_clear(trade), trade["hac_p_value"] < LEVEL
    wide, few = widest(trade), int(trade["n_after"].min())
    name = f"{wide['label']} ({wide['group']})"
    return [
        Quantity("clear", "Shares in trade whose excess is clear of noise", int(clear.sum()), "count", n=len(trade)),
        Quantity("holm", "The same, all outcomes tested as one family", int((trade["holm"] < LEVEL).sum()), "count",
                 n=len(trade), caption="Holm (1979)."),
        Quantity("robust", "The same by robust standard errors", int(robust.sum()), "count", n=len(trade),
                 caption="Newey and West (1987): too bold in so few years, shown for comparison."),
        Quantity("ruled-out", "Smallest excess, up or down, that the interval of every share in trade rules out",
                 wide["bound"], "percentage points", n=len(trade), form=".1f", caption=f"Set by {name}."),
        Quantity("ruled-out-path", f"{name}: its earlier path, continued, mean of the years after", wide["path"],
                 "share", n=wide["n_after"], caption="What an excess of that size would be added to."),
        Quantity("few-years", "Fewest years after the event in any share in trade", few, "count",
                 n=int((trade["n_after"] == few).sum()), caption="n: shares with no more."),
    ]  # fmt: skip


def _list_sellers(sellers: Sellers, question: Question) -> list[Quantity]:
    state, other = country_name(STATE), question.other
    made = []
    for key, shift, who, n in (
        ("all", sellers.against_all, "all other large sellers", sellers.n_others),
        ("raw", sellers.against_raw, "other sellers of raw materials", sellers.n_raw),
    ):
        if shift is not None:
            made.append(
                Quantity(f"against-{key}", f"{state}'s sales to {other} against {who}: excess of the log share",
                         shift.excess, "log points", shift.low, shift.high, n, INTERVAL, "+.2f", is_main=True)
            )  # fmt: skip
    if sellers.n_others:
        made.append(
            Quantity("place", f"Share of other sellers that left their path less than {state}", sellers.place, "share",
                     n=sellers.n_others, form=".0f", caption="Each against the mean of the rest, over its noise.")
        )  # fmt: skip
    place = placebo_share(sellers)
    if sellers.control is not None and place is not None and sellers.controls is not None:
        comparable = int(sellers.controls["is_comparable"].sum()) - 1
        made += [
            Quantity("synthetic-gap", f"{state}'s share in {other}'s imports less that of its synthetic control, after",
                     100 * sellers.control.effect, "percentage points", form="+.1f", n=len(sellers.control.weights),
                     caption="Donors: other large sellers.", is_main=True),
            Quantity("synthetic-place", "Share of donors that their synthetic control fits better after the event",
                     place, "share", n=comparable, form=".0f", caption="By the ratio of the errors after and before."),
        ]  # fmt: skip
    return made


def write_answer(table: pd.DataFrame, sellers: Sellers, question: Question) -> str:
    """Answer first, then the numbers that bear it."""
    trade, state, other = table[table["topic"] == TRADE], country_name(STATE), question.other
    if trade.empty:
        return f"The tables hold too few years around {question.event_year} to say whether {state} turned to {other}."
    told = "; ".join(
        f"{row['label']}, by {row['group']}, {{excess-{row['key']}}}{'' if clear else ' (not clear of noise)'}"
        for row, clear in zip(trade.to_dict("records"), is_clear(trade), strict=True)
    )
    words = [_write_verdict(trade, question), f"Mean excess over the earlier path: {told}."]
    return " ".join([*words, *_tell_sellers(sellers, question)])


def _write_verdict(trade: pd.DataFrame, question: Question) -> str:
    clear = trade[is_clear(trade)]
    up, down = int((clear["value"] > 0).sum()), int((clear["value"] < 0).sum())
    turn, after = f"{country_name(STATE)}'s trade with {question.other}", f"From {question.event_year} on"
    family = "" if (trade["holm"] < LEVEL).any() else ", and in none once all outcomes are tested as one family"
    if not up and not down:
        wide = widest(trade)
        return (
            f"Nothing clear of noise: {after[0].lower()}{after[1:]} {turn} cannot be told apart from its earlier path. "
            f"Excesses beyond {{ruled-out}} are ruled out in every share; the widest interval is that of "
            f"{wide['label']}, by {wide['group']}, which that path puts at {{ruled-out-path}} in these years."
        )
    if not up:
        fell = f"fell below its earlier path in {{clear}} of {len(trade)} shares{family}"
        return f"No rise is clear of noise: {after[0].lower()}{after[1:]} {turn} {fell}."
    mixed = f", below it in {down}" if down else ""
    whole = "rose above its earlier path" if up == len(trade) else "rose above its earlier path in part"
    return f"{after} {turn} {whole}: clearly in {up} of {len(trade)} shares{mixed}{family}."


def _tell_sellers(sellers: Sellers, question: Question) -> list[str]:
    if sellers.against_all is None:
        return [f"The tables hold too few other sellers to {question.other} to compare with."]
    place = sellers.place
    stands = "stands out among" if place >= STANDS_OUT else "does not stand out among"
    moved = f"Against other large sellers to {question.other} the log share moved by {{against-all}}"
    return [f"{moved}, which {stands} them: {{place}} left their path less."]


def write_data(table: pd.DataFrame, sellers: Sellers, question: Question) -> str:
    """What the data say, for the closing box."""
    trade = table[table["topic"] == TRADE]
    if trade.empty:
        return f"The tables hold too few years around {question.event_year}."
    words = [f"{{clear}} of {len(trade)} shares in trade left their path clearly"]
    dated = trade[trade["n_dates"] > 0]
    if len(dated):
        out = int((dated["dates"] >= STANDS_OUT).sum())
        words.append(f"; in {out} of {len(dated)} the excess is larger than at nine of ten other dates")
    goods = table[table["topic"] != TRADE]
    clear = goods[is_clear(goods)]
    tail = ""
    if len(goods):
        tail = f" Of {len(goods)} shares in fuels and arms {len(clear)} left their path clearly" + (
            f" ({', '.join(f'{row.label} {{excess-{row.key}}}' for row in clear.itertuples())})." if len(clear) else "."
        )
    beside = ""
    if sellers.control is not None and placebo_share(sellers) is not None:
        beside = " Beside a synthetic control of other sellers the share moved by {synthetic-gap}."
    return "".join(words) + "." + tail + beside


def write_certainty(table: pd.DataFrame, sellers: Sellers) -> str:
    """How sure we are, for the closing box."""
    trade = table[table["topic"] == TRADE]
    if trade.empty:
        return "Nothing can be said."
    signs = trade[(trade["least"] > 0) | (trade["most"] < 0)]
    few = int(trade["n_after"].eq(trade["n_after"].min()).sum())
    robust = f"Robust standard errors would call {{robust}} of {len(trade)} shares clear"
    words = [
        f"{robust}; noise of the memory of these series leaves {{clear}}, and {{holm}} in one family of tests.",
        f"{len(signs)} of {len(trade)} keep their sign whatever the number of years before the event.",
        f"The shortest records, {few} of {len(trade)}, have {{few-years}} years after the event.",
    ]
    place = placebo_share(sellers)
    if place is not None:
        stands = "more than nine of ten" if place >= STANDS_OUT else "not more than nine of ten"
        words.append(
            f"Beside its synthetic control {country_name(STATE)} moved further, for the fit before, than "
            f"{{synthetic-place}} of the donors: {stands}."
        )
    words.append(_write_split(trade))
    return " ".join(word for word in words if word)


def _write_split(trade: pd.DataFrame) -> str:
    """Flows of which one side's books show a clear change and the other's do not."""
    split = [
        str(label)
        for label, rows in trade.groupby("label", sort=False)
        if is_clear(rows).any() and not is_clear(rows).all()
    ]
    return f"The two sides' books do not agree on {' and '.join(split)}." if split else ""


def list_missing(reasons: Sequence[str], sellers: Sellers, question: Question) -> tuple[str, ...]:
    """What could not be estimated, each with the reason."""
    found = [reason for reason in reasons if reason]
    if sellers.against_all is None:
        found.append(f"enough sellers to {question.other}, by its books, in every year of the window")
    return tuple(found)
