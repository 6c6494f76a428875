"""What an edition published is cited as it was published, and nothing else goes out under its name."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from bookmaker import BookMaker
from click.testing import CliRunner, Result

from scoledger.citations import cite_result, read_sources, result_note
from scoledger.cli import main
from scoledger.editions import Edition, present_edition, read_published, write_digest, write_edition
from scoledger.errors import EditionError
from scoledger.exports import export_result, write_result_pages
from scoledger.paths import ROOT_VARIABLE, Project
from scoledger.results import read_manifest, read_registry

ROOT = Path(__file__).resolve().parents[2]
NUMBER = {
    "value": 0.0055,
    "unit": "index",
    "text": "+0.006",
    "low": -0.02249,
    "high": 0.03349,
    "format": "+.3f",
    "n": 24,
}


@pytest.fixture
def maker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BookMaker:
    """A book with a number and a table."""
    maker = BookMaker.begin(tmp_path / "checkout")
    maker.add_result("alpha-one", **NUMBER)
    details = {"columns": [{"name": "Year", "numeric": True}], "rows": [["2014"]]}
    maker.add_result("alpha-table", "table", details=details, files={"csv": "alpha-table.csv"})
    monkeypatch.setenv(ROOT_VARIABLE, str(maker.project.root))
    return maker


def publish(maker: BookMaker, name: str = "2026.1", released: str = "2026-11-21") -> None:
    """Keep the registry as an edition."""
    present = present_edition(maker.project)
    about = {"released": released, "digest": write_digest(present)}
    write_edition(maker.project, Edition(name, present.entries, present.runs, about))


def move_on(maker: BookMaker) -> None:
    """Let data, values and files move on."""
    inputs = [{"kind": "table", "id": "test-trade", "digest": "f" * 64, "vintage": "2031-01"}]
    maker.add_result("alpha-one", run="run-b", inputs=inputs, **{**NUMBER, "value": 0.5, "text": "+0.500"})
    details = {"columns": [{"name": "Year", "numeric": True}], "rows": [["2015"]]}
    maker.add_result("alpha-table", "table", run="run-b", details=details, files={"csv": "alpha-table.csv"})


def call(*words: str) -> Result:
    """Call the command line."""
    return CliRunner().invoke(main, list(words))


def test_an_old_id_is_cited_as_it_was_published(maker: BookMaker) -> None:
    """Value, printed interval, day of that edition and vintage that was read then."""
    publish(maker, "2025.1", "2025-03-04")
    move_on(maker)
    text = call("cite", "alpha-one@2025.1").output
    sentence = call("cite", "alpha-one@2025.1", "--format", "sentence").output
    ris = call("cite", "alpha-one@2025.1", "--format", "ris").output

    assert text.startswith("The SCO ledger authors (2025).")
    assert "Value: +0.006 (interval -0.022 to +0.033; n = 24)" in text
    assert "(2024-05)" in sentence
    assert "2031-01" not in sentence
    assert "DA  - 2025/03/04/" in ris


def test_an_id_that_stands_as_published_comes_with_its_files(maker: BookMaker, tmp_path: Path) -> None:
    """The registry has the very table that the edition had; once it has another, the edition's files are gone."""
    publish(maker)
    export_result(maker.project, "alpha-table@2026.1", tmp_path / "one")
    assert (tmp_path / "one" / "alpha-table.csv").is_file()
    move_on(maker)
    with pytest.raises(EditionError, match="keeps what the table 'alpha-table' was worth, not its files"):
        export_result(maker.project, "alpha-table@2026.1", tmp_path / "two")

    assert not (tmp_path / "two").exists()


@pytest.mark.parametrize("command", ["cite", "export"])
def test_nothing_else_goes_out_under_the_name_of_an_edition(maker: BookMaker, command: str, tmp_path: Path) -> None:
    """The registry has moved on under the old name: the present value is refused, the old one is not."""
    publish(maker)
    move_on(maker)
    more = ["--to", str(tmp_path / "out")] if command == "export" else []
    refused = call(command, "alpha-one", *more)

    assert refused.exit_code == 2
    assert "Edition 2026.1 was published with '+0.006' for 'alpha-one'; the registry has '+0.500'" in refused.output
    assert not (tmp_path / "out").exists()
    assert call(command, "alpha-one@2026.1", *more).exit_code == 0


def test_a_new_id_is_not_cited_as_of_an_edition_without_it(maker: BookMaker) -> None:
    """It came after the edition was published."""
    publish(maker)
    maker.add_result("alpha-new")

    assert "has no result 'alpha-new'" in call("cite", "alpha-new").output


def test_a_page_says_that_its_value_is_not_published(maker: BookMaker) -> None:
    """No citation is offered for it; what stands as published keeps its citation."""
    publish(maker)
    move_on(maker)
    maker.add_result("beta-one")
    shutil.rmtree(maker.project.editions)
    pages = {page.stem: page.read_text("utf-8") for page in write_result_pages(maker.project)}
    assert "Cite it" in pages["alpha-one"]
    publish(maker)
    maker.add_result("alpha-one", run="run-c", **{**NUMBER, "value": 0.7, "text": "+0.700"})
    pages = {page.stem: page.read_text("utf-8") for page in write_result_pages(maker.project)}

    assert "Not published yet" in pages["alpha-one"]
    assert "@incollection" not in pages["alpha-one"]
    assert "Not published yet" not in pages["beta-one"]
    assert "Cite it" in pages["beta-one"]


def test_every_result_of_the_book_is_cited_alike_with_and_without_its_edition() -> None:
    """Over all ids: the note of ``ID`` is that of ``ID@EDITION``, and so are the vintages of its data."""
    project = Project(ROOT)
    if not read_manifest(project)["results"]:
        pytest.skip("no result in the registry: the book has not been built in this checkout")
    from scoledger.citations import read_book
    from scoledger.editions import newest_edition
    from scoledger.editions.published import _from_edition

    edition, book = newest_edition(project), read_book(project)
    present = {name: result for name, result in read_registry(project).items() if name in edition.entries}
    kept = {name: _from_edition(edition, name) for name in present}

    assert len(present) > 1000
    assert {name: result_note(result) for name, result in present.items()} == {
        name: result_note(result) for name, result in kept.items()
    }
    for name in sorted(present)[::97]:
        assert cite_result(book, kept[name]).title == cite_result(book, present[name]).title
        now, then = (read_sources(project, [one[name]]) for one in (present, kept))
        assert {card.id for card in now} <= {card.id for card in then}


def test_an_id_alone_is_read_from_the_registry(maker: BookMaker) -> None:
    """Before any edition is kept there is nothing to depart from."""
    assert read_published(maker.project, "alpha-one").text == "+0.006"
