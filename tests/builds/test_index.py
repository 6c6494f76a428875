"""Tests of the index: a checksum is computed once, and again for whatever has changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scoledger.builds import FileIndex, index


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two files in a folder."""
    folder = tmp_path / "it"
    folder.mkdir()
    (folder / "a.txt").write_text("one", encoding="utf-8")
    (folder / "b.txt").write_text("two", encoding="utf-8")
    return folder


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of files in the order in which they are read; what was written just now counts as old."""
    names: list[str] = []
    digest = index.content_digest

    def note(path: str | Path) -> str:
        names.append(Path(path).name)
        return digest(path)

    monkeypatch.setattr(index, "content_digest", note)
    monkeypatch.setattr(index, "TICK", 0)
    return names


def test_a_file_is_read_again_when_it_has_changed(folder: Path, tmp_path: Path, read: list[str]) -> None:
    """By the next command as well; the digest is that of a new index."""
    kept = FileIndex(tmp_path / "index.json")
    first = kept.digest_files([folder], tmp_path)
    assert read == ["a.txt", "b.txt"]
    kept.save()
    (folder / "b.txt").write_text("six", encoding="utf-8")
    second = FileIndex(tmp_path / "index.json").digest_files([folder], tmp_path)

    assert read == ["a.txt", "b.txt", "b.txt"]
    assert first != second == FileIndex(tmp_path / "none.json").digest_files([folder], tmp_path)


def test_what_is_young_is_read_every_time(
    folder: Path, tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may change once more without a trace."""
    monkeypatch.setattr(index, "TICK", 60 * 10**9)
    kept = FileIndex(tmp_path / "index.json")
    assert kept.digest_files([folder], tmp_path) == kept.digest_files([folder], tmp_path)

    assert read == ["a.txt", "b.txt"] * 2


def test_names_and_words_count(folder: Path, tmp_path: Path) -> None:
    """So does a file that is gone; a checkout elsewhere has the same digest."""
    kept = FileIndex(tmp_path / "index.json")
    before = kept.digest_files([folder], tmp_path)
    assert kept.digest_files([folder], tmp_path, "more") != before
    (tmp_path / "elsewhere").mkdir()
    folder.rename(tmp_path / "elsewhere" / "it")
    assert kept.digest_files([tmp_path / "elsewhere" / "it"], tmp_path / "elsewhere") == before
    (tmp_path / "elsewhere" / "it" / "a.txt").unlink()
    assert kept.digest_files([tmp_path / "elsewhere" / "it"], tmp_path / "elsewhere") != before


@pytest.mark.parametrize("damage", ["{", "[]", '{"a": 1}', '{"a": ["x"]}'])
def test_a_damaged_index_is_begun_anew(folder: Path, tmp_path: Path, read: list[str], damage: str) -> None:
    """Nothing is lost but time."""
    path = tmp_path / "index.json"
    path.write_text(damage, encoding="utf-8")
    kept = FileIndex(path)
    digest = kept.digest_files([folder], tmp_path)
    kept.save()

    assert digest == FileIndex(tmp_path / "none.json").digest_files([folder], tmp_path)
    assert isinstance(json.loads(path.read_text("utf-8")), dict)
