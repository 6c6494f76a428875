"""Plain papermill: a misspelt parameter stops the notebook instead of leaving it on its defaults."""

from __future__ import annotations

from pathlib import Path

import nbformat
import papermill
import pytest
from papermill.exceptions import PapermillExecutionError

from scoledger.paths import Project
from scoledger.results.begin import injected_names


def execute(project: Project, tmp_path: Path, **parameters: object) -> str:
    """Execute a fixture notebook and give its outputs in one text."""
    out = tmp_path / "out.ipynb"
    papermill.execute_notebook(
        project.notebooks / "late.ipynb", out, parameters=parameters, kernel_name="python3", progress_bar=False
    )
    return nbformat.writes(nbformat.read(out, as_version=4))


@pytest.mark.slow
def test_a_misspelt_parameter_stops_papermill(tiny: Project, tmp_path: Path) -> None:
    """In the first cell of ours, with the nearest name."""
    with pytest.raises(PapermillExecutionError) as caught:
        execute(tiny, tmp_path, contry="KAZ")

    assert caught.value.ename == "UnknownParameterError"
    assert "notebooks/late.ipynb has no parameter 'contry'. Did you mean 'country'?" in caught.value.evalue


@pytest.mark.slow
def test_a_parameter_that_there_is_reaches_the_notebook(tiny: Project, tmp_path: Path) -> None:
    """The check is in nobody's way."""
    assert "late-kaz-one" in execute(tiny, tmp_path, country="KAZ")


def test_only_the_latest_injected_cell_counts() -> None:
    """Other cells may set what they like; a corrected cell is executed again in the same kernel."""
    cells = ["", "other = 1", "# Parameters\ncontry = 'KAZ'\n", "# Parameters\ncountry = 'KAZ'\nyear = 2001\n", "x = 2"]

    assert injected_names(cells) == ["country", "year"]
    assert injected_names(cells[:2]) == []
