"""``scoledger export paper`` and ``scoledger verify``: what they print, and with which status they end."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from bookmaker import BookMaker
from click.testing import CliRunner, Result
from paper_project import add_results, change, publish, write_tex

from scoledger.cli import LedgerGroup
from scoledger.cli.paper import paper
from scoledger.paths import ROOT_VARIABLE


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BookMaker:
    """A book with an edition."""
    book = add_results(BookMaker.begin(tmp_path / "book"))
    publish(book)
    monkeypatch.setenv(ROOT_VARIABLE, str(book.project.root))
    return book


class Commands(LedgerGroup):
    """The command line with `paper` at its top."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Give `paper`, or what the command line has."""
        return paper if cmd_name == "paper" else super().get_command(ctx, cmd_name)


def call(*words: str | Path) -> Result:
    """Call the command line."""
    return CliRunner().invoke(Commands("scoledger"), list(map(str, words)), catch_exceptions=False)


def test_a_paper_goes_out_and_comes_back(book: BookMaker, tmp_path: Path) -> None:
    """Ids by option and from a file; the paper is sound, then it is not, and the report goes into a file."""
    ids = tmp_path / "ids.txt"
    ids.write_text("alpha\n\nflows-table\n", encoding="utf-8")
    made = call("paper", "--ids", "trade-2014, flows", "--ids-from", ids, "--to", tmp_path / "paper" / "sco")
    path = write_tex(tmp_path / "paper", "\\sco{trade-2014} \\sco{alpha}")
    sound = call("verify", path)
    change(book, "trade-2014", value=46.0, text="46.0 billion USD")
    changed = call("verify", path, "--json", tmp_path / "report.json")

    assert "1 number, 1 verdict, 1 table, 1 figure of edition 2026.1" in made.output
    assert (made.exit_code, sound.exit_code, changed.exit_code) == (0, 0, 1)
    assert "2 results cited: 2 unchanged. The paper says what the book says." in sound.output
    assert "46.0 billion USD" in changed.output
    assert json.loads((tmp_path / "report.json").read_text("utf-8"))["counts"] == {"changed": 1, "unchanged": 1}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["verify", "none.tex"], "none.tex is no paper"),
        (["paper", "--to", "x"], "no id is given"),
        (["paper", "--ids", "alpa", "--to", "x"], "Did you mean 'alpha'"),
        (["paper", "--ids-from", "none.txt", "--to", "x"], "none.txt cannot be read"),
    ],
)
def test_a_mistake_gets_a_message_and_status_2(
    book: BookMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], message: str
) -> None:
    """No traceback, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    result = call(*words)

    assert message in result.output
    assert "Traceback" not in result.output
    assert result.exit_code == 2
    assert not (tmp_path / "x").exists()
