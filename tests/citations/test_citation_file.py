"""CITATION.cff: the one place that says how the book is cited."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from scoledger import __version__
from scoledger.builds import read_commit
from scoledger.citations import read_book
from scoledger.errors import CitationError
from scoledger.paths import Project

ROOT = Path(__file__).resolve().parents[2]
GOOD = 'title: "T"\nauthors:\n  - name: "A"\nversion: "{version}"\ndate-released: "2026-01-02"\n'


def _project(folder: Path, text: str) -> Project:
    (folder / "CITATION.cff").write_text(text, encoding="utf-8")
    return Project(folder)


def test_ours_keeps_to_the_citation_file_format() -> None:
    """Version 1.2.0 of the format: needed keys, no key that it does not know, dates and identifiers in its forms."""
    content: dict[str, Any] = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    known = {
        "abstract", "authors", "cff-version", "commit", "contact", "date-released", "doi", "identifiers", "keywords",
        "license", "license-url", "message", "preferred-citation", "references", "repository", "repository-artifact",
        "repository-code", "title", "type", "url", "version",
    }  # fmt: skip

    assert set(content) <= known
    assert {"cff-version", "message", "title", "authors"} <= set(content)
    assert content["cff-version"] == "1.2.0"
    assert content["type"] in {"software", "dataset"}
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(content["date-released"]))
    assert all({"name"} <= set(author) or {"family-names"} <= set(author) for author in content["authors"])
    assert all({"authors", "title", "type"} <= set(reference) for reference in content["references"])
    assert all(re.fullmatch(r"10\.\d{4,9}/\S+", item["doi"]) for item in content["references"] if "doi" in item)
    assert all(isinstance(item["year"], int) for item in content["references"])


def test_ours_names_this_edition() -> None:
    """File, package and citation agree."""
    book = read_book(Project(ROOT))

    assert book.version == __version__
    assert book.released <= dt.datetime.now(dt.UTC).date()
    assert [author.name for author in book.authors] == ["The SCO ledger authors"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title: [", "cannot be read"),
        ("- a\n", "holds no keys"),
        ('title: "T"\n', "lacks authors, version, date-released"),
        (GOOD.format(version="1999.1"), "says version 1999.1"),
        (GOOD.format(version=__version__).replace("2026-01-02", "soon"), "Expected date-released as"),
        (GOOD.format(version=__version__).replace("- name", "- nom"), "family-names"),
        (GOOD.format(version=__version__) + "url: javascript:alert(1)\n", "Expected an address that begins with https"),
    ],
)
def test_a_faulty_file_is_refused_in_words(tmp_path: Path, text: str, message: str) -> None:
    """Each mistake has its message; nothing of YAML that makes objects is ever read."""
    with pytest.raises(CitationError, match=message):
        read_book(_project(tmp_path, text))


def test_yaml_that_would_run_code_is_refused(tmp_path: Path) -> None:
    """The file is data: a tag that calls a function is a mistake."""
    with pytest.raises(CitationError, match="cannot be read"):
        read_book(_project(tmp_path, "title: !!python/object/apply:os.getcwd []\n"))


def test_the_commit_says_when_files_differ_from_it(tmp_path: Path) -> None:
    """Twelve digits in a clean checkout; with a change, that there is one; nothing outside version control."""
    project = _project(tmp_path, "title: T\n")
    assert read_commit(project) == ""
    git = ["git", "-C", str(tmp_path), "-c", "user.name=n", "-c", "user.email=n@example.org"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "one"]):
        subprocess.run([*git, *words], check=True)
    assert re.fullmatch(r"[0-9a-f]{12}", read_commit(project))
    _project(tmp_path, "title: U\n")

    assert read_commit(project).endswith(" and later changes")
