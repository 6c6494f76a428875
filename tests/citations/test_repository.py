"""Where the code stands in public: an address and a commit, or no link at all."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from bookmaker import BookMaker
from IPython.core.inputtransformer2 import TransformerManager
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


@pytest.mark.parametrize(
    "address",
    [
        *("example/ledger", "http://github.com/a/b", "https://github.com/a", "https://github.com/a/b;id"),
        *("https://user:s3cret@github.com/a/b", "https://s3cret@github.com/a/b", "https://github.com/a/$(s3cret)"),
        *("https://github.com/a/b?token=s3cret", 'https://github.com/a/"><script>', "https://github.com/a/--b", "x\ny"),
    ],
)
def test_an_address_that_cannot_be_published_is_refused(
    maker: BookMaker, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """From the environment or the file; the message says what was expected and repeats no token."""
    commit(maker)
    monkeypatch.setenv(REPOSITORY_VARIABLE, address)
    with pytest.raises(CitationError, match=r"SCOLEDGER_REPOSITORY is no address(?s:.)*Expected https://HOST") as first:
        read_repository(maker.project)
    monkeypatch.delenv(REPOSITORY_VARIABLE)
    path = maker.project.root / "CITATION.cff"
    path.write_text(path.read_text("utf-8") + f"repository-code: {json.dumps(address)}\n", "utf-8")
    with pytest.raises(CitationError, match="repository-code is no address") as second:
        read_repository(maker.project)

    assert "s3cret" not in f"{first.value}{second.value}"


@pytest.mark.parametrize("branch", ["a b", "../a", "a/../b", "-x", 'a"b', "a;id", "a//b"])
def test_a_branch_that_no_link_can_hold_is_refused(
    maker: BookMaker, monkeypatch: pytest.MonkeyPatch, branch: str
) -> None:
    """The message names the variable."""
    monkeypatch.setenv(REPOSITORY_VARIABLE, ADDRESS)
    monkeypatch.setenv(BRANCH_VARIABLE, branch)

    with pytest.raises(CitationError, match="SCOLEDGER_PAGES_BRANCH is no name of a branch"):
        read_repository(maker.project)


def test_only_github_has_services_that_open_notebooks() -> None:
    """Elsewhere the links are empty, so that no button is shown."""
    other = Repository("https://gitlab.example.org/a/b", "abc")

    assert (other.binder("c.ipynb"), other.colab("c.ipynb")) == ("", "")
    assert Repository(ADDRESS, "abc").binder("c.ipynb").startswith("https://mybinder.org/v2/gh/example/ledger/abc?")


def test_the_first_cell_fetches_the_commit_and_installs_the_lock() -> None:
    """Clone, check out and change into the checkout unless it is there, install what is locked, then the package."""
    lines = fetch_code(Repository(ADDRESS, "abc")).splitlines()

    assert lines[2].startswith('if not os.path.isfile("requirements.lock"):')
    assert lines[3] == f"    !test -d ledger || git clone --quiet {ADDRESS} ledger"
    assert lines[4].endswith("checkout --quiet abc")
    assert lines[5] == "    %cd ledger"
    assert "-r requirements.lock" in lines[6]
    assert lines[7].endswith("--no-deps --no-build-isolation .")


def test_the_first_cell_can_be_run_twice(maker: BookMaker, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The second time, and after a restart, it neither clones into the clone nor stops."""
    maker.write("requirements.lock", "")
    made, place = commit(maker), tmp_path_factory.mktemp("colab")
    code = fetch_code(Repository(maker.project.root.as_posix(), made))
    lines = [line for line in code.splitlines() if not line.startswith("%pip")]
    ran = [TransformerManager().transform_cell("\n".join(lines))] * 2
    script = "\n".join([
        "import subprocess, os",
        "class Shell:",
        "    def system(self, words): subprocess.run(words, shell=True, check=True)",
        "    def run_line_magic(self, name, words): os.chdir(words)",
        "get_ipython = Shell",
        *ran,
        "print(os.getcwd())",
        "os.chdir('..')",
        ran[0],
        "print(os.getcwd())",
    ])  # fmt: skip
    done = subprocess.run([sys.executable, "-c", script], cwd=place, capture_output=True, text=True, check=True)

    assert done.stdout.split() == [str(place.resolve() / "ledger")] * 2
    assert not (place / "ledger" / "ledger").exists()
