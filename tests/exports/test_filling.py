"""Tests of the registry as a stage: it is filled when something that it is made from, or itself, has changed."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from bookmaker import BookMaker

from scoledger.errors import OutputError
from scoledger.exports import fill_registry, filling, summary, write_summary
from scoledger.runs import PlannedRun

PLANNED = [PlannedRun("claim", {"claim_id": "alpha"}, "alpha", "book/claims/alpha")]


@pytest.fixture
def done(maker: BookMaker, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a filled registry was filled with; later fillings only note that they were asked for."""
    maker.add_claim_page("alpha")
    maker.write("_build/summary/ledger-claims.json", "{}")
    maker.write(f"_build/runs/index/{PLANNED[0].key}.json", '{"run": "run-alpha"}')
    calls: list[str] = []
    monkeypatch.setattr(filling, "install_registry", lambda *_: calls.append("installed"))
    monkeypatch.setattr(filling, "write_summary", lambda *_: calls.append("summarised"))
    fill_registry(maker.project, PLANNED, {})
    assert calls == ["installed", "summarised"]
    calls.clear()
    return calls


def test_an_unchanged_registry_is_left_alone(maker: BookMaker, done: list[str]) -> None:
    """Neither results nor figures of the summary are made."""
    fill_registry(maker.project, PLANNED, {})

    assert done == []


@pytest.mark.parametrize(
    "name",
    [
        *("_build/registry/alpha.json", "_build/registry/manifest.json", "_build/summary/ledger-claims.json"),
        *("_build/runs/run-alpha/run.json", "_build/runs/run-alpha/notebook.ipynb", "data/claims/rules.toml"),
        f"_build/runs/index/{PLANNED[0].key}.json",
    ],
)
def test_what_changes_is_seen(maker: BookMaker, done: list[str], name: str) -> None:
    """One letter of the registry, of the summary, of the store or of the claims; then the file is gone."""
    path: Path = maker.project.root / name
    text = path.read_text("utf-8")
    path.write_text(text[:-1] + ("}" if text[-1] != "}" else " "), encoding="utf-8")
    fill_registry(maker.project, PLANNED, {})
    assert done == ["installed", "summarised"]
    path.unlink()
    fill_registry(maker.project, PLANNED, {})
    assert done == ["installed", "summarised"] * 2


def test_a_run_that_is_not_planned_is_none_of_its_business(maker: BookMaker, done: list[str]) -> None:
    """`scoledger run` and `scoledger sweep` keep theirs in the same store."""
    maker.write("_build/runs/index/other.json", '{"run": "run-other"}')
    maker.write("_build/runs/run-other/run.json", "{}")
    fill_registry(maker.project, PLANNED, {})

    assert done == []


def test_another_plan_or_a_stale_run_is_seen(maker: BookMaker, done: list[str]) -> None:
    """The manifest lists the current runs of the plan."""
    fill_registry(maker.project, PLANNED, {"alpha": ["never run"]})
    fill_registry(maker.project, [], {"alpha": ["never run"]})

    assert done == ["installed", "summarised"] * 2


def test_a_full_device_leaves_no_part_of_a_summary(maker: BookMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message is that of every folder without room; the next command writes what is missing."""
    maker.add_claim_page("alpha")

    def copy(source: Path, target: Path) -> None:
        target.write_bytes(source.read_bytes()[:5])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as full:
        full.setattr(summary.shutil, "copy2", copy)
        with pytest.raises(OutputError, match=r"registry/.*cannot be written: No space left"):
            write_summary(maker.project)
    parts = [path for path in maker.project.registry.rglob(".*") if path.is_file()]
    ids = write_summary(maker.project)

    assert parts == []
    assert ids
    assert all((maker.project.registry / f"{name}.json").is_file() for name in ids)
