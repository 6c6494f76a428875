"""The family of tests: which belong to it, how they are adjusted and told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from bookmaker import BookMaker
from docutils import nodes

from scoledger.errors import BuildFailedError
from scoledger.results import Result
from scoledger.site import build_book
from scoledger.site.family import count_family, find_missing, make_tests, tabulate_family, write_p


def _result(claim: str, **p_values: float) -> Result:
    """A verdict whose literal reading has a joint test for each part named."""
    tests: list[dict[str, Any]] = [
        {"part": part, "kind": "trend", "statistic": 2.0, "p_value": value, "specifications": 24}
        for part, value in p_values.items()
    ]
    readings = [{"name": "literal", "tests": tests}]
    details = {"claim": {"id": claim, "title": claim}, "readings": readings}
    return Result(id=claim, kind="verdict", title=claim, text="mixed", page=f"book/claims/{claim}", details=details)


def test_only_tests_of_the_lock_are_adjusted() -> None:
    """An attribute is tested on its own page and does not count here."""
    family = {"a": ("literal/trend",), "b": ("literal/trend",)}
    results = {"a": _result("a", trend=0.03, detail=0.001), "b": _result("b", trend=0.02)}
    table = tabulate_family(family, results)

    assert table[["claim", "test"]].to_numpy().tolist() == [["b", "literal/trend"], ["a", "literal/trend"]]
    assert table["holm"].tolist() == pytest.approx([0.04, 0.04])
    assert table["benjamini_hochberg"].tolist() == pytest.approx([0.03, 0.03])
    assert "Of 2 tests, 2 lie below 5 percent taken alone" in count_family(table)


def test_a_declared_test_that_no_verdict_holds_is_named() -> None:
    """The page must not shrink in silence."""
    table = tabulate_family({"a": ("literal/trend",)}, {"a": _result("a")})

    assert table.empty
    assert find_missing({"a": ("literal/trend",)}, table) == ["a literal/trend"]


def test_a_claim_without_tests_has_no_table() -> None:
    """Records and figures have no chance model."""
    assert make_tests(_result("a")) == []
    rows = list(make_tests(_result("a", trend=0.5))[0].findall(nodes.row))
    assert [row.astext().split() for row in rows][1] == ["Literal", "reading,", "trend", "24", "+2.0", "0.50"]


def test_p_values_below_what_the_draws_resolve_are_bounds() -> None:
    """Not zero."""
    assert [write_p(value) for value in (0.0005, 0.0123, 0.049, 0.5)] == ["< 0.001", "0.012", "0.049", "0.50"]


@pytest.fixture
def maker(tmp_path: Path) -> BookMaker:
    """A book with one claim, whose trend the lock declares to be tested."""
    maker = BookMaker.begin(tmp_path)
    maker.add_claim_page("alpha", "mixed")
    maker.write(
        "data/claims/LOCK", f'alpha = {{ date = 2026-01-02, hash = "{"a" * 64}", tests = ["literal/trend"] }}\n'
    )
    maker.write("book/family.md", "# Many tests at once\n\n```{test-family}\n```\n")
    return maker


def _add_test(maker: BookMaker, p_value: float) -> None:
    path = maker.add_verdict("alpha", "mixed")
    result = json.loads(path.read_text("utf-8"))
    test = {"part": "trend", "kind": "trend", "statistic": -2.5, "p_value": p_value, "specifications": 24}
    result["details"]["readings"][0] |= {"name": "literal", "tests": [test]}
    path.write_text(json.dumps(result), encoding="utf-8")


def test_the_page_shows_every_test_raw_and_adjusted(maker: BookMaker) -> None:
    """With a link to the claim."""
    _add_test(maker, 0.012)
    built = build_book(maker.project)
    page = (built.parent / "book" / "family.html").read_text("utf-8")

    assert "Of 1 tests, 1 lie below 5 percent taken alone" in page
    assert 'href="claims/alpha.html"' in page
    assert page.count("0.012") == 3


def test_a_page_without_a_declared_test_fails_the_build(maker: BookMaker) -> None:
    """It would adjust over too few."""
    with pytest.raises(BuildFailedError, match="tests that no verdict holds: alpha literal/trend"):
        build_book(maker.project)
