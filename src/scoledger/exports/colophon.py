"""``exports/edition.json``: what this build of the book was made with, in one small file."""

from __future__ import annotations

import platform
from pathlib import Path
from typing import Any

from scoledger.builds import read_commit
from scoledger.citations import read_book
from scoledger.editions import Edition, edition_names, read_edition, write_digest
from scoledger.exports.ledger import code_digest, data_digest
from scoledger.paths import Project
from scoledger.results import write_json
from scoledger.site.registry import current_results
from scoledger.tables.inputs import file_digest

FILE_NAME = "edition.json"


def write_colophon(project: Project, present: Edition) -> Path:
    """Write ``exports/edition.json``.

    It holds the edition, its day and the commit, digests of data, code, environment and of all results, their number,
    the version of Python, and the digest of all results of each edition that is kept.
    """
    book = read_book(project)
    content: dict[str, Any] = {
        "edition": book.version,
        "released": book.released.isoformat(),
        "commit": read_commit(project),
        "results": len(present.entries),
        "digest": write_digest(present),
        "data_digest": data_digest(project),
        "code_digest": code_digest(current_results(project, "verdict")),
        "lock_digest": file_digest(project.lock) if project.lock.is_file() else "",
        "python": platform.python_version(),
        "kept": {name: write_digest(read_edition(project, name)) for name in edition_names(project)},
    }
    path = project.exports / FILE_NAME
    write_json(path, content)
    return path
