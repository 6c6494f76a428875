"""`scoledger cite`, `resolve`, `export` and `edition`, as a user calls them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from bookmaker import BookMaker
from click.testing import CliRunner, Result

from scoledger.cli import main
from scoledger.paths import ROOT_VARIABLE


@pytest.fixture
def maker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BookMaker:
    """A project with two numbers in its registry."""
    maker = BookMaker.begin(tmp_path / "checkout")
    maker.add_result("alpha-2014", low=27.1, high=45.2, n=24)
    maker.add_result("alpha-2015", value=46.0, text="46.0 billion USD")
    monkeypatch.setenv(ROOT_VARIABLE, str(maker.project.root))
    return maker


def call(*words: str) -> Result:
    """Call the command line."""
    return CliRunner().invoke(main, list(words))


def test_cite_without_an_id_cites_the_book(maker: BookMaker) -> None:
    """Authors, year, title, edition."""
    assert call("cite").output.startswith("The SCO ledger authors (2026). Partnership, Put to the Test")


@pytest.mark.parametrize(
    ("form", "part"),
    [
        ("text", "Result alpha-2014@2026.1. Value: 45.0 billion USD (interval"),
        ("bibtex", "@misc{scoledger-2026.1-alpha-2014,"),
        ("csl", '"number": "alpha-2014@2026.1"'),
        ("ris", "M1  - alpha-2014@2026.1"),
        ("latex", "\\bibitem{scoledger-2026.1-alpha-2014}"),
        ("sentence", "edition 2026.1, result alpha-2014; data: Test Statistics Office (2024-05)."),
    ],
)
def test_cite_writes_each_format(maker: BookMaker, form: str, part: str) -> None:
    """Straight to standard output, to be redirected."""
    answer = call("cite", "alpha-2014", "--format", form)

    assert answer.exit_code == 0
    assert part in answer.output


def test_cite_names_the_nearest_id(maker: BookMaker) -> None:
    """A misspelt id ends with status 2 and no traceback."""
    answer = call("cite", "alpha-2104")

    assert answer.exit_code == 2
    assert "Did you mean 'alpha-2014'?" in answer.output


def test_an_edition_is_frozen_once_and_resolved_for_ever(maker: BookMaker, tmp_path: Path) -> None:
    """What was frozen answers after the value, its data and its code have changed, and says which of them did."""
    assert call("edition", "list").output.split() == ["edition", "released", "results", "digest"]
    assert "2 results" in call("edition", "freeze").output
    again = call("edition", "freeze")
    assert again.exit_code == 2
    assert "is there already" in again.output
    inputs = [{"kind": "table", "id": "test-trade", "digest": "f" * 64, "vintage": "2025-01"}]
    worth = {"value": 47.0, "text": "47.0 billion USD", "low": 27.1, "high": 45.2, "n": 24}
    maker.add_result("alpha-2014", run="run-b", inputs=inputs, code_digest="d" * 64, **worth)
    target = tmp_path / "standing.json"
    answer = call("resolve", "alpha-2014@2026.1", "--json", str(target))

    assert answer.exit_code == 0
    assert answer.output.startswith("alpha-2014@2026.1: changed\n")
    assert "data vintage: test-trade 2024-05 -> 2025-01" in answer.output
    assert "code: package" in answer.output
    assert json.loads(target.read_text())["now"]["value"] == 47.0


def test_resolve_works_before_a_book_is_built(maker: BookMaker) -> None:
    """From a fresh clone an id is compared with the newest edition that is kept."""
    call("edition", "freeze")
    shutil.rmtree(maker.project.registry)
    answer = call("resolve", "alpha-2014@2026.1")

    assert answer.exit_code == 0
    assert "alpha-2014@2026.1: unchanged" in answer.output


@pytest.mark.parametrize("command", ["cite", "resolve", "export"])
@pytest.mark.parametrize("given", ["alpha-2014@", "@2026.1", "@"])
def test_half_an_id_with_edition_is_refused(maker: BookMaker, tmp_path: Path, command: str, given: str) -> None:
    """An @ without an edition is not the present: somebody meant one."""
    call("edition", "freeze")
    answer = call(command, given, *(["--to", str(tmp_path / "out")] if command == "export" else []))

    assert answer.exit_code == 2
    assert "names no edition" in answer.output


@pytest.mark.parametrize("name", ["manifest.json", "alpha-2015.json"])
@pytest.mark.parametrize("text", ['{"run', "[]", "{}", "\udcff"])
def test_a_damaged_registry_gets_a_message(maker: BookMaker, tmp_path: Path, name: str, text: str) -> None:
    """In every command that reads it, also of another id where all are read; it says what to do."""
    call("edition", "freeze")
    (maker.project.registry / name).write_bytes(text.encode("utf-8", "surrogateescape"))
    for words in (
        ("cite", "alpha-2015"),
        ("export", "alpha-2015", "--to", str(tmp_path / "out")),
        ("resolve", "alpha-2014@2026.1"),
        ("compare", "2026.1", "present"),
    ):
        answer = call(*words)
        assert answer.exit_code == 2, answer.output
        assert f"_build/registry/{name} is damaged" in answer.output
        assert "run 'scoledger book'" in answer.output


def test_a_lost_table_gets_a_message(maker: BookMaker) -> None:
    """In every command that compares with the present: what is cited must be what the edition says."""
    maker.add_result("alpha-table", "table", files={"csv": "alpha-table.csv"})
    call("edition", "freeze")
    (maker.project.registry / "files" / "alpha-table.csv").unlink()

    resolve, compare, freeze = ("resolve", "alpha-2014@2026.1"), ("compare", "2026.1", "present"), ("edition", "freeze")
    for words in (resolve, compare, freeze, ("cite", "alpha-table")):
        answer = call(*words)
        assert answer.exit_code == 2, answer.output
        assert "table 'alpha-table' is damaged: files/alpha-table.csv of run run-a cannot be read" in answer.output


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("alpha-2014", "names no edition"),
        ("alpha-2014@1999.1", "there is no edition '1999.1'"),
        ("alpha-20144@2026.1", "Did you mean 'alpha-2014'?"),
        ("../../x@2026.1", "has no result '../../x'"),
        ("alpha-2014@../../..", "there is no edition"),
    ],
)
def test_resolve_refuses_what_it_does_not_know(maker: BookMaker, given: str, message: str) -> None:
    """Each mistake has its message; no path leaves the folder of the editions."""
    call("edition", "freeze")
    answer = call("resolve", given)

    assert answer.exit_code == 2
    assert message in answer.output


def test_freeze_refuses_to_lose_an_id(maker: BookMaker) -> None:
    """An id that an edition had must be there or be withdrawn with a reason."""
    call("edition", "freeze")
    (maker.project.editions / "2026.1").rename(maker.project.editions / "2025.1")
    (maker.project.registry / "alpha-2015.json").unlink()
    del maker.manifest["results"]["alpha-2015"]
    maker.write("_build/registry/manifest.json", json.dumps(maker.manifest))
    refused = call("edition", "freeze")
    maker.write("data/editions/withdrawn.toml", '[alpha-2015]\nedition = "2026.1"\nreason = "a fault"\n')

    assert refused.exit_code == 2
    assert "1 ids of edition 2025.1 are gone, the first 'alpha-2015'" in refused.output
    assert call("edition", "freeze").exit_code == 0


def test_export_takes_an_id(maker: BookMaker, tmp_path: Path) -> None:
    """The id stands where a command could stand."""
    answer = call("export", "alpha-2014", "--to", str(tmp_path / "out"))

    assert answer.exit_code == 0
    assert (tmp_path / "out" / "alpha-2014.json").is_file()
