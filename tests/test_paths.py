"""Where a checkout is found, and where things stand in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoledger.errors import ProjectNotFoundError
from scoledger.paths import ROOT_VARIABLE, Project


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty checkout, with the variable unset."""
    monkeypatch.delenv(ROOT_VARIABLE, raising=False)
    root = tmp_path / "checkout"
    (root / "data" / "cards").mkdir(parents=True)
    (root / "notebooks" / "deep").mkdir(parents=True)
    return root


def test_the_nearest_checkout_upwards_is_found(checkout: Path) -> None:
    """From any folder inside it."""
    assert Project.find(checkout / "notebooks" / "deep").root == checkout


def test_the_working_folder_is_where_the_search_begins(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Notebooks run in their own folder."""
    monkeypatch.chdir(checkout / "notebooks")

    assert Project.find().root == checkout


def test_the_variable_decides(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that starts elsewhere works on the checkout that it is told."""
    monkeypatch.setenv(ROOT_VARIABLE, str(checkout))

    assert Project.find(tmp_path).root == checkout


def test_outside_any_checkout_the_package_s_own_is_taken(checkout: Path) -> None:
    """The package is installed from a checkout."""
    assert Project.find(checkout.parent).root == Path(__file__).resolve().parents[1]


def test_a_variable_that_names_no_checkout_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It does not fall back on another checkout in silence."""
    monkeypatch.setenv(ROOT_VARIABLE, str(tmp_path / "gone"))

    with pytest.raises(ProjectNotFoundError, match=f"(?s)gone.*data/cards and notebooks.*{ROOT_VARIABLE}"):
        Project.find()


def test_every_path_lies_in_the_checkout(tmp_path: Path) -> None:
    """No property leads out of the root, and no two lead to one place."""
    project = Project(tmp_path)
    names = [name for name, value in vars(Project).items() if isinstance(value, property)]
    paths = [getattr(project, name) for name in names]

    assert all(path.is_relative_to(tmp_path) for path in paths)
    assert len(set(paths)) == len(paths)


def test_what_commands_make_stands_under_build(tmp_path: Path) -> None:
    """So that one folder is all that cleaning removes, but for the exports, which are committed."""
    project = Project(tmp_path)

    assert all(path.is_relative_to(project.build) for path in (project.runs, project.registry, project.html))
    assert not project.exports.is_relative_to(project.build)
