"""The golden table: verdict and headline figures of every claim, so that a change of either is a visible difference."""

from __future__ import annotations

import pandas as pd

from scoledger.claims import read_claims, read_rules
from scoledger.paths import Project
from scoledger.tables import Library
from scoledger.verdicts.judge import judge_claim
from scoledger.verdicts.labels import read_labels
from scoledger.verdicts.summary import Summary, summarise

COLUMNS = ["claim", "reading", "verdict", "figure", "value", "low", "high", "unit", "specifications"]


def summarise_all(project: Project) -> list[Summary]:
    """Judge every claim and put it into words, in the order of their ids."""
    library, rules, labels = Library(project), read_rules(project), read_labels(project)
    return [
        summarise(judge_claim(claim, library, rules), library, labels, rules) for claim in read_claims(project).values()
    ]


def tabulate_golden(summaries: list[Summary]) -> pd.DataFrame:
    """Table of verdicts and headline figures.

    Returns
    -------
    pandas.DataFrame, shape (n_rows, 9)
        A row per claim (reading ``all``), per reading, and per headline figure of a reading; six significant digits, so
        that another processor's rounding is no difference.
    """
    rows: list[dict[str, str]] = []
    for summary in summaries:
        claim = summary.verdict.claim.id
        rows.append({"claim": claim, "reading": "all", "verdict": summary.verdict.verdict})
        for reading in summary.content["readings"]:
            head = {"claim": claim, "reading": str(reading["name"])}
            rows.append(head | {"verdict": reading["verdict"], "specifications": str(reading["specifications"])})
            rows += [head | _figure(figure) for figure in reading["figures"]]
    return pd.DataFrame(rows, columns=COLUMNS).fillna("")


def _figure(figure: dict[str, object]) -> dict[str, str]:
    numbers = {name: figure[name] for name in ("value", "low", "high")}
    written = {name: f"{value:.6g}" for name, value in numbers.items() if isinstance(value, int | float)}
    return {"verdict": str(figure["verdict"]), "figure": str(figure["name"]), "unit": str(figure["unit"])} | written


def write_golden(project: Project) -> int:
    """Write ``tests/golden/verdicts.csv``; returns the number of rows.

    A changed verdict is then a difference that a reviewer sees, and the changelog says why.
    """
    table = tabulate_golden(summarise_all(project))
    path = project.root / "tests" / "golden" / "verdicts.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    staged = path.with_suffix(".new")
    staged.write_text(table.to_csv(index=False, lineterminator="\n"), encoding="utf-8")
    staged.replace(path)
    return len(table)
