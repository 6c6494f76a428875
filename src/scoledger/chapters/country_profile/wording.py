"""Sentences of a profile that are true whatever is known of the state."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from scoledger.chapters.chapter import Quantity
from scoledger.chapters.country_profile.gathering import Items
from scoledger.countries import country_name

Known = Mapping[str, Quantity]
#: Fields in which China and Russia are compared, by the names of the figures.
FIELDS = {
    "trade": ("share-chn", "share-rus"),
    "official credit": ("debt-chn", "debt-rus"),
    "arms": ("arms-chn", "arms-rus"),
    "votes": ("agreement-chn", "agreement-rus"),
}
RIVALS = ("CHN", "RUS")
#: Years from which a figure is old.
OLD = 5


def write_answer(country: str, known: Known, statuses: pd.DataFrame, items: Items) -> str:
    """Who lives there, from what, with whom it trades, and where it belongs.

    Parameters
    ----------
    country : str
    known : mapping of str to Quantity
    statuses : pandas.DataFrame
        As `read_statuses` gives them.
    items : Items
    """
    sentences = [
        *_size(country, known),
        *_trade(country, known, items),
        *_weights(country, known, items),
        _belonging(country, statuses),
    ]
    return " ".join(sentences)


def _size(country: str, known: Known) -> list[str]:
    name = country_name(country)
    if not {"population", "gdp"} <= set(known):
        return [f"Of {name} the tables hold little."]
    income = " ({income} a head)" if "income" in known else ""
    return [f"{name} has {{population}} and a gross domestic product of {{gdp}}{income}."]


def _trade(country: str, known: Known, items: Items) -> list[str]:
    told = [
        f"{country_name(code)} {{share-{code.lower()}}} (in {items.find(f'share-{code.lower()}').latest(country)[0]})"
        for code in ("CHN", "RUS", "USA")
        if f"share-{code.lower()}" in known
    ]
    return [f"Shares in its trade, by the partners' books: {', '.join(told)}."] if told else []


def _weights(country: str, known: Known, items: Items) -> list[str]:
    parts = {
        "debt-chn": "it owes China {debt-chn} of its product",
        "fuels": "fuels make up {fuels} of its exports",
        "military": "military spending is {military} of its product",
    }
    told = [f"{words} (in {items.find(name).latest(country)[0]})" for name, words in parts.items() if name in known]
    if not told:
        return []
    sentence = "; ".join(told)
    return [f"{sentence[0].upper()}{sentence[1:]}."]


def _belonging(country: str, statuses: pd.DataFrame) -> str:
    own = statuses[statuses["org"] == "SCO"]
    name = country_name(country)
    if own.empty or own["kind"].eq("never belonged").all():
        return f"{name} has never had a status in the Shanghai Cooperation Organisation, as far as the tables say."
    row = own[own["kind"] != "never belonged"].iloc[-1]
    kind = f"{'an' if str(row['kind'])[0] in 'aeiou' else 'a'} {row['kind']}"
    since = "" if pd.isna(row["start"]) else f" since {row['start']:%Y-%m-%d}"
    if not pd.isna(row["end"]):
        return f"In the Shanghai Cooperation Organisation it was {kind} until {row['end']:%Y-%m-%d}."
    return f"In the Shanghai Cooperation Organisation it has been {kind}{since}."


def write_data(country: str, known: Known, items: Items) -> str:
    """China against Russia, field by field, in the last year that both are known."""
    if country in RIVALS:
        other = country_name(RIVALS[1 - RIVALS.index(country)])
        return _beside(country, other, known)
    sides: dict[str, list[str]] = {"China": [], "Russia": [], "neither": []}
    for field, names in FIELDS.items():
        series = [items.find(name).series(country) for name in names]
        years = series[0].index.intersection(series[1].index)
        if not len(years):
            continue
        first, second = (float(one[years[-1]]) for one in series)
        winner = "neither" if first == second else "China" if first > second else "Russia"
        cited = f", {{{names[0]}}} against {{{names[1]}}}" if _same_year(names, country, items) else ""
        sides[winner].append(f"{field} (in {int(years[-1])}{cited})")
    told = [f"{who} weighs more in {', '.join(fields)}" for who, fields in sides.items() if fields and who != "neither"]
    if sides["neither"]:
        told.append(f"neither weighs more in {', '.join(sides['neither'])}")
    return f"{'; '.join(told)}." if told else "The tables compare China and Russia in no field for this state."


def _same_year(names: tuple[str, str], country: str, items: Items) -> bool:
    """Whether the latest figures of both are of one year, so that they can stand side by side."""
    return len({items.find(name).latest(country)[0] for name in names}) == 1


def _beside(country: str, other: str, known: Known) -> str:
    code = {"China": "chn", "Russia": "rus"}[other]
    parts = {
        f"share-{code}": f"{other} has {{share-{code}}} of its trade",
        f"arms-{code}": f"{other} delivered {{arms-{code}}} of its arms",
        f"agreement-{code}": f"it votes like {other} in {{agreement-{code}}} of the cases",
    }
    told = [words for name, words in parts.items() if name in known]
    sentence = "; ".join(told)
    return f"{sentence[0].upper()}{sentence[1:]}." if told else f"The tables relate {country_name(country)} to nobody."


def write_certainty(country: str, known: Known, items: Items, flags: tuple[str, ...]) -> str:
    """How complete, how recent and how contested the figures are."""
    wanted = items.applicable(country)
    years = {item.name: item.latest(country)[0] for item in wanted}
    dated = {name: year for name, year in years.items() if year is not None}
    sentences = [f"Of {len(wanted)} figures that the page looks for, {len(dated)} are known."]
    if dated:
        newest = max(dated.values())
        old = [items.find(name).title[0].lower() + items.find(name).title[1:] for name, year in dated.items()
               if newest - year > OLD]  # fmt: skip
        if old:
            sentences.append(f"More than {OLD} years older than the newest of them: {', '.join(old)}.")
    share = known.get("share-chn")
    if share is not None and share.low is not None and share.high is not None:
        ratio = share.high / max(share.low, 1e-9)
        sentences.append(f"The two sides' books put China's share a factor of {ratio:.2f} apart.")
    sentences += [f"{flag.rstrip('.')}." for flag in flags]
    return " ".join(sentences)
