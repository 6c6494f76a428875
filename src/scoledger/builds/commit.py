"""The commit that a checkout is at."""

from __future__ import annotations

import subprocess

from scoledger.paths import Project


def read_commit(project: Project) -> str:
    """Commit that the checkout is at, shortened to twelve digits.

    Returns
    -------
    str
        With ``" and later changes"`` when tracked files differ from it; empty where no version control is at hand.
    """
    try:
        head = _git(project, "rev-parse", "--show-toplevel", "HEAD").split()
        if len(head) != 2 or not project.root.samefile(head[0]):  # noqa: PLR2004 - the folder and the commit
            return ""
        changed = _git(project, "status", "--porcelain", "--untracked-files=no")
    except (OSError, subprocess.CalledProcessError):
        return ""
    return head[1][:12] + (" and later changes" if changed.strip() else "")


def _git(project: Project, *words: str) -> str:
    command = ["git", "-C", str(project.root), *words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 - no shell, no input
