"""Which verdicts depend on whose books are read."""

from __future__ import annotations

import functools
from dataclasses import replace

import pandas as pd

from scoledger.claims import read_chapter, read_claims, read_rules, title_reading
from scoledger.tables import Library
from scoledger.verdicts import judge_by_choice, judge_claim

DIMENSION = "mirror"
#: Choices that are one side's books throughout, as columns; means and fillings of gaps are neither side's.
COLUMNS = {
    "reported": "Own books", "other": "Own books", "mirror": "Partner's books", "hub": "Partner's books",
    "exporter": "Exporter's books", "importer": "Importer's books",
}  # fmt: skip
OPPOSITES = {"supported", "contradicted"}


@functools.lru_cache(maxsize=4)
def judge_sides(library: Library) -> pd.DataFrame:
    """Judge the chapter's claims over each side's books alone.

    Returns
    -------
    pandas.DataFrame, shape (n_parts, 10)
        One row for each part of a reading that more than one side's books can answer: ``Claim``, ``Reading``, ``Part``,
        ``All`` (verdict over every specification), one column of verdicts for each side (empty where it cannot answer),
        ``differs`` and ``is_reversed`` (supported by one side's books, contradicted by another's).
    """
    claims, rules = read_claims(library.project), read_rules(library.project)
    rows: list[dict[str, object]] = []
    for name in read_chapter(library.project, "mirror_statistics").claims:
        verdict = judge_claim(claims[name], library, rules)
        for reading in verdict.readings:
            for part in reading.parts:
                sides = judge_by_choice(replace(reading, parts=(part,)), rules, DIMENSION)
                told = {COLUMNS[choice]: word for choice, word in sides.items() if choice in COLUMNS}
                if len(told) > 1:
                    words = set(told.values())
                    rows.append(
                        {"Claim": verdict.claim.title, "Reading": title_reading(reading.reading.name)}
                        | {"Part": part.part.name, "All": part.verdict, **told}
                        | {"differs": len(words) > 1, "is_reversed": words >= OPPOSITES}
                    )
    columns = ["Claim", "Reading", "Part", "All", *dict.fromkeys(COLUMNS.values()), "differs", "is_reversed"]
    return pd.DataFrame(rows, columns=columns)


def tabulate_sides(judged: pd.DataFrame) -> pd.DataFrame:
    """The parts whose verdict differs by whose books are read, reversed ones first; columns without a word left out."""
    rows = judged[judged["differs"].astype(bool)].sort_values("is_reversed", ascending=False, kind="stable")
    shown = rows.drop(columns=["differs", "is_reversed"]).dropna(axis=1, how="all").fillna("")
    return shown.reset_index(drop=True)
