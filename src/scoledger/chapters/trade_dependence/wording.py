"""Sentences that are true for whatever the numbers come out as."""

from __future__ import annotations

from collections.abc import Mapping

from scoledger.chapters.chapter import Quantity
from scoledger.chapters.trade_dependence.counting import LEVEL
from scoledger.chapters.trade_dependence.measuring import FEWEST, Found

#: A share of states above which a change counts as larger than usual, and below which as smaller.
HIGH, LOW = 0.9, 0.1
#: Ratio of the two sides' shares from which they are said to disagree.
APART = 1.5
#: Share of the other states with a known share from which they stand for the world.
MOST = 0.5

Known = Mapping[str, Quantity]


def write_answer(found: Found, known: Known) -> str:
    """The answer: the share, its path, its tendency, its steps, and the world beside it.

    Parameters
    ----------
    found : Found
    known : mapping of str to Quantity
        The quantities that have a value, by name.
    """
    if "last-share" not in known:
        return (
            f"The tables do not hold {found.state}'s trade with {found.other} in {found.span[0]}-{found.span[1]} "
            f"by {found.books}, so that this page gives no answer for that side."
        )
    return " ".join([*_path(found, known), _tendency(known), *_steps(known), *_world(found, known)])


def _path(found: Found, known: Known) -> list[str]:
    share = found.main()
    first, last = int(share.index[0]), int(share.index[-1])
    path = f"went from {{first-share}} in {first} to {{last-share}} in {last}"
    if first == last:
        path = f"was {{last-share}} in {last}, the only year known"
    sentences = [f"By {found.books}, the share of {found.other} in {found.state}'s trade {path}."]
    if share.idxmax() not in {first, last}:
        sentences.append("It was largest in {peak-year}, at {peak-share}.")
    if "other-share" in known:
        year = int(found.beside().index[-1])
        sentences.append(f"By {found.names[found.other_side]} it is {{other-share}} (in {year}).")
    return sentences


def _tendency(known: Known) -> str:
    if "trend" not in known:
        return "Too few years are known for a test of a tendency."
    slope, chance = known["trend"].value or 0.0, known["trend-p"].value or 0.0
    if chance >= LEVEL:
        return "No tendency stands out of the noise ({trend}, p = {trend-p})."
    return f"It {'rises' if slope > 0 else 'falls'} more than noise would ({{trend}}, p = {{trend-p}})."


def _steps(known: Known) -> list[str]:
    if "break-p" not in known:
        return []
    if "break-year" in known:
        number = round(known["breaks"].value or 0)
        more = "" if number == 1 else f"; {number} steps stand out in all"
        return [f"A new level begins in {{break-year}} (p = {{break-p}}{more})."]
    return ["No step in its level stands out of such noise (p = {break-p})."]


def _world(found: Found, known: Known) -> list[str]:
    if "world-percentile" not in known:
        return []
    place = known["world-percentile"].value or 0.0
    size = "more than usual" if place > HIGH else "less than usual" if place < LOW else "nothing out of the ordinary"
    sentence = (
        "Beside {world-known} of the {world-recorded} other states outside Central Asia whose trade is recorded, that "
        f"is {size}: by {found.names['mirror']} the share changed by {{world-change}}, more than in "
        "{world-percentile} of them, whose median is {world-median}."
    )
    if found.cover and found.cover[0] < MOST * found.cover[1]:
        sentence += (
            " Of most states the share is not known in both years, so that this is no comparison with the world."
        )
    return [sentence]


def write_data(found: Found, known: Known) -> str:
    """What the data say, for the closing box."""
    parts = [_burden(found, known), _balance(found, known), _event(found, known)]
    told = " ".join(part for part in parts if part)
    return told or "The tables hold neither trade nor debt of this pair in the window."


def _burden(found: Found, known: Known) -> str:
    told = []
    if "trade-gdp" in known:
        told.append(f"trade with {found.other} comes to {{trade-gdp}} of {found.state}'s product")
    if "debt-gdp" in known:
        told.append(f"public debt to {found.other} to {{debt-gdp}}")
    sentence = " and ".join(told)
    return f"{sentence[0].upper()}{sentence[1:]}." if sentence else ""


def _balance(found: Found, known: Known) -> str:
    if not {"asymmetry", "their-share"} <= set(known):
        return ""
    gap = known["asymmetry"].value or 0.0
    side = f"{found.state} depends on {found.other} more than the other way round"
    if gap < 0:
        side = f"{found.other} depends on {found.state} more than the other way round"
    intensity = ""
    if "intensity" in known:
        is_more = (known["intensity"].value or 0.0) > 1
        intensity = f", and trade is {'more' if is_more else 'less'} intense than sizes predict ({{intensity}} times)"
    return (
        f"{side}: {found.state} makes up {{their-share}} of its partner's trade (asymmetry {{asymmetry}}){intensity}."
    )


def _event(found: Found, known: Known) -> str:
    if "placebo-dates" not in known:
        return ""
    share, level = known["placebo-dates"].value or 0.0, "sup-f-p"
    year = found.event_year
    words = found.known_dates[float(year or 0)]
    if share < LEVEL and (known[level].value or 1.0) < LEVEL:
        return f"A shift in {year} ({words}) stands out: {{placebo-dates}} of the other dates show as much."
    if share < LEVEL:
        return (
            f"Of all dates {year} ({words}) has the strongest evidence for a shift, but noise alone gives as much "
            "(p = {sup-f-p})."
        )
    return (
        f"Nothing singles out {year} ({words}): at {{placebo-dates}} of the other dates the evidence for a shift is as "
        "strong, and the strongest has p = {sup-f-p}."
    )


def write_certainty(found: Found, known: Known) -> str:
    """How sure we are, for the closing box."""
    if "last-share" not in known:
        return "Not at all: there is nothing to be sure of."
    return " ".join([_agreement(found, known), *_memory(found, known), *_elsewhere(found, known)])


def _agreement(found: Found, known: Known) -> str:
    main, beside = found.main(), found.beside()
    common = main.index.intersection(beside.index)
    if not len(common):
        return f"Only one side's books are known, {found.books}, so that nothing checks the level."
    year = int(common[-1])
    ratio = float(max(main[year], beside[year]) / max(min(main[year], beside[year]), 1e-9))
    words = f"disagree, by a factor of {ratio:.1f}" if ratio >= APART else f"agree to within a factor of {ratio:.2f}"
    level = f"In {year}, the last year that both sides report, their books {words}."
    if not {"trend", "other-trend"} <= set(known):
        return level
    signs = [(known[name].value or 0.0) > 0 for name in ("trend", "other-trend")]
    clear = [(known[f"{name}-p"].value or 0.0) < LEVEL for name in ("trend", "other-trend")]
    if all(clear):
        sign = "the same sign" if signs[0] == signs[1] else "opposite signs"
        return f"{level} Both show a tendency that stands out of the noise, with {sign}."
    which = "Neither side's" if not any(clear) else "Only one side's"
    return f"{level} {which} tendency stands out of the noise ({{trend-p}} and {{other-trend-p}})."


def _memory(found: Found, known: Known) -> list[str]:
    if not found.segments:
        return [f"With fewer than {FEWEST} years of shares no search for breaks is made."]
    counts = {found.segments[form].by_sequence for form in found.segments}
    if counts == {0} and (known["breaks-bic"].value or 0) > 0:
        sentence = (
            "Schwarz's criterion, which takes the noise for independent, chooses {breaks-bic} steps; with the memory "
            "that such series have, chance makes as many, so that absence of proof is not proof of a smooth path."
        )
        return [sentence]
    return []


def _elsewhere(found: Found, known: Known) -> list[str]:
    if "placebo-states" not in known:
        return []
    sentence = (
        f"The same test finds steps in {{placebo-states}} of other states' shares of {found.other}, where those are "
        "known in all the same years."
    )
    return [sentence]


def write_gaps(found: Found) -> tuple[str, ...]:
    """What the tables do not hold, with the years that they do."""
    gaps = []
    for side in ("reported", "mirror"):
        if not len(found.frames[side]["share_total"].dropna()):
            span = found.held.get(side)
            known = f"only {span[0]}-{span[1]}" if span else "no year at all"
            gaps.append(f"{found.state}'s trade with {found.other} in the window by {found.names[side]} ({known})")
    if found.world is None:
        gaps.append(f"{found.other}'s trade with enough other states for a comparison with the world")
    return tuple(gaps)
