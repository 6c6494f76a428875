"""Joint tests: those of a claim on its own page, and the family of all of them with adjusted p values."""

from __future__ import annotations

from typing import Any

import pandas as pd
from docutils import nodes  # type: ignore[import-untyped]
from sphinx.util.docutils import SphinxDirective

from scoledger.claims import lock_path, read_family, title_reading
from scoledger.errors import LedgerError
from scoledger.results import Result
from scoledger.site.directives import make_table
from scoledger.site.lookup import look_up, project_of
from scoledger.site.nodes import link_page

#: Level at which the sentence above the table counts.
LEVEL = 0.05
_OWN: list[dict[str, Any]] = [
    {"name": "Tested over all its specifications"},
    {"name": "Specifications", "numeric": True},
    {"name": "Mean deviation from chance", "numeric": True},
    {"name": "p", "numeric": True},
]
_FAMILY: list[dict[str, Any]] = [
    {"name": "Claim"},
    {"name": "Reading and part"},
    {"name": "Specifications", "numeric": True},
    {"name": "Mean deviation", "numeric": True},
    {"name": "p, raw", "numeric": True},
    {"name": "p, Holm", "numeric": True},
    {"name": "p, Benjamini-Hochberg", "numeric": True},
]


def make_tests(result: Result) -> list[nodes.Node]:
    """Make the table of a claim's joint tests; nothing where it has none."""
    rows = [
        [
            f"{title_reading(str(reading['name']))}, {test['part']}",
            str(test["specifications"]),
            f"{test['statistic']:+.1f}",
            write_p(test["p_value"]),
        ]
        for reading in result.details.get("readings") or []
        for test in reading.get("tests") or []
    ]
    return [make_table(_OWN, rows, "Chance over all specifications together")] if rows else []


class TestFamily(SphinxDirective):
    """``{test-family}``: every joint test that the lock declares, raw and adjusted, after one sentence that counts."""

    def run(self) -> list[nodes.Node]:
        """Make the sentence and the table."""
        project = project_of(self.env)
        self.env.note_dependency(str(lock_path(project)))
        try:
            family = read_family(project)
        except LedgerError as error:
            raise self.error(str(error)) from error
        results = {claim: look_up(self.env, claim, self.lineno, kinds=("verdict",)) for claim in family}
        table = tabulate_family(family, {claim: one for claim, one in results.items() if one is not None})
        missing = find_missing(family, table)
        if missing and all(results.values()):
            raise self.error(f"the lock declares tests that no verdict holds: {', '.join(missing)}. Judge them again.")
        if table.empty:
            return [nodes.paragraph("", "No claim of this book is tested for chance.")]
        rows = [[self._link(results[str(row["claim"])]), *_write_row(row)] for _, row in table.iterrows()]
        return [nodes.paragraph("", count_family(table)), make_table(_FAMILY, rows, "")]

    def _link(self, result: Result | None) -> nodes.Node:
        if result is None:  # pragma: no cover - tabulated rows have a result
            return nodes.Text("")
        title = str(result.details.get("claim", {}).get("title") or result.title)
        return link_page(self.env.docname, result.page, title)


def tabulate_family(family: dict[str, tuple[str, ...]], results: dict[str, Result]) -> pd.DataFrame:
    """Put the tests of a family side by side, with their p values adjusted for each other.

    Parameters
    ----------
    family : dict of str to tuple of str
        ``"reading/part"`` by claim id, as the lock declares it.
    results : dict of str to Result
        Verdict by claim id.

    Returns
    -------
    pandas.DataFrame, shape (n_tests, 7)
        Columns ``claim``, ``test``, ``specifications``, ``statistic``, ``raw``, ``holm`` and ``benjamini_hochberg``,
        the smallest p value first.
    """
    from scoledger.inference import adjust_family  # noqa: PLC0415 - statistics take long to import

    rows = [
        {"claim": claim, "test": f"{reading['name']}/{test['part']}", **test}
        for claim, result in results.items()
        for reading in result.details.get("readings") or []
        for test in reading.get("tests") or []
        if f"{reading['name']}/{test['part']}" in family.get(claim, ())
    ]
    columns = ["claim", "test", "specifications", "statistic", "p_value"]
    table = pd.DataFrame(rows, columns=columns)
    adjusted = adjust_family(table["p_value"].astype(float))
    return (
        table.drop(columns="p_value")
        .join(adjusted)
        .sort_values(["raw", "claim", "test"], kind="stable", ignore_index=True)
    )


def find_missing(family: dict[str, tuple[str, ...]], table: pd.DataFrame) -> list[str]:
    """Name the tests of a family that a table lacks.

    Examples
    --------
    >>> find_missing({"a": ("literal/trend",)}, pd.DataFrame({"claim": ["b"], "test": ["literal/trend"]}))
    ['a literal/trend']
    """
    found = set(zip(table["claim"], table["test"], strict=True))
    return [f"{claim} {test}" for claim, tests in family.items() for test in tests if (claim, test) not in found]


def count_family(table: pd.DataFrame) -> str:
    """Say how many tests there are, and how many stand before and after adjustment.

    Examples
    --------
    >>> frame = pd.DataFrame({"raw": [0.001, 0.04], "holm": [0.002, 0.04], "benjamini_hochberg": [0.002, 0.04]})
    >>> count_family(frame)
    'Of 2 tests, 2 lie below 5 percent taken alone, 2 after Holm and 2 after Benjamini and Hochberg.'
    """
    below = {name: int((table[name] < LEVEL).sum()) for name in ("raw", "holm", "benjamini_hochberg")}
    return (
        f"Of {len(table)} tests, {below['raw']} lie below 5 percent taken alone, {below['holm']} after Holm and "
        f"{below['benjamini_hochberg']} after Benjamini and Hochberg."
    )


def write_p(value: float) -> str:
    """Write a p value; one that the draws cannot resolve as a bound.

    Examples
    --------
    >>> write_p(0.0005), write_p(0.031), write_p(0.62)
    ('< 0.001', '0.031', '0.62')
    """
    if value < 0.001:  # noqa: PLR2004 - what 1,999 draws can tell
        return "< 0.001"
    return f"{value:.3f}" if value < 0.1 else f"{value:.2f}"  # noqa: PLR2004 - as journals print it


def _write_row(row: pd.Series) -> list[str]:
    reading, _, part = str(row["test"]).partition("/")
    named = f"{reading}, {part}"
    shown = [write_p(float(row[name])) for name in ("raw", "holm", "benjamini_hochberg")]
    return [named, str(row["specifications"]), f"{float(row['statistic']):+.1f}", *shown]
