"""The public repository of the code, as the pages link to it: at the commit that the book was built from."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

from scoledger.citations.book import FILE_NAME, read_book, read_commit
from scoledger.errors import CitationError
from scoledger.paths import Project

#: Names the repository of a fork, whose CITATION.cff is still that of the original.
REPOSITORY_VARIABLE = "SCOLEDGER_REPOSITORY"
#: Names the branch that holds the built book, where it is another than `BRANCH`.
BRANCH_VARIABLE = "SCOLEDGER_PAGES_BRANCH"
#: Branch from which GitHub Pages serves a built book.
BRANCH = "gh-pages"

_ADDRESS = re.compile(r"https?://[^\s/]+/[^\s]+")
_GITHUB = re.compile(r"https?://(?:www\.)?github\.com/([\w.-]+/[\w.-]+?)(?:\.git)?")


@dataclass(frozen=True)
class Repository:
    """A public repository at one commit.

    Parameters
    ----------
    address : str
        Without a slash at its end.
    commit : str
    branch : str
        Branch that holds the built book.
    """

    address: str
    commit: str
    branch: str = BRANCH

    def file(self, path: str, line: int) -> str:
        """Address of a line of a file at the commit.

        Examples
        --------
        >>> Repository("https://github.com/a/b", "abc").file("src/c.py", 7)
        'https://github.com/a/b/blob/abc/src/c.py#L7'
        """
        return f"{self.address}/blob/{self.commit}/{path}#L{line}"

    def binder(self, path: str) -> str:
        """Address at which Binder opens a file of the checkout; empty where the repository is not on GitHub.

        Examples
        --------
        >>> Repository("https://github.com/a/b", "abc").binder("c/d.ipynb")
        'https://mybinder.org/v2/gh/a/b/abc?urlpath=lab/tree/c/d.ipynb'
        """
        return f"https://mybinder.org/v2/gh/{self._name}/{self.commit}?urlpath=lab/tree/{path}" if self._name else ""

    def colab(self, path: str) -> str:
        """Address at which Colab opens a file of the built book; empty where the repository is not on GitHub.

        Examples
        --------
        >>> Repository("https://github.com/a/b", "abc").colab("c/d.ipynb")
        'https://colab.research.google.com/github/a/b/blob/gh-pages/c/d.ipynb'
        """
        if not self._name:
            return ""
        return f"https://colab.research.google.com/github/{self._name}/blob/{self.branch}/{path}"

    @property
    def _name(self) -> str:
        found = _GITHUB.fullmatch(self.address)
        return found[1] if found else ""


def read_repository(project: Project) -> Repository | None:
    """Read where the code stands in public: from the environment, else from ``CITATION.cff``.

    Returns
    -------
    Repository or None
        None where no address is known, or where the checkout is not exactly at a commit: a link would show other code
        than the book was built from.

    Raises
    ------
    CitationError
        If the address is none, or ``CITATION.cff`` cannot be used.
    """
    named = os.environ.get(REPOSITORY_VARIABLE, "").rstrip("/")
    if named and not _ADDRESS.fullmatch(named):
        raise CitationError(
            f"{REPOSITORY_VARIABLE} is {named!r}.\nExpected the address of a repository, https://HOST/OWNER/NAME; "
            f"unset it to take that of {FILE_NAME}."
        )
    address = (named or read_book(project).code).removesuffix(".git")
    commit = read_commit(project) if address else ""
    if not commit or " " in commit:
        return None
    return Repository(address, commit, os.environ.get(BRANCH_VARIABLE) or BRANCH)


def fetch_code(repository: Repository) -> str:
    """Code of a first cell that fetches the repository at its commit and installs it where no checkout is."""
    return (
        "# Fetches the book's code and data at its commit, and the versions that it was made with (a few minutes).\n"
        f"!git clone --quiet {repository.address} ledger && git -C ledger checkout --quiet {repository.commit}\n"
        "%cd ledger\n"
        "%pip install --quiet --require-hashes -r requirements.lock\n"
        "%pip install --quiet --no-deps --no-build-isolation ."
    )
