"""Tests of the commands of runs: what they print, and with which status they end."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import pytest
from checkout import write_plan
from click.testing import CliRunner, Result

from scoledger import __version__
from scoledger.builds import hold_checkout
from scoledger.cli import main
from scoledger.cli.run import parse_options
from scoledger.errors import InvalidParameterError
from scoledger.paths import Project
from scoledger.results import read_registry


def call(*words: str) -> Result:
    """Call the command line."""
    return CliRunner().invoke(main, words, catch_exceptions=False)


def test_help_names_every_command_with_a_line() -> None:
    """None is cut short."""
    result = call("--help")

    for name in ("book", "run", "params", "why", "claims"):
        assert f"\n  {name} " in result.output
    assert "..." not in result.output.split("Commands:")[1]
    assert __version__ in call("--version").output


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["run", "plian"], "there is no notebook 'plian'. Did you mean 'plain'?"),
        (["run", "plain", "--contry", "KAZ"], "has no parameter 'contry'. Did you mean 'country'?"),
        (["run", "plain", "--country", "KGX"], "'KGX' is not a country code. Did you mean 'KGZ'?"),
        (["run", "plain", "--year", "20x1"], "Expected a year from 1992 to 2024; found '20x1'"),
        (["run", "plain", "--year"], "--year has no value"),
        (["run", "plain", "--timeout", "nan"], "expected a number of seconds above 0, found nan"),
        (["book", "--timeout", "inf"], "expected a number of seconds above 0, found inf"),
        (["params", "plian"], "Did you mean 'plain'?"),
        (["why", "plain-kxz"], "the plan has no run 'plain-kxz'. Did you mean"),
    ],
)
def test_a_mistake_is_answered_with_a_message(tiny: Project, words: list[str], message: str) -> None:
    """No traceback, status 2, nothing written."""
    result = call(*words)

    assert message in result.output
    assert "Traceback" not in result.output
    assert result.exit_code == 2
    assert not tiny.build.exists()


def test_params_shows_what_a_notebook_can_be_asked(tiny: Project) -> None:
    """Type, default, range, unit and help."""
    lines = call("params", "plain").output.splitlines()

    assert lines[1].split() == ["name", "type", "default", "expected", "unit", "help"]
    assert lines[3].split("  ")[0] == "year"
    assert "a year from 1992 to 2024" in lines[3]


def test_options_are_read_in_both_ways() -> None:
    """A dash in a name counts as an underscore; a value may be negative."""
    assert parse_options(["--first-year=2001", "--last_year", "2010", "--level", "-5"]) == {
        "first_year": "2001",
        "last_year": "2010",
        "level": "-5",
    }
    with pytest.raises(InvalidParameterError, match="given twice"):
        parse_options(["--a", "1", "--a=2"])
    with pytest.raises(InvalidParameterError, match="'KGZ' is not the name"):
        parse_options(["KGZ"])


@pytest.mark.slow
def test_run_prints_results_and_why_follows(tiny: Project) -> None:
    """The first time it is executed, then current."""
    first, second = call("run", "plain", "--country", "KGZ"), call("run", "plain", "--country=kgz")

    assert "plain-kgz-total  3.0 million USD" in first.output
    assert "executed: run" in first.output
    assert "current: run" in second.output
    assert Path(second.output.splitlines()[-1]).is_file()
    assert call("why").output == "plain-kaz\n  never run\n1 stale, 1 current\n"
    assert call("why", "plain/kgz").output == "0 stale, 1 current\n"


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Exports and pages that only note that they were asked for."""
    done: list[str] = []

    def build(project: Project) -> Path:
        done.append("built")
        return project.html / "index.html"

    monkeypatch.setattr("scoledger.cli.making.export_registry", lambda project: done.append("exported"))
    monkeypatch.setattr("scoledger.cli.making.build_book", build)
    return done


@pytest.mark.slow
def test_book_goes_from_runs_to_pages(tiny: Project, built: list[str]) -> None:
    """Registry, exports, pages, and the address at the end; a second time nothing is made, unless something is gone."""
    first, second = call("book", "--jobs", "2"), call("book")

    assert "2 runs: 2 executed, 0 current" in first.output
    assert first.output.splitlines()[-1] == (tiny.html / "index.html").as_uri()
    assert "2 runs: 0 executed, 2 current" in second.output
    assert second.output.splitlines()[-1] == first.output.splitlines()[-1]
    assert built == ["exported", "built"]
    (tiny.registry / "plain-kgz-total.json").unlink()
    assert "2 runs: 0 executed, 2 current" in call("book").output
    assert built == ["exported", "built"] * 2
    assert len(read_registry(tiny)) == 8


@pytest.mark.slow
def test_book_stops_at_failed_runs(tiny: Project, built: list[str]) -> None:
    """It lists notebook, parameters, cell and error; status 1; the other run is kept."""
    write_plan(tiny, '[[runs]]\nnotebook = "raises"\n[[runs]]\nnotebook = "plain"\n')
    result = call("book")

    assert "1 of 2 runs failed; the 1 others are kept." in result.output
    assert "notebooks/raises.ipynb (country=KGZ)\n  cell 4: ValueError: no luck with KGZ" in result.output
    assert result.exit_code == 1
    assert built == []
    assert call("why", "plain-kgz").output == "0 stale, 1 current\n"


def test_book_is_refused_while_another_is_at_work(tiny: Project, built: list[str]) -> None:
    """At once, with status 2."""
    with hold_checkout(tiny):
        result = call("book")

    assert "another build is at work" in result.output
    assert result.exit_code == 2


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_full_or_read_only_folder_is_answered_with_a_message(
    tiny: Project, built: list[str], monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """Wherever the system says so."""

    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(code, "it does not work", "/some/folder")

    monkeypatch.setattr("scoledger.cli.making.execute_runs", refuse)
    result = call("book")

    assert "/some/folder cannot be written: it does not work" in result.output
    assert result.exit_code == 2
