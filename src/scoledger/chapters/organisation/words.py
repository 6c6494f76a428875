"""Numbers and sentences about the weight of an organisation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from scoledger.chapters.chapter import Quantity
from scoledger.chapters.organisation.measures import BOTH, LARGEST, OIL_AND_GAS, OTHERS, RIVAL
from scoledger.countries import MEMBERSHIP_YEAR, country_name, states_name
from scoledger.indicators.macro import WDI
from scoledger.indicators.power import TRADE
from scoledger.indicators.weights import ENERGY, MINES, REVIEW, URANIUM, WEIGHTS, latest, unlisted, weight
from scoledger.tables import Library

MAIN = ("population", "output at purchasing power")
TOLD = {
    "population": "people",
    "output-at-market-rates": "output at market rates",
    "output-at-purchasing-power": "output at purchasing power",
    "trade": "trade",
    "gas-reserves": "proved gas reserves",
    "oil-reserves": "proved oil reserves",
}
FIRST = 10
#: Shares below this would be rounded to zero percent.
SMALL = 0.0005


def _slug(what: str) -> str:
    return what.replace(" ", "-")


def _table(what: str) -> str:
    return {"trade": TRADE, MINES: URANIUM}.get(what, REVIEW if what in ENERGY else WDI)


def _form(known: tuple[int, float] | None) -> str | None:
    """One digit of a share that would else be written as nothing."""
    return ".1g" if known and 0 < known[1] < SMALL else None


def list_weights(library: Library, shares: Mapping[str, pd.Series], states: Sequence[str], year: int) -> list[Quantity]:
    """Share of the world, one number for each weight."""
    made = []
    for what in WEIGHTS:
        known = latest(shares[what], year)
        listed = [one for one in states if one in weight(library, what)]
        made.append(
            Quantity(
                _slug(what), f"Share of the world's {what}" + (f", {known[0]}" if known else ""),
                known[1] if known else None, "share", n=len(listed), form=_form(known),
                caption="n: members that the table lists.",
                is_main=what in MAIN, tables=(_table(what),),
            )
        )  # fmt: skip
    return made


def list_inside(
    inside: pd.DataFrame, ranks: pd.DataFrame, incomes: Mapping[str, tuple[int, float] | None], members: str
) -> list[Quantity]:
    """Numbers on concentration, places and incomes inside."""
    made = []
    output = inside[inside["what"] == "output at market rates"].to_dict("records")
    if output:
        year = output[0]["year"]
        made += [
            Quantity("largest-part", f"Part of {country_name(LARGEST)} in the members' output at market rates, {year}",
                     float(output[0]["value"]), "share", tables=(WDI,)),
            Quantity("effective-members", f"Effective number of members by output, {year}",
                     float(output[0]["effective"]), "index", tables=(WDI,),
                     caption="Members of equal size that would be as concentrated."),
        ]  # fmt: skip
    for column in list(ranks)[:1]:
        made.append(Quantity("in-first-ten", f"Members among the ten largest by {column}",
                             int((ranks[column] <= FIRST).sum()), "count", n=len(ranks)))  # fmt: skip
    for group, known in incomes.items():
        if known:
            name = "income-range" if group == members else f"income-range-{group.lower()}"
            title = f"Output per person at purchasing power, richest over poorest of {states_name(group)}, {known[0]}"
            made.append(Quantity(name, title, known[1], "ratio", tables=(WDI,)))
    return made


def list_rivals(rivals: pd.DataFrame, editions: pd.DataFrame) -> list[Quantity]:
    """Numbers on oil and gas against OPEC, and on what the edition decides."""
    made = []
    places = ("members-with", "members-without", "rival-with", "rival-without")
    groups = list(dict.fromkeys(rivals["group"]))
    for what in ("gas reserves", "oil reserves"):
        for group in groups:
            rows = rivals[(rivals["what"] == what) & (rivals["group"] == group)]
            place = places[(0 if not group.startswith(RIVAL) else 2) + (" without " in group)]
            if len(rows):
                made.append(
                    Quantity(f"{place}-{_slug(what)}", f"Share of {group} in the world's {rows['label'].iloc[0]}",
                             float(rows["value"].iloc[0]), "share", tables=(REVIEW,))
                )  # fmt: skip
    own = editions[editions["whose"] == country_name("TKM")].tail(1)
    for row in own.to_dict("records"):
        for end, key in (("lowest", "low"), ("highest", "high")):
            title = f"Share of the world's gas reserves, {row['label']}, {end} of the editions"
            made.append(Quantity(f"edition-{end}", title, float(row[key]), "share", n=int(row["n"])))
    return made


def list_missing(library: Library, states: Sequence[str]) -> tuple[str, ...]:
    """Members that a table leaves out."""
    names = [
        country_name(state)
        for state in states
        if all(state not in weight(library, what) for what in ("energy use", "gas reserves"))
    ]
    output = weight(library, "output at market rates")
    poor = [country_name(state) for state in states if state not in output or output[state].dropna().empty]
    return (
        *([f"energy of {', '.join(names)}, which counts as nothing here"] if names else []),
        *([f"output of {', '.join(poor)}"] if poor else []),
    )


def note_membership(groups: Sequence[str]) -> str:
    """Say whose members other groups are made of, for the caption of a figure or a table."""
    names = _join([states_name(group) for group in groups])
    own = "the producer's own sum or, without one, members of"
    return f"{names[0].upper()}{names[1:]}: {own} {MEMBERSHIP_YEAR} throughout."


def note_unlisted(library: Library) -> str:
    """Say whom the sums of OPEC leave out, for the caption of a figure."""
    said = []
    lacking: dict[tuple[str, ...], list[str]] = {}
    for what in OIL_AND_GAS:
        lacking.setdefault(unlisted(library, what, RIVAL), []).append(what)
    for states, whats in lacking.items():
        if states:
            said.append(f"{_join(whats)} without {_join([country_name(state) for state in states])}")
    return f"{RIVAL} as far as the table lists it: {'; '.join(said)}." if said else ""


def _known(quantities: Sequence[Quantity]) -> dict[str, float]:
    return {one.name: float(one.value) for one in quantities if one.is_known and one.value is not None}


def write_answer(name: str, quantities: Sequence[Quantity]) -> str:
    """Answer in a few sentences."""
    known = _known(quantities)
    parts = [f"{{{key}}} of {word}" for key, word in TOLD.items() if key in known]
    if not parts:
        return f"The tables hold nothing on the weight of {name}."
    said = f"The share of {name} in the world: {', '.join(parts)}."
    if "effective-members" in known:
        said += (
            f" By output it weighs like {{effective-members}} members of equal size: {country_name(LARGEST)} makes "
            "{largest-part} of it."
        )
    if "in-first-ten" in known:
        said += " Among the ten largest economies at purchasing power, {in-first-ten} belong to it."
    return said


def write_data(weights: pd.DataFrame, name: str, additions: pd.DataFrame, quantities: Sequence[Quantity]) -> str:
    """What the data say, for the closing box."""
    known = _known(quantities)
    said = [one for other in OTHERS[:2] if (one := _compare(weights, name, other, known))]
    said += _write_rival(known)
    gas = [column for column in additions if " ".join(str(column).split()).startswith("gas reserves")]
    if gas:
        best = additions[gas[0]].dropna()
        said.append(f"Of the states that might join, {best.idxmax()} would add most gas.")
    if "income-range" in known:
        others = [key for key in known if key.startswith("income-range-")]
        beside = " and ".join(
            f"{{{key}}} in {states_name(key.removeprefix('income-range-').upper())}" for key in others
        )
        said.append(
            "Output per person of the richest member is {income-range} times that of the poorest"
            + (f"; {beside}." if beside else ".")
        )
    return " ".join(said) or "The tables hold too little to compare."


def _write_rival(known: Mapping[str, float]) -> list[str]:
    """What OPEC, and what the members, have with and without the state that may belong to both."""
    pairs = {side: (f"{side}-with", f"{side}-without") for side in ("rival", "members")}
    said = []
    for what in ("oil reserves", "gas reserves"):
        whole, rest = (f"{one}-{_slug(what)}" for one in pairs["rival"])
        ours, left = (f"{one}-{_slug(what)}" for one in pairs["members"])
        if {whole, rest, ours, left} <= set(known):
            said.append(
                f"Of the world's {what}, {RIVAL} has {{{whole}}} with {country_name(BOTH)} and {{{rest}}} without, the "
                f"members {{{ours}}} and {{{left}}}."
            )
    return said


def _compare(weights: pd.DataFrame, name: str, other: str, known: Mapping[str, float]) -> str:
    """More of what, and less of what, than another group."""
    told = {
        "EU27": ("population", "output at market rates", "output at purchasing power", "trade"),
        "OPEC": ("gas reserves", "oil reserves"),
    }[other]
    sides: dict[str, list[str]] = {"a larger share": [], "a smaller one": []}
    for what in told:
        rows = weights[weights["what"] == what].set_index("group")["value"]
        if _slug(what) in known and {name, states_name(other)} <= set(rows.index):
            sides["a larger share" if rows[name] > rows[states_name(other)] else "a smaller one"].append(what)
    if not sides["a larger share"]:
        sides = {"a smaller share": sides["a smaller one"]}
    words = [f"{side} of {_join(whats)}" for side, whats in sides.items() if whats]
    return f"The members have {', but '.join(words)} than {states_name(other)}." if words else ""


def _join(words: Sequence[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def write_certainty(
    library: Library, weights: pd.DataFrame, name: str, quantities: Sequence[Quantity], missing: Sequence[str]
) -> str:
    """How sure we are, for the closing box."""
    said = ["These are sums of published figures: the arithmetic is firm, the figures are their producers'."]
    union, larger = states_name(OTHERS[0]), []
    for what in ("output at market rates", "output at purchasing power"):
        rows = weights[weights["what"] == what].set_index("group")["value"]
        if {name, union} <= set(rows.index):
            larger.append(bool(rows[name] > rows[union]))
    if len(larger) > 1:
        said.append(
            f"Which economy is larger, the members' or that of {union}, "
            + ("is the same" if len(set(larger)) == 1 else "turns on whether output is taken")
            + " at market rates or at purchasing power."
        )
    if "edition-lowest" in _known(quantities):
        said.append(
            "Proved reserves depend on the edition: that of Turkmenistan's gas moves between {edition-lowest} and "
            "{edition-highest} of the world for one and the same date."
        )
    if missing:
        said.append("Members that the Review does not list count as nothing.")
    note = note_unlisted(library)
    if note and "rival-with-gas-reserves" in _known(quantities):
        said.append(note)
    said.append("A sum of members is no power of the organisation: it owns none of this.")
    return " ".join(said)
