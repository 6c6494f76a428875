"""Where the code stands in public: an address and a commit, or no link at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from bookmaker import BookMaker
from runmaker import ADDRESS, commit

from scoledger.citations import Repository, fetch_code, read_repository
from scoledger.citations.repository import BRANCH_VARIABLE, REPOSITORY_VARIABLE
from scoledger.errors import CitationError


@pytest.fixture
def maker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BookMaker:
    """A small project outside version control, and no variable set."""
    for name in (REPOSITORY_VARIABLE, BRANCH_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    return BookMaker.begin(tmp_path)


def test_without_an_address_there_is_no_repository(maker: BookMaker) -> None:
    """Also at a commit."""
    commit(maker)

    assert read_repository(maker.project) is None


def test_the_address_comes_from_the_citation_file(maker: BookMaker) -> None:
    """At the commit of the checkout."""
    path = maker.project.root / "CITATION.cff"
    path.write_text(path.read_text("utf-8") + f'repository-code: "{ADDRESS}"\n', "utf-8")
    made = commit(maker)

    assert read_repository(maker.project) == Repository(ADDRESS, made)


def test_a_fork_names_its_own_address_and_branch(maker: BookMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment goes before the file."""
    made = commit(maker)
    monkeypatch.setenv(REPOSITORY_VARIABLE, f"{ADDRESS}.git/")
    monkeypatch.setenv(BRANCH_VARIABLE, "pages")

    assert read_repository(maker.project) == Repository(ADDRESS, made, "pages")


def test_later_changes_leave_no_commit_to_link_to(maker: BookMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does a project outside version control."""
    monkeypatch.setenv(REPOSITORY_VARIABLE, ADDRESS)
    before = read_repository(maker.project)
    commit(maker)
    maker.write("book/method.md", "# Changed\n")

    assert (before, read_repository(maker.project)) == (None, None)


def test_an_address_that_is_none_is_refused(maker: BookMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what was expected."""
    monkeypatch.setenv(REPOSITORY_VARIABLE, "example/ledger")

    with pytest.raises(CitationError, match=r"SCOLEDGER_REPOSITORY is 'example/ledger'\.\nExpected the address"):
        read_repository(maker.project)


def test_only_github_has_services_that_open_notebooks() -> None:
    """Elsewhere the links are empty, so that no button is shown."""
    other = Repository("https://gitlab.example.org/a/b", "abc")

    assert (other.binder("c.ipynb"), other.colab("c.ipynb")) == ("", "")
    assert Repository(ADDRESS, "abc").binder("c.ipynb").startswith("https://mybinder.org/v2/gh/example/ledger/abc?")


def test_the_first_cell_fetches_the_commit_and_installs_the_lock() -> None:
    """Clone, check out, change into the checkout, install what is locked, then the package."""
    lines = fetch_code(Repository(ADDRESS, "abc")).splitlines()

    assert f"git clone --quiet {ADDRESS} ledger" in lines[1]
    assert "checkout --quiet abc" in lines[1]
    assert lines[2] == "%cd ledger"
    assert "-r requirements.lock" in lines[3]
    assert lines[4].endswith("--no-deps --no-build-isolation .")
