"""Words of any kind as the id, page or notebook of a command: a message of two lines, and never a traceback."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from bookmaker import BookMaker
from click.testing import CliRunner

from scoledger.cli import main

#: Commands that take a name first.
COMMANDS = ("cite", "resolve", "claims", "params", "run", "notebook", "lab", "data show", "data verify", "data export")
#: Names that lead elsewhere, are patterns, or are longer than the name of any file.
NAMES = ("../../x", "/etc/passwd", "[a]", "\udcff", "{a.__class__}", "a" * 5000)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small checkout alone in its folder."""
    root = tmp_path_factory.mktemp("commands") / "root"
    maker = BookMaker.begin(root)
    maker.write("notebooks/plan.toml", '[[runs]]\nnotebook = "claim"\n')
    maker.write("notebooks/claim.ipynb", "{}")
    return root


@pytest.mark.parametrize(
    ("command", "name"), list(itertools.product(COMMANDS, NAMES)), ids=lambda word: ascii(word)[:20]
)
def test_a_name_ends_in_a_message(command: str, name: str, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit status 2, what is wrong and what to do; nothing is written beside the checkout."""
    monkeypatch.setenv("SCOLEDGER_ROOT", str(project))
    done = CliRunner().invoke(main, [*command.split(), name])

    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code == 2
    assert len(done.output.splitlines()) >= 2
    assert len(done.output) < 20_000
    assert [path.name for path in project.parent.iterdir()] == ["root"]
