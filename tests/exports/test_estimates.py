"""The chapters' main estimates: one table, and the golden copy of it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from bookmaker import BookMaker

from scoledger.exports import tabulate_estimates
from scoledger.paths import Project
from scoledger.site.estimates import write_estimates

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def maker(tmp_path: Path) -> BookMaker:
    """A project with a page and two numbers of it, one of them a main estimate."""
    maker = BookMaker.begin(tmp_path)
    maker.add_run("run-a", "book/profiles/kgz", [], heading="A state", notebook="country_profile")
    common = {"notebook": "country_profile", "page": "book/profiles/kgz", "unit": "share"}
    maker.add_result("kgz-share", value=0.25, low=0.2, high=0.3, n=12, details={"is_main": True}, **common)
    maker.add_result("kgz-other", value=0.5, **common)
    return maker


def test_only_main_estimates_are_listed(maker: BookMaker) -> None:
    """With value, interval and n."""
    row = tabulate_estimates(maker.project).iloc[0]

    assert len(tabulate_estimates(maker.project)) == 1
    assert (row["id"], row["value"], row["low"], row["high"], row["n"]) == ("kgz-share", "0.25", "0.2", "0.3", "12")


def test_the_page_cites_each_with_its_interval(maker: BookMaker) -> None:
    """The value is a role, so that it can be hovered and never goes stale."""
    text = write_estimates(maker.project).read_text("utf-8")

    assert "{doc}`A state </book/profiles/kgz>`" in text
    assert "{result}`kgz-share` | 20 percent to 30 percent | 12" in text
    assert "kgz-other" not in text


def test_the_estimates_are_the_golden_ones() -> None:
    """Where the book has been built: a changed estimate is meant (then: make golden), and in the changelog."""
    present = tabulate_estimates(Project(ROOT))
    if present.empty:
        pytest.skip("no estimate in the registry: the book has not been built in this checkout")
    golden = pd.read_csv(ROOT / "tests" / "golden" / "estimates.csv", dtype=str, keep_default_na=False)
    numbers = ["value", "low", "high"]

    assert present.drop(columns=numbers).to_dict("list") == golden.drop(columns=numbers).to_dict("list")
    for name in numbers:  # solvers of large systems agree to five digits from one processor to the next
        expected, found = (pd.to_numeric(frame[name]).to_numpy() for frame in (golden, present))
        assert found == pytest.approx(expected, rel=1e-4, abs=1e-6, nan_ok=True), name
