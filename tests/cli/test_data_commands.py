"""`scoledger data`: what each command prints, and how it answers mistakes."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from scoledger.cards import read_cards
from scoledger.cli import main
from scoledger.paths import ROOT_VARIABLE, Project

PROJECT = Project.find()


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["data", *arguments])


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project with two of the real tables, which may be broken."""
    project = Project(tmp_path / "ledger")
    (project.root / "notebooks").mkdir(parents=True)
    project.cards.mkdir(parents=True)
    (project.data / "tables").mkdir()
    for stem in ("us-cpi", "sco-status"):
        shutil.copy(PROJECT.cards / f"{stem}.toml", project.cards)
        shutil.copy(PROJECT.data / "tables" / f"{stem.replace('-', '_')}.parquet", project.data / "tables")
    monkeypatch.setenv(ROOT_VARIABLE, str(project.root))
    return project


def test_list_names_every_table() -> None:
    """One line per card and a last line with the number."""
    lines = _run("list").output.splitlines()

    assert [line.split()[0] for line in lines[:-1]] == list(read_cards(PROJECT))


def test_list_narrows_to_a_topic() -> None:
    """Only votes."""
    lines = _run("list", "--topic", "votes").output.splitlines()

    assert lines[:-1]
    assert all(" votes " in line for line in lines[:-1])


def test_show_tells_terms_limits_columns_and_corrections() -> None:
    """Everything that a citer asks."""
    output = _run("show", "imf-imts-russia").output

    assert "not verified" in output
    assert "limit " in output
    assert "column      value_musd (float, 0 to " in output
    assert "partner = UZB, flow = export, year = 2023: value_musd 22836.0387: left out" in output


def test_show_of_an_unknown_table() -> None:
    """Exit status 2, the nearest id, no traceback."""
    result = _run("show", "us-cpy")

    assert result.exit_code == 2
    assert "Did you mean 'us-cpi'" in result.output
    assert "Traceback" not in result.output


def test_verify_passes_on_whole_tables(small: Project) -> None:
    """Two tables and their data package."""
    _run("package")
    result = _run("verify")

    assert result.exit_code == 0, result.output
    assert "2 tables are as their cards say" in result.output


def test_verify_names_every_fault_at_once(small: Project) -> None:
    """A changed table, a missing one and a data package out of step."""
    (small.data / "tables" / "us_cpi.parquet").write_bytes(b"PAR1")
    (small.data / "tables" / "sco_status.parquet").unlink()
    result = _run("verify")

    assert result.exit_code == 2
    for fault in ("us_cpi.parquet differs", "sco_status.parquet is missing", "datapackage.json is not"):
        assert fault in result.output


def test_verify_blames_a_changed_table_only(small: Project) -> None:
    """Its file has another size now, but datapackage.json is still what the cards say."""
    _run("package")
    with (small.data / "tables" / "us_cpi.parquet").open("ab") as file:
        file.write(b"x")
    result = _run("verify")

    assert result.exit_code == 2
    assert "us_cpi.parquet differs" in result.output
    assert "datapackage.json" not in result.output


def test_verify_finds_a_package_out_of_step_beside_a_changed_table(small: Project) -> None:
    """Two faults are two faults."""
    _run("package")
    (small.data / "tables" / "us_cpi.parquet").write_bytes(b"PAR1")
    package = small.root / "datapackage.json"
    package.write_text(package.read_text(encoding="utf-8").replace('"rows": ', '"rows": 1'), encoding="utf-8")
    output = _run("verify").output

    assert "us_cpi.parquet differs" in output
    assert "datapackage.json is not" in output


@pytest.mark.parametrize("form", ["csv", "json", "parquet"])
def test_export_round_trip(tmp_path: Path, form: str) -> None:
    """What is written can be read back: 67 years."""
    target = tmp_path / f"cpi.{form}"
    result = _run("export", "us-cpi", "--format", form, "--to", str(target))
    read = {"csv": pd.read_csv, "json": pd.read_json, "parquet": pd.read_parquet}[form]

    assert result.exit_code == 0, result.output
    assert len(read(target)) == 67


def test_export_without_a_file_goes_to_standard_output() -> None:
    """So that it can be piped; dates are days."""
    status = pd.read_csv(io.StringIO(_run("export", "sco-status").stdout))
    records = json.loads(_run("export", "sco-status", "--format", "json").stdout)

    assert "2001-06-15" in set(status["start"])
    assert records[0]["start"] == "2012-06-07"


def test_export_leaves_corrected_rows_out() -> None:
    """The export is what the book reads, not what the producer wrote."""
    trade = pd.read_csv(io.StringIO(_run("export", "imf-imts-russia").stdout))

    assert not ((trade["partner"] == "UZB") & (trade["year"] >= 2023)).any()


def test_export_into_a_folder_that_cannot_be(tmp_path: Path) -> None:
    """A file stands where the folder should be: exit status 2 and nothing written."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = _run("export", "us-cpi", "--to", str(tmp_path / "file" / "cpi.csv"))

    assert result.exit_code == 2
    assert "cannot write" in result.output


def test_export_in_an_unknown_format() -> None:
    """The formats are named."""
    result = _run("export", "us-cpi", "--format", "xls")

    assert result.exit_code == 2
    assert "parquet" in result.output


def test_add_makes_a_table_and_writes_the_package(small: Project, tmp_path: Path) -> None:
    """An exported table, added again, has the checksum that it had."""
    source = tmp_path / "cpi.csv"
    before = (small.cards / "us-cpi.toml").read_bytes()
    _run("export", "us-cpi", "--to", str(source))
    result = _run("add", str(source), "--card", "us-cpi")

    assert result.exit_code == 0, result.output
    assert (small.cards / "us-cpi.toml").read_bytes() == before
    assert (small.root / "datapackage.json").is_file()


def test_add_a_file_that_does_not_fit(small: Project, tmp_path: Path) -> None:
    """A text where a number should be: named with its line."""
    source = tmp_path / "cpi.csv"
    source.write_text("year,cpi_u,months\n2000,high,12\n", encoding="utf-8")
    result = _run("add", str(source), "--card", "us-cpi")

    assert result.exit_code == 2
    assert "line 2 of the file: column 'cpi_u' holds 'high'" in result.output
