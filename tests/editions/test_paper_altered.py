"""Checking a paper whose bundle was altered by hand: by the checksums that stand beside its files."""

from __future__ import annotations

from pathlib import Path

import pytest
from bookmaker import BookMaker
from paper_project import IDS, add_results, publish, write_tex

from scoledger.editions.paper import Report, report_data, verify_paper, write_report
from scoledger.errors import PaperError
from scoledger.exports.paper import write_paper


@pytest.fixture
def book(tmp_path: Path) -> BookMaker:
    """An edition and a paper's bundle of it."""
    book = add_results(BookMaker.begin(tmp_path / "book"))
    publish(book)
    write_paper(book.project, IDS, tmp_path / "paper" / "sco")
    return book


def verify(book: BookMaker, tmp_path: Path, body: str) -> Report:
    """Check a paper with this body, beside the bundle."""
    return verify_paper(book.project, write_tex(tmp_path / "paper", body))


def standings(report: Report) -> dict[str, str]:
    """Word by id."""
    return {finding.standing.id: finding.standing.standing for finding in report.findings}


@pytest.mark.parametrize(
    ("name", "result_id"), [("tables/flows-table.tex", "flows-table"), ("figures/flows.pdf", "flows")]
)
def test_a_file_altered_by_hand_is_found(book: BookMaker, tmp_path: Path, name: str, result_id: str) -> None:
    """A cell of a table and a picture, of which results.tex knows nothing; what is beside it stays as it is."""
    path = tmp_path / "paper" / "sco" / name
    path.write_bytes(path.read_bytes().replace(b"1.5", b"9.5") + b"\n")
    report = verify(
        book, tmp_path, "\\includegraphics{sco/figures/flows}\\input{sco/tables/flows-table}\\sco{trade-2014}"
    )

    assert {key: word for key, word in standings(report).items() if word != "unchanged"} == {result_id: "altered"}
    assert f"altered by hand since it was written: sco/{name}" in write_report(report)
    assert not report.is_sound


def test_a_file_altered_by_hand_that_cites_nothing_is_found(book: BookMaker, tmp_path: Path) -> None:
    """A table whose id was cut out, macros and bibliography; README.md and example.tex are anybody's."""
    for name in ("README.md", "example.tex", "results.bib", "results.tex", "figures/flows.svg"):
        with (tmp_path / "paper" / "sco" / name).open("a", encoding="utf-8") as file:
            file.write("% mine\n")
    (tmp_path / "paper" / "sco" / "tables" / "flows-table.tex").write_text("mine", encoding="utf-8")
    report = verify(book, tmp_path, "\\sco{trade-2014}\\input{sco/tables/flows-table}")

    assert report.edited == ("sco/results.bib", "sco/results.tex", "sco/tables/flows-table.tex")
    assert report_data(report)["edited"] == list(report.edited)
    assert write_report(report).endswith("1 result cited: 1 unchanged, 3 altered by hand. 3 to look at.\n")
    assert not report.is_sound


def test_without_checksums_the_report_says_what_it_cannot_know(book: BookMaker, tmp_path: Path) -> None:
    """Of tables and figures; numbers and verdicts stand in results.tex. A list that is damaged is refused."""
    sums = tmp_path / "paper" / "sco" / ".scoledger.json"
    sums.unlink()
    number, table = (verify(book, tmp_path, f"\\sco{{{name}}}") for name in ("trade-2014", "flows-table"))

    assert number.paper.notes == []
    assert "there is no .scoledger.json beside results.tex" in write_report(table)
    sums.write_text('{"files": {"../../outside": "0"}}', encoding="utf-8")
    with pytest.raises(PaperError, match=r"scoledger.json cannot be read"):
        verify(book, tmp_path, "\\sco{trade-2014}")
