"""Mirror statistics: how far two sides' books of one flow lie apart, and which verdicts that decides."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoledger.chapters.chapter import Chapter, Quantity
from scoledger.claims import read_chapter, read_claims, read_rules
from scoledger.countries import country_name, parse_states, states_name
from scoledger.errors import NoDataError
from scoledger.indicators.mirrors import FEWEST, FREIGHT, both_sides, gaps_of_all_pairs, mirror_gap
from scoledger.inference import estimate_trend
from scoledger.tables import Library
from scoledger.verdicts import ClaimVerdict, judge_claim

OWN_BOOKS = ("comtrade-study-pairs", "national-statistics", "comtrade-central-asia-imports")
PARTNER_BOOKS = ("imf-imts-china-usa", "comtrade-study-pairs", "imf-imts-russia")
ALL_PAIRS = "comtrade-study-pairs"
FLOWS = {"import": "imports", "export": "exports"}
LEVEL = 0.05
#: Flows that are never compared, each with the reason.
CIRCULAR = {
    ("TKM", "CHN"): "exports in the exporters' report are China's imports divided by 1.06",
    ("RUS", "CHN"): "Russia's rows from 2022 on are made from China's figures and are left out",
    ("RUS", "USA"): "Russia's rows from 2022 on are made from the American figures and are left out",
}


@dataclass(frozen=True, kw_only=True)
class MirrorStatistics(Chapter):
    """Mirror gaps of a set of states with one partner.

    Parameters
    ----------
    gaps : pandas.DataFrame, shape (n_flows, n_years)
        Log of the partner's over the state's record, by flow (``Kyrgyzstan's imports``) and year.
    sides : dict of str to dict of str to pandas.Series
        By flow: both records, billion current dollars by year.
    bands : dict of str to pandas.DataFrame
        By flow: ``low`` and ``high`` of the two.
    sizes : pandas.DataFrame, shape (n_flows, 9)
        ``label``, ``value`` (mean gap), ``low``, ``high`` (smallest and largest year), ``group``, ``n``, ``key``,
        ``slope``, ``p_value``.
    everyone : pandas.DataFrame, shape (n_flows, 4)
        Mean absolute gap of every flow that both sides report: ``label``, ``y``, ``x`` (rank), ``is_own``.
    decided : pandas.DataFrame, shape (n_rows, 6)
        Claims that vary whose books are read: ``Claim``, ``Books``, ``Specifications``, ``Support``, ``Contradict`` and
        ``Share explained`` by the choice.
    """

    gaps: pd.DataFrame
    sides: dict[str, dict[str, pd.Series]]
    bands: dict[str, pd.DataFrame]
    sizes: pd.DataFrame
    everyone: pd.DataFrame
    decided: pd.DataFrame
    excluded: tuple[str, ...]


def collect(library: Library, *, states: str, partner: str, first_year: int, last_year: int) -> MirrorStatistics:
    """Compare both sides' books of the trade of some states with one partner.

    Parameters
    ----------
    states : str
        Group, or codes joined by commas.
    partner : str
        ISO code.
    first_year, last_year : int
    """
    codes = [state for state in parse_states(states) if state != partner]
    window = slice(first_year, last_year)
    gaps = {
        f"{country_name(state)}'s {noun}": path
        for state, (flow, noun) in itertools.product(codes, FLOWS.items())
        if len(path := mirror_gap(library, OWN_BOOKS, PARTNER_BOOKS, state, partner, flow).loc[window])
    }
    sides = _sides(library, codes, partner, window, gaps)
    keys = {
        f"{country_name(state)}'s {noun}": f"{state.lower()}-{flow}" for state in codes for flow, noun in FLOWS.items()
    }
    sizes = _measure(gaps, keys)
    everyone = _rank(library, codes, partner, first_year, last_year)
    decided = _decide(library)
    silent = [country_name(state) for state in codes if not any(name.startswith(country_name(state)) for name in gaps)]
    quantities = _quantities(sizes, everyone, decided)
    return MirrorStatistics(
        title=f"Mirror statistics: {states_name(states)} and {country_name(partner)}",
        quantities=quantities,
        answer=_write_answer(states, partner, sizes, quantities),
        data=_write_data(sizes, decided),
        sure=_write_certainty(sizes),
        missing=tuple(f"both sides' books for {state} with {country_name(partner)}" for state in silent),
        gaps=pd.DataFrame(gaps).T.sort_index(axis=1) if gaps else pd.DataFrame(),
        sides=sides,
        bands={name: _span(paths) for name, paths in sides.items()},
        sizes=sizes,
        everyone=everyone,
        decided=decided,
        excluded=_list_circular(codes, partner),
    )


def tables(library: Library) -> tuple[str, ...]:
    """Tables of both sides' books that were read."""
    read = {item.id for item in library.inputs if item.kind == "table"}
    return tuple(table for table in dict.fromkeys((*OWN_BOOKS, *PARTNER_BOOKS)) if table in read)


def _sides(
    library: Library, codes: Sequence[str], partner: str, window: slice, gaps: Mapping[str, pd.Series]
) -> dict[str, dict[str, pd.Series]]:
    found = {}
    for state, (flow, noun) in itertools.product(codes, FLOWS.items()):
        name = f"{country_name(state)}'s {noun}"
        if name in gaps and len(gaps[name]) >= FEWEST:
            own, other = both_sides(library, OWN_BOOKS, PARTNER_BOOKS, state, partner, flow)
            books = {"the state's books": own, f"{country_name(partner)}'s books": other}
            found[name] = {side: path.loc[window] / 1e3 for side, path in books.items()}
    return found


def _span(paths: Mapping[str, pd.Series]) -> pd.DataFrame:
    both = pd.DataFrame(dict(paths)).dropna()
    return pd.DataFrame({"low": both.min(axis=1), "high": both.max(axis=1)})


def _measure(gaps: Mapping[str, pd.Series], keys: Mapping[str, str]) -> pd.DataFrame:
    """Mean, range and tendency of every gap."""
    rows = []
    for name, path in gaps.items():
        noun = name.rsplit(" ", 1)[1]
        try:
            trend = estimate_trend(path)
            tendency = {"slope": trend.slope, "p_value": trend.p_value}
        except NoDataError:  # too few years for a tendency; mean and range still stand
            tendency = {"slope": float("nan"), "p_value": float("nan")}
        rows.append(
            {"label": name, "value": float(path.mean()), "low": float(path.min()), "high": float(path.max())}
            | {"group": noun, "n": len(path), "key": keys[name], **tendency}
        )
    return pd.DataFrame(rows, columns=["label", "value", "low", "high", "group", "n", "key", "slope", "p_value"])


def _rank(library: Library, codes: Sequence[str], partner: str, first_year: int, last_year: int) -> pd.DataFrame:
    """Where these flows stand among all that both sides report in one source."""
    table = gaps_of_all_pairs(library, ALL_PAIRS, first_year, last_year).sort_values("size", ignore_index=True)
    ends = table[["exporter", "importer"]].to_numpy()
    own = [partner in pair and bool(set(pair) & set(codes)) for pair in ends]
    labels = [f"{country_name(one)} to {country_name(other)}" for one, other in ends]
    return pd.DataFrame({"label": labels, "x": range(len(table)), "y": table["size"], "is_own": own})


def _decide(library: Library) -> pd.DataFrame:
    """How claims that vary whose books are read come out on each side."""
    claims, rules = read_claims(library.project), read_rules(library.project)
    rows: list[dict[str, object]] = []
    for name in read_chapter(library.project, "mirror_statistics").claims:
        rows += _by_books(judge_claim(claims[name], library, rules))
    columns = ["Claim", "Part", "Books", "Specifications", "Support", "Contradict", "Is decided by it"]
    return pd.DataFrame(rows, columns=columns)


def _by_books(verdict: ClaimVerdict) -> list[dict[str, object]]:
    rows = []
    for part in (part for reading in verdict.readings[:1] for part in reading.parts):
        frame = part.frame
        known = frame[frame["outcome"] != "no data"] if "mirror" in frame else frame.iloc[:0]
        if "mirror" not in frame or known["mirror"].nunique() < 2:  # noqa: PLR2004 - one side decides nothing
            continue
        decisive = part.decision is not None and part.decision.dimension == "mirror"
        for books, own in known.groupby("mirror", sort=False):
            support, against = ((own["outcome"] == word).mean() for word in ("supports", "contradicts"))
            rows.append(
                {"Claim": verdict.claim.title, "Part": part.part.name, "Books": str(books), "Specifications": len(own)}
                | {"Support": f"{support:.0%}", "Contradict": f"{against:.0%}", "Is decided by it": decisive}
            )
    return rows


def _list_circular(codes: Sequence[str], partner: str) -> tuple[str, ...]:
    return tuple(
        f"{country_name(one)} and {country_name(other)}: {why}"
        for (one, other), why in CIRCULAR.items()
        if (one in codes and other == partner) or (other in codes and one == partner)
    )


def _quantities(sizes: pd.DataFrame, everyone: pd.DataFrame, decided: pd.DataFrame) -> tuple[Quantity, ...]:
    made = [
        Quantity(
            f"factor-{row['key']}", f"{row['label']}: the partner's record over the state's own",
            float(np.exp(row["value"])), "ratio", float(np.exp(row["low"])), float(np.exp(row["high"])), int(row["n"]),
            "Geometric mean; interval: smallest and largest year.", is_main=row["n"] >= FEWEST,
        )
        for row in sizes.to_dict("records")
    ]  # fmt: skip
    own = everyone[everyone["is_own"]]
    if len(own):
        others = everyone.loc[~everyone["is_own"], "y"]
        made.append(
            Quantity("percentile", "Share of other flows with a smaller gap, at the median of these",
                     float((others < own["y"].median()).mean()), "share", n=len(others), form=".0f",
                     caption="Flows that both sides report in one source.", tables=(ALL_PAIRS,))
        )  # fmt: skip
    if len(decided):
        claims = int(decided.loc[decided["Is decided by it"].astype(bool), "Claim"].nunique())
        made.append(Quantity("decided", "Claims whose first reading turns on whose books are read", claims, "count",
                             n=int(decided["Claim"].nunique())))  # fmt: skip
    return tuple(made)


def _write_answer(states: str, partner: str, sizes: pd.DataFrame, quantities: Sequence[Quantity]) -> str:
    if sizes.empty:
        return f"The tables hold both sides' books of no trade of {states_name(states)} with {country_name(partner)}."
    worst, best = int(sizes["value"].abs().argmax()), int(sizes["value"].abs().argmin())
    labels, keys = list(map(str, sizes["label"])), list(map(str, sizes["key"]))
    records = f"{country_name(partner)} records {{factor-{keys[worst]}}} times what the state itself does, on average"
    words = [f"The two sides of one flow may differ by a factor: for {labels[worst]} {records}."]
    if worst != best:
        words.append(f"They agree best on {labels[best]} ({{factor-{keys[best]}}}).")
    if any(one.name == "percentile" for one in quantities):
        words.append("Such gaps are larger than those of {percentile} of other flows that both sides report.")
    return " ".join(words)


def _write_data(sizes: pd.DataFrame, decided: pd.DataFrame) -> str:
    if sizes.empty:
        return "There is nothing to compare."
    beyond = int((sizes["value"].abs() > FREIGHT[1]).sum())
    more = int((sizes["value"] > FREIGHT[1]).sum())
    grown = int(((sizes["p_value"] < LEVEL) & (sizes["slope"] > 0)).sum())
    turn = " {decided} of the claims examined turn on whose books are read." if len(decided) else ""
    return (
        f"Of {len(sizes)} flows, {beyond} differ by more than freight and insurance explain; in {more} of these the "
        f"partner records more. {grown} gaps grew clearly over the years.{turn}"
    )


def _write_certainty(sizes: pd.DataFrame) -> str:
    if sizes.empty:
        return "Nothing can be said."
    short = int((sizes["n"] < FEWEST).sum())
    few = f" {short} flows rest on fewer than {FEWEST} years." if short else ""
    return (
        "That the books differ is certain; why is not. Re-exports, traders who carry goods themselves, undervaluation, "
        f"transit and gold all fit, and nothing here tells them apart.{few} Hence every result on these pairs is shown "
        "for both sides."
    )
