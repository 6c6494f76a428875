"""The public repository of the code, as the pages link to it: at the commit that the book was built from."""

from __future__ import annotations

import os
import re
import shlex
from dataclasses import dataclass

from scoledger.builds import read_commit
from scoledger.citations.book import FILE_NAME, read_book
from scoledger.errors import CitationError
from scoledger.paths import Project

#: Names the repository of a fork, whose CITATION.cff is still that of the original.
REPOSITORY_VARIABLE = "SCOLEDGER_REPOSITORY"
#: Names the branch that holds the built book, where it is another than `BRANCH`.
BRANCH_VARIABLE = "SCOLEDGER_PAGES_BRANCH"
#: Branch from which GitHub Pages serves a built book.
BRANCH = "gh-pages"

#: Neither a user nor a token, and no sign that means something to a shell, a page or a notebook.
_ADDRESS = re.compile(r"https://[A-Za-z0-9][A-Za-z0-9.-]*(?:/[A-Za-z0-9_][A-Za-z0-9._-]*){2,}")
_GITHUB = re.compile(r"https://(?:www\.)?github\.com/([A-Za-z0-9._-]+/[A-Za-z0-9._-]+)")
_BRANCH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(?:/[A-Za-z0-9_][A-Za-z0-9._-]*)*")


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
        If the address or the branch is none that can be published, or ``CITATION.cff`` cannot be used.
    """
    named = os.environ.get(REPOSITORY_VARIABLE, "")
    address = (named or read_book(project).code).rstrip("/").removesuffix(".git")
    if address and not _ADDRESS.fullmatch(address):
        raise CitationError(
            f"{REPOSITORY_VARIABLE if named else f'{FILE_NAME}: repository-code'} is no address that the book can"
            f" publish{': it has a user or a token before the host' if '@' in address else ''}.\n"
            "Expected https://HOST/OWNER/NAME of letters, digits, dots, hyphens and underscores"
            f"{f'; unset it to take that of {FILE_NAME}' if named else ''}."
        )
    branch = os.environ.get(BRANCH_VARIABLE) or BRANCH
    if not _BRANCH.fullmatch(branch) or ".." in branch:
        raise CitationError(
            f"{BRANCH_VARIABLE} is no name of a branch that links can hold.\n"
            f"Expected letters, digits, dots, hyphens, underscores and single slashes; unset it to take {BRANCH}."
        )
    commit = read_commit(project) if address else ""
    if not commit or " " in commit:
        return None
    return Repository(address, commit, branch)


def fetch_code(repository: Repository) -> str:
    """Code of a first cell that fetches the repository at its commit and installs it; it can be run again."""
    address, commit = shlex.quote(repository.address), shlex.quote(repository.commit)
    return (
        "# Fetches the book's code and data at its commit, and the versions that it was made with (a few minutes).\n"
        "import os\n"
        'if not os.path.isfile("requirements.lock"):  # else the cell has run before\n'
        f"    !test -d ledger || git clone --quiet {address} ledger\n"
        f"    !git -C ledger checkout --quiet {commit}\n"
        "    %cd ledger\n"
        "%pip install --quiet --require-hashes -r requirements.lock\n"
        "%pip install --quiet --no-deps --no-build-isolation ."
    )
