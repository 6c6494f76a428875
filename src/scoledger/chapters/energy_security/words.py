"""Sentences of the chapter on energy security, true for whatever was found."""

from __future__ import annotations

from scoledger.chapters.energy_security.measures import (
    ALL,
    BOTH,
    COVERED,
    MATRICES,
    OF_USE,
    OIL,
    ON_ONE_BASIS,
    URANIUM,
    WITHOUT,
    Measures,
)
from scoledger.chapters.energy_security.quantities import CLAIMED, EXPECTED, RUSSIAN, importer_since, last_of
from scoledger.countries import country_name


def write_answer(found: Measures) -> str:
    """What the state buys abroad, Central Asia's part of it, and what that does to the number of suppliers."""
    state = country_name(found.country)
    if not found.dependence and not found.region:
        return f"The tables hold neither output and use of energy of {state} nor gas that Central Asia sold it."
    words = [_write_dependence(found, state, fuel) for fuel in found.dependence]
    if MATRICES in found.region:
        of_use = ", {region-use} of what it uses" if OF_USE in found.region else ""
        words.append(
            f"Central Asia supplies {{region-gas}} of the gas that {state} buys{of_use}; its share of purchases was "
            "largest in {region-peak-year}, at {region-peak}."
        )
    elif OF_USE in found.region:
        words.append(f"Central Asia supplied {{region-use}} of the gas that {state} uses, in the last year of record.")
    else:
        words.append(f"The tables hold no gas that Central Asia sold {state}.")
    if OIL in found.region:
        words.append("Of the crude that it buys it is {region-oil} at most.")
    if len(found.amounts):
        words.append(_write_suppliers(found))
    return " ".join(words)


def _write_dependence(found: Measures, state: str, fuel: str) -> str:
    path = found.dependence[fuel]
    since = importer_since(path)
    if since is None:
        surplus = "produces more than it uses" if path.iloc[-1] < 0 else "produces what it uses"
        return f"{state} {surplus} of {fuel}: net imports over use are {{dependence-{fuel}}}."
    always = since == int(path.index[0])
    when = f"in every year since {{importer-{fuel}}}" + (", where the table begins" if always else "")
    return f"{state} buys {{dependence-{fuel}}} of its {fuel} abroad, net, and has bought more than it sold {when}."


def _write_suppliers(found: Measures) -> str:
    paths = found.suppliers["gas"]
    text = "Its gas comes from as many as {suppliers-gas} suppliers of equal size"
    if WITHOUT not in paths:
        return f"{text}."
    change = (paths[WITHOUT] - paths[ALL]).dropna().iloc[-1]
    word = "fewer" if change < 0 else "more"
    return (
        f"{text}; if the others took over Central Asia's part it would be {word}, {{suppliers-gas-without}}, and if "
        "its states, which share one line, count as one supplier {suppliers-gas-as-one}."
    )


def write_data(found: Measures) -> str:
    """For the closing box: what the articles expect against what came."""
    words = [_write_expected(found), _write_diversity(found), _write_russia(found), _write_uranium(found)]
    return " ".join(word for word in words if word)


def _write_expected(found: Measures) -> str:
    both = found.region.get(BOTH)
    if both is None or EXPECTED not in both.index:
        return ""
    names = ((ON_ONE_BASIS, "gas", "of the gas bought"), (OIL, "oil", "of the crude bought at most"),
             (BOTH, "both", "of both together at most"), (OF_USE, "use", "of the gas used"))  # fmt: skip
    held = [(name, slug, what) for name, slug, what in names if EXPECTED in found.region.get(name, both.iloc[:0]).index]
    told = ", ".join(f"{{in-{EXPECTED}-{slug}}} {what}" for _, slug, what in held)
    reached = [what for name, _, what in held if float(found.region[name][EXPECTED]) >= CLAIMED]
    text = f"Of the {{expected}} expected of Central Asia for {EXPECTED} there came {told}"
    text += (
        f"; {' and '.join(reached)} it was reached."
        if reached
        else "; the largest comes to {of-expected} of what was expected."
    )
    oil = found.dependence.get("oil")
    near = 0.05
    if not reached and oil is not None and EXPECTED in oil.index and abs(float(oil[EXPECTED]) - CLAIMED) < near:
        text += " The figure is near what the state buys of oil from everybody together."
    return text


def _write_diversity(found: Measures) -> str:
    paths = found.suppliers.get("gas", {})
    if WITHOUT not in paths:
        known = "Of this buyer's gas the tables name some sellers only, so that its concentration is not measured."
        return "" if len(found.amounts) else known
    text = "In {diverse-years} of {known-years} years Central Asia's gas made supply more diverse"
    change = (1 / paths[WITHOUT] - 1 / paths[ALL]).dropna()
    if (change <= 0).any():
        text += "; in the others its part was so large that it made it less so"
    longest = found.region.get(ON_ONE_BASIS, found.region[MATRICES])
    fallen = last_of(longest)[1] < float(longest.max())
    return text + ("; its share has fallen since its peak." if fallen else "; its share is at its peak.")


def _write_russia(found: Measures) -> str:
    frame = found.russia
    if found.country != COVERED or EXPECTED not in frame.index:
        return ""
    most = float(frame["all"].max())
    ever = "in some year" if most >= RUSSIAN else "in no year"
    return (
        f"Russian gas was {{russia-{EXPECTED}}} of use in {EXPECTED} and {{russia-last}} in the last year; the most "
        f"that the article expects is reached {ever}."
    )


def _write_uranium(found: Measures) -> str:
    first = found.uranium.ranks[URANIUM[0]]
    leads = first[first == 1]
    if not len(leads):
        return "Kazakhstan mines {uranium} of the world's uranium."
    without_break = len(leads) == len(first.loc[leads.index[0] :])
    word = "in every year" if without_break else "in {uranium-first-association} years"
    text = f"Kazakhstan mines {{uranium}} of the world's uranium, the most of all {word} since "
    text += "{uranium-since-association}"
    if len(found.uranium_sold):
        text += f"; {country_name(found.country)} took {{uranium-sold}} of what it sold, by value"
    return f"{text}."


def write_certainty(found: Measures) -> str:
    """How firm the numbers are, with what the two sources of each differ by."""
    state = country_name(found.country)
    words = []
    if found.dependence:
        words.append("Output and use come from one source that counts products, crude and liquids of gas as one.")
    if len(found.amounts):
        words.append("Gas by supplier is known for {known-years} years only." if MATRICES in found.region
                     else "Gas by supplier is known for some years only.")  # fmt: skip
    else:
        words.append(
            f"How many sellers {state} has is not known here: for other buyers than China the tables name some."
        )
    if MATRICES in found.region and ON_ONE_BASIS in found.region:
        words.append("Two routes to the region's share of gas differ by {region-gap} at most.")
    if OIL in found.region:
        words.append(
            "The share of crude is an upper bound, since Kazakhstan stands together with Azerbaijan, and its areas "
            "are named differently by different editions, between which amounts jump."
        )
    words.append("Two sources of uranium draw on the same reports of operators; output stands in for exports.")
    return " ".join(words)
