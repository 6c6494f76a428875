"""A registry of which a file is damaged: what is wrong, where, and what to do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sidemaker import result, store_run

from scoledger.errors import StaleResultError
from scoledger.paths import Project
from scoledger.results import read_manifest, read_registry, read_result

RUN = "1a2b3c4d5e6f"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A registry of two numbers."""
    project = Project(tmp_path)
    store_run(project, RUN, [result("plain-kgz-one"), result("plain-kgz-two")], is_in_book=True)
    return project


def alter(path: Path, **changes: Any) -> None:
    """Let a file of JSON hold something else."""
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | changes), encoding="utf-8")


def test_a_whole_registry_is_read(project: Project) -> None:
    """Both results, in the order of their ids."""
    assert list(read_registry(project)) == ["plain-kgz-one", "plain-kgz-two"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"results": []}, "results is no table"),
        ({"runs": {}}, "runs is no list"),
        ({"runs": [RUN]}, "runs holds an entry without a run"),
        ({"runs": [{"slug": "plain-kgz"}]}, "runs holds an entry without a run"),
        ({"runs": [{"run": []}]}, "runs holds an entry without a run"),
    ],
)
def test_a_manifest_of_another_shape_is_refused(project: Project, changes: dict[str, Any], message: str) -> None:
    """Whoever reads it finds the runs and results that it expects."""
    alter(project.registry / "manifest.json", **changes)

    with pytest.raises(StaleResultError, match=rf"_build/registry/manifest\.json is damaged: {message}"):
        read_manifest(project)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id": "plain-kgz-two"}, "it is not the result 'plain-kgz-one'"),
        ({"parameters": []}, "parameters is no table"),
        ({"files": []}, "files is no table"),
        ({"details": "none"}, "details is no table"),
        ({"inputs": {}}, "inputs is no list"),
        ({"inputs": ["tiny"]}, "inputs holds an entry without kind, id or digest"),
        ({"inputs": [{"kind": "table"}]}, "inputs holds an entry without kind, id or digest"),
        ({"value": None}, "result 'plain-kgz-one' has no finite value"),
        ({"value": "three"}, "result 'plain-kgz-one' does not fit"),
        ({"worth": 3.0}, "result 'plain-kgz-one' does not fit"),
    ],
)
def test_a_result_of_another_shape_is_refused(project: Project, changes: dict[str, Any], message: str) -> None:
    """Alone and with all others; the others can still be read alone."""
    alter(project.registry / "plain-kgz-one.json", **changes)

    with pytest.raises(StaleResultError, match=rf"_build/registry/plain-kgz-one\.json is damaged: {message}"):
        read_result(project, "plain-kgz-one")
    with pytest.raises(StaleResultError, match=message):
        read_registry(project)
    assert read_result(project, "plain-kgz-two").value == 3.0


def test_a_file_that_was_cut_off_says_what_to_do(project: Project) -> None:
    """A disk was full, or a build was killed."""
    path = project.registry / "plain-kgz-one.json"
    path.write_text(path.read_text("utf-8")[:40], encoding="utf-8")

    with pytest.raises(StaleResultError, match=r"(?s)damaged: .*column.*Remove the file, then run 'scoledger book'"):
        read_result(project, "plain-kgz-one")
