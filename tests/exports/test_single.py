"""One result exported with everything that belongs to it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bookmaker import BookMaker
from pybtex.database import parse_string

from scoledger.editions import Edition, present_edition, write_edition
from scoledger.errors import CitationError, OutputError, StaleResultError, UnknownResultError, WithdrawnResultError
from scoledger.exports import export_result
from scoledger.exports.files import write_files


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A folder of a user's own that is not there yet."""
    return tmp_path / "mine" / "export"


def test_a_table_comes_with_files_citations_and_terms(maker: BookMaker, target: Path) -> None:
    """Every format; the reference and that of its data in one file; the terms of the data in words."""
    details = {"columns": [{"name": "Year", "numeric": True}], "rows": [["2014"]]}
    maker.add_result("alpha-table", "table", details=details, files={"csv": "alpha-table.csv"})
    names = {path.name for path in export_result(maker.project, "alpha-table", target)}

    assert {"alpha-table.csv", "alpha-table.xlsx", "alpha-table.md", "alpha-table.json"} <= names
    assert {path.name for path in target.iterdir()} == names
    entries = parse_string((target / "alpha-table.cite.bib").read_text("utf-8"), "bibtex").entries
    assert list(entries) == ["scoledger-2026.1-alpha-table", "data-test-trade"]
    assert "CC BY 4.0" in (target / "alpha-table.about.md").read_text("utf-8")
    assert json.loads((target / "alpha-table.json").read_text("utf-8"))["edition"] == "2026.1"


def test_an_extract_is_named_as_such(maker: BookMaker, target: Path) -> None:
    """Whoever passes the export on must know that its data are not free."""
    maker.add_result("alpha-one")
    card = maker.project.cards / "test-trade.toml"
    words = card.read_text("utf-8").replace('rule = "ship"', 'rule = "extract"').replace("= true\nobt", "= false\nobt")
    card.write_text(words, encoding="utf-8")
    export_result(maker.project, "alpha-one", target)

    about = (target / "alpha-one.about.md").read_text("utf-8")
    assert "extracts that are not ours to pass on whole: Test Statistics Office (`test-trade`)" in about


def test_an_unknown_id_names_the_nearest_and_writes_nothing(maker: BookMaker, target: Path) -> None:
    """A misspelt id."""
    maker.add_result("alpha-one")
    with pytest.raises(UnknownResultError, match="Did you mean 'alpha-one'"):
        export_result(maker.project, "alpha-onne", target)

    assert not target.exists()


def test_a_text_and_a_withdrawn_id_are_refused(maker: BookMaker, target: Path) -> None:
    """Prose is cited by its page; what was withdrawn says why and can still be had from its edition."""
    maker.add_result("alpha-one")
    maker.add_result("alpha-answer", "text", text="words")
    present = present_edition(maker.project)
    entry = present.entries["alpha-one"]
    old = {**present.entries, "alpha-old": type(entry)(**{**entry.__dict__, "id": "alpha-old"})}
    write_edition(maker.project, Edition("2025.1", old, present.runs))
    maker.write("data/editions/withdrawn.toml", '[alpha-old]\nedition = "2026.1"\nreason = "a fault"\n')

    with pytest.raises(CitationError, match="has no citation of its own"):
        export_result(maker.project, "alpha-answer", target)
    with pytest.raises(WithdrawnResultError, match=r"withdrawn in edition 2026\.1: a fault"):
        export_result(maker.project, "alpha-old", target)
    assert not target.exists()
    export_result(maker.project, "alpha-old@2025.1", target)
    assert "alpha-old@2025.1" in (target / "alpha-old.cite.txt").read_text("utf-8")


def test_a_folder_that_is_a_file_is_refused(maker: BookMaker, tmp_path: Path) -> None:
    """The message names the path."""
    maker.add_result("alpha-one")
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OutputError, match="cannot write"):
        export_result(maker.project, "alpha-one", tmp_path / "file")

    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize("suffix", ["svg", "csv"])
def test_a_lost_picture_is_named(maker: BookMaker, target: Path, suffix: str) -> None:
    """No export of a figure goes out without it: neither alone nor with the whole book."""
    maker.add_figure("alpha-figure")
    (maker.project.registry / "files" / f"alpha-figure.{suffix}").unlink()
    message = rf"(?s)figure 'alpha-figure' is damaged: _build/registry/files/alpha-figure\.{suffix} .*scoledger book"

    with pytest.raises(StaleResultError, match=message):
        export_result(maker.project, "alpha-figure", target)
    with pytest.raises(StaleResultError, match=message):
        write_files(maker.project)
    assert not list(target.glob("*.svg"))
    assert not list(maker.project.exports.glob("figures/*"))


def test_a_table_that_names_no_csv_file_is_refused(maker: BookMaker, target: Path) -> None:
    """All its formats are made from that one."""
    maker.add_result("alpha-table", "table", files={"svg": "alpha-table.svg"})

    with pytest.raises(StaleResultError, match="table 'alpha-table' is damaged: it names no csv file"):
        export_result(maker.project, "alpha-table", target)
