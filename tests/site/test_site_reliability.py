"""The page on the tests: measured rates, as a table and in a sentence; a real build of a small book."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path

import pytest
from bookmaker import BookMaker

from scoledger.errors import BuildFailedError
from scoledger.site import build_book
from scoledger.site.reliability import read_rates, summarise

ROOT = Path(__file__).resolve().parents[2]
HEADER = (
    "statistic,test,use,years,correlation,planted,is_null,treated,others,setting,draws,rejected,rate,error,"
    "seed,measured,code\n"
)
RATES = """
trend,Ours,verdict,20,0.0,0.0,True,0,0,,1000,41,0.041,0.006,1,2026-01-02,abc
trend,Ours,verdict,20,0.6,0.0,True,0,0,,1000,81,0.081,0.009,1,2026-01-02,abc
trend,Ours,verdict,20,0.0,2.0,False,0,0,,500,400,0.8,0.018,1,2026-01-02,abc
trend,Theirs,comparison,20,0.6,0.0,True,0,0,,1000,300,0.3,0.014,1,2026-01-02,abc
effect,Events,verdict,20,0.0,0.0,True,5,100,,1000,50,0.05,0.007,1,2026-01-02,abc
effect,Events,verdict,20,0.0,0.0,True,5,100,the treated swing more,1000,90,0.09,0.009,1,2026-01-02,abc
""".lstrip()


def _begin(root: Path, page: str, rates: str = HEADER + RATES) -> BookMaker:
    maker = BookMaker.begin(root)
    maker.write("benchmarks/results/inference.csv", rates)
    maker.write("book/reliability.md", f"# Tests\n\n{page}\n")
    return maker


def _text(built: Path) -> str:
    page = (built.parent / "book" / "reliability.html").read_text("utf-8")
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<(?!/?strong)[^>]*>", " ", page)))


def test_the_sentence_names_what_lies_above_the_limit(tmp_path: Path) -> None:
    """Only tests on which verdicts rest, and none in a setting that breaks what they suppose."""
    told = summarise(read_rates(_begin(tmp_path, "").project))

    assert "4.1 to 5.0 percent where it is 0; 8.1 to 8.1 percent where it is 0.6" in told
    assert "Above 7.5 percent: Ours, 20 years, correlation 0.6: 8.1 percent." in told
    assert "2 January 2026" in told
    assert "30.0" not in told
    assert "9.0" not in told


def test_the_sentence_says_when_none_does(tmp_path: Path) -> None:
    """All at or below the limit."""
    rates = HEADER + RATES.replace("81,0.081", "75,0.075")

    assert "None lies above 7.5 percent." in summarise(read_rates(_begin(tmp_path, "", rates).project))


@pytest.mark.slow
def test_the_page_shows_the_rates(tmp_path: Path) -> None:
    """A column for each correlation, bold above the limit, finds apart from false alarms, settings apart from both."""
    directives = ["trend", "trend\n:power:", "effect", "settings", "summary"]
    page = "\n\n".join(f"```{{reliability}} {one}\n```" for one in directives)
    text = _text(build_book(_begin(tmp_path, page).project))

    assert "Test Sample Correlation 0 Correlation 0.6" in text
    assert re.search(r"Ours 20 years 4\.1 <strong>8\.1</strong>", text)
    assert re.search(r"Theirs \(for comparison\) 20 years <strong>30\.0</strong>", text)
    assert re.search(r"Slope, a decade Correlation 0 Ours 20 years 2 80\.0", text)
    assert "20 years; 5 units against 100 5.0" in text
    assert re.search(r"Events The treated swing more 20 years; 5 units against 100 <strong>9\.0</strong>", text)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("page", "rates", "message"),
    [
        ("```{reliability} tren\n```", HEADER + RATES, "no rate of 'tren' in inference.csv"),
        ("```{reliability} trend\n```", "rate\n0.1\n", "Measure it: make benchmark"),
    ],
)
def test_a_page_without_rates_is_refused(tmp_path: Path, page: str, rates: str, message: str) -> None:
    """A misspelt statistic, a file of something else."""
    with pytest.raises(BuildFailedError, match=message):
        build_book(_begin(tmp_path, page, rates).project)


@pytest.mark.slow
def test_the_written_page_builds_with_the_committed_rates(tmp_path: Path) -> None:
    """Every table that the page asks for is in the file, and so is the figure."""
    maker = _begin(tmp_path, "")
    shutil.copytree(ROOT / "benchmarks" / "results", tmp_path / "benchmarks" / "results", dirs_exist_ok=True)
    page = (ROOT / "book" / "reliability.md").read_text("utf-8")
    maker.write("book/reliability.md", re.sub(r"\{cite:[pt]\}`[^`]*`", "somebody", page))
    text = _text(build_book(maker.project))

    assert "the tests on which verdicts rest raised a false alarm" in text
    assert "Randomisation 20 years; 5 units against 100" in text
