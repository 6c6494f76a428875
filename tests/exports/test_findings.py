"""The findings of the landing page: their figures hold what the registry holds, and nothing else."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from bookmaker import ROOT, BookMaker
from matplotlib.backends.backend_agg import FigureCanvasAgg
from rendered import is_legible

from scoledger.claims import read_articles
from scoledger.errors import ClaimError
from scoledger.exports import write_summary
from scoledger.exports.finding_figure import Mark, lay_out
from scoledger.exports.findings import read_findings
from scoledger.figures import Drawing
from scoledger.paths import Project
from scoledger.results import read_manifest, read_result
from scoledger.site.badges import VERDICTS, slug

FINDINGS = """
[[findings]]
name = "trade"
claim = "alpha"
quantity = "Trade in {year}"
rows = [{ label = "by both in {year}", measured = "alpha-2014" }, { label = "by one", measured = "other" }]
"""


@pytest.fixture
def found(maker: BookMaker) -> BookMaker:
    """One finding with two numbers, of which the verdict quotes the first."""
    maker.add_claim_page("alpha", "mixed")
    result = json.loads(maker.add_verdict("alpha", "mixed").read_text("utf-8"))
    figures = result["details"]["readings"][0]["figures"]
    figures[0]["claimed"] = "40 billion USD"
    figures.append({**figures[0], "id": "other", "claimed": "a rise"})
    maker.write("_build/registry/alpha.json", json.dumps(result))
    keys = {"page": "book/claims/alpha", "run": "run-alpha", "title": "Trade, 2014"}
    maker.add_result("alpha-2014", low=27.1, high=45.9, format=".1f", **keys)
    maker.add_result("other", value=12.0, text="12.0 billion USD", **keys)
    maker.write("data/claims/findings.toml", FINDINGS)
    return maker


def rows_of(maker: BookMaker, name: str = "ledger-finding-trade") -> list[str]:
    """Lines of the figure's file of data."""
    return (maker.project.registry / "files" / f"{name}.csv").read_text("utf-8").splitlines()


def test_a_finding_holds_the_numbers_of_the_registry(found: BookMaker) -> None:
    """Value, range and quotation; a claim without a number has no place on the axis, but its words stand there."""
    assert "ledger-finding-trade" in write_summary(found.project)
    figure = read_result(found.project, "ledger-finding-trade")

    assert rows_of(found) == [
        "label,said,measured,low,high",
        "by both in 2014,40,45.0,27.1,45.9",
        "by one,a rise,12.0,,",
    ]
    assert figure.alt == (
        "Trade in 2014, billion USD. by both in 2014: said 40, measured 45.0, range 27.1 billion USD to "
        "45.9 billion USD; by one: said a rise, measured 12.0."
    )
    assert set(figure.files) == {"svg", "pdf", "png", "csv"}


def test_a_finding_is_made_again_when_its_number_changes(found: BookMaker) -> None:
    """A new run of the number is a new run of the summary, and the figure shows the new value."""
    write_summary(found.project)
    before = read_result(found.project, "ledger-finding-trade").run
    found.add_result("other", value=13.0, text="13.0 billion USD", run="run-b", title="Trade, 2014")
    write_summary(found.project)

    assert rows_of(found)[2] == "by one,a rise,13.0,,"
    assert read_result(found.project, "ledger-finding-trade").run != before


def test_a_finding_names_the_tables_behind_its_numbers(found: BookMaker) -> None:
    """Once each, after the results themselves."""
    write_summary(found.project)
    inputs = read_result(found.project, "ledger-finding-trade").inputs

    assert [(item["kind"], item["id"]) for item in inputs] == [
        ("result", "alpha"),
        ("result", "alpha-2014"),
        ("result", "other"),
        ("table", "test-trade"),
    ]


def test_a_finding_waits_for_its_numbers(found: BookMaker) -> None:
    """One that is not there yet leaves the finding out, and the rest of the summary stands."""
    found.write("data/claims/findings.toml", FINDINGS.replace('"other"', '"not-yet"'))

    assert "ledger-claims" in write_summary(found.project)
    assert "ledger-finding-trade" not in read_manifest(found.project)["results"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"unit": "bcm", "text": "12.0 bcm"}, "cannot stand on one axis.\nExpected one unit; found: billion USD, bcm"),
        ({}, "wants what was said of 'nothing'"),
    ],
)
def test_a_finding_that_mixes_units_or_quotes_nothing_is_refused(
    found: BookMaker, change: dict[str, Any], message: str
) -> None:
    """The message names the finding and what was found."""
    if change:
        found.add_result("other", value=12.0, title="Trade, 2014", **change)
    else:
        found.write("data/claims/findings.toml", FINDINGS.replace("rows", 'said = "nothing"\nrows'))

    with pytest.raises(ClaimError, match=re.escape(message)):
        write_summary(found.project)


def test_a_year_that_nobody_states_is_refused(found: BookMaker) -> None:
    """Rather than left blank."""
    result = json.loads((found.project.registry / "alpha.json").read_text("utf-8"))
    result["details"]["readings"][0]["figures"][0]["years"] = "2001-2024"
    found.write("_build/registry/alpha.json", json.dumps(result))
    found.add_result("alpha-2014", title="Trade")

    with pytest.raises(ClaimError, match=r"wants the year of 'alpha-2014'.*\n.*found: 2001, 2024"):
        write_summary(found.project)


def test_a_quotation_in_another_unit_is_refused(found: BookMaker) -> None:
    """Forty percent cannot stand on an axis of dollars."""
    path = found.project.registry / "alpha.json"
    path.write_text(path.read_text("utf-8").replace("40 billion USD", "40 percent"), encoding="utf-8")

    with pytest.raises(ClaimError, match=r"cannot set '40 percent' beside '45\.0 billion USD'"):
        write_summary(found.project)


def test_a_share_is_drawn_in_percent(found: BookMaker) -> None:
    """As it is printed: 0.268 with a claim of 70 percent stands at 26.8 and 70."""
    result = json.loads((found.project.registry / "alpha.json").read_text("utf-8"))
    result["details"]["readings"][0]["figures"][0]["claimed"] = "70 percent"
    found.write("_build/registry/alpha.json", json.dumps(result))
    found.add_result("alpha-2014", value=0.268, unit="share", text="26.8 percent", low=0.25, high=0.5)
    found.write("data/claims/findings.toml", FINDINGS.replace(', { label = "by one", measured = "other" }', ""))
    write_summary(found.project)

    assert rows_of(found)[1:] == ["by both in 2014,70,26.8,25.0,50.0"]


@pytest.mark.parametrize("is_share", [True, False])
def test_a_figure_is_legible_and_shows_every_mark(is_share: bool) -> None:
    """No words overlap or are cut; diamonds and dots stand at their values on one axis."""
    marks = [
        Mark("Central Asian gas", 26.8, "26.8", 70.0, "70", 20.0, 30.0),
        Mark("China's books, 2001", 1.1, "1.1", None, "a rise"),
        Mark("oil, from anyone", 73.3, "73.3", 70.0, "70"),
    ]
    figure = lay_out("Share of China's supply in 2020, percent", marks, is_share=is_share)
    FigureCanvasAgg(figure)
    drawing = Drawing(figure, pd.DataFrame(), "", "", "")
    axes = figure.axes[0]
    places = {
        shape: [float(line.get_xdata()[0]) for line in axes.lines if line.get_marker() == shape] for shape in ("o", "D")
    }

    assert is_legible(drawing)
    assert len(places["o"]) == 4  # one in the key
    assert len(places["D"]) == 3
    dots, diamonds = sorted(places["o"][1:]), sorted(places["D"][1:])
    scale = (dots[2] - dots[0]) / (73.3 - 1.1)
    assert dots[1] - dots[0] == pytest.approx(scale * (26.8 - 1.1))
    assert diamonds[0] - dots[0] == pytest.approx(scale * (70 - 1.1))


@pytest.mark.parametrize(("said", "diamonds"), [(None, 0), (50.0, 2)])
def test_the_key_explains_only_what_is_drawn(said: float | None, diamonds: int) -> None:
    """Where nobody said a number there is no diamond, nor one in the key."""
    figure = lay_out("Trade, percent", [Mark("in 2014", 40.0, "40", said, "a rise")], is_share=True)

    assert sum(line.get_marker() == "D" for line in figure.axes[0].lines) == diamonds


def test_a_figure_is_small_and_the_same_twice(found: BookMaker) -> None:
    """Below eight kilobytes compressed, and byte for byte the same."""
    write_summary(found.project)
    path = found.project.registry / "files" / "ledger-finding-trade.svg"
    first = path.read_bytes()
    (found.project.build / "summary" / "files" / path.name).unlink()
    write_summary(found.project)

    assert path.read_bytes() == first
    assert len(gzip.compress(first)) < 8000


def test_the_book_shows_each_finding_with_its_claim() -> None:
    """The landing page has a figure for every finding and the badge of its claim, in one order."""
    page = (ROOT / "book" / "index.md").read_text("utf-8")
    findings = read_findings(Project(ROOT))

    assert re.findall(r"\{finding\} ledger-finding-([a-z0-9-]+)", page) == [finding.name for finding in findings]
    assert re.findall(r"\{verdict-badge\}`([a-z0-9-]+)`", page) == [finding.claim for finding in findings]
    cited = set(re.findall(r"\{result\}`([a-z0-9-]+)`", page))
    assert all(cited & {row.measured for row in finding.rows} for finding in findings)


def test_a_project_without_the_file_has_no_findings(tmp_path: Path) -> None:
    """Another ledger need not have any."""
    assert read_findings(Project(tmp_path)) == ()


def test_each_finding_says_why_it_comes_out_so() -> None:
    """The badge alone would read as a shrug: half a sentence follows the link to the claim."""
    page = (ROOT / "book" / "index.md").read_text("utf-8")
    lines = re.findall(r"^\{verdict-badge\}`[^`]+` \{doc\}`[^`]+`(.*)$", page, re.MULTILINE)

    assert len(lines) == len(read_findings(Project(ROOT)))
    assert [line for line in lines if not re.fullmatch(r": .{20,}\.", line)] == []


def test_the_first_lines_name_the_articles_and_every_verdict() -> None:
    """The numbers add up for who reads them: each word has its own."""
    head = (ROOT / "book" / "index.md").read_text("utf-8").partition("```{claim-lookup}")[0]
    counted = set(re.findall(r"\{result\}`ledger-([a-z-]+)`", head))

    assert counted == {"claims", "stand", *({slug(word) for word in VERDICTS} - {"supported", "confirmed"})}
    assert "stand (supported or confirmed)" in head
    for article in read_articles(Project(ROOT)).values():
        assert f"{article.author} ({article.year})" in head
