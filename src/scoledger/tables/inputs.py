"""Inputs of a run: what was read, and a digest by which a later reader sees whether it has changed."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from pathlib import Path

from scoledger.cards import Card, card_path, read_card, table_path
from scoledger.claims import read_articles
from scoledger.errors import ChecksumError, UnknownTableError
from scoledger.paths import Project
from scoledger.tables.corrections import corrections_digest

#: Digest of an input that is not there (any more): it equals no real one.
ABSENT = "absent"


@dataclass(frozen=True, order=True)
class Input:
    """One thing that a run has read.

    Parameters
    ----------
    kind : str
        "table", "claim", "rules", "article", "records", "file" ...
    id : str
        Its id within the kind.
    digest : str
        Its digest at the time of reading.
    vintage : str
        Of when it is, for a reader.
    """

    kind: str
    id: str
    digest: str
    vintage: str = ""


def file_digest(path: Path) -> str:
    """Hexadecimal sha256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def input_digest(project: Project, kind: str, input_id: str) -> str:
    """Recompute the present digest of an input.

    Parameters
    ----------
    project : Project
    kind : str
        "table": the card's words, the bytes of its file and the corrections that concern it.  "claim", "rules",
        "records" and "chapter": the bytes of the TOML file.  "article": what ``articles.toml`` states about that one,
        so that another article beside it makes no run stale.  "file": the bytes of a file, named by its path below the
        root.
    input_id : str

    Returns
    -------
    str
        Hexadecimal sha256, or "absent" when the input is gone: a run that has read it is then stale.

    Raises
    ------
    CardError
        If a table's card cannot be read.
    ChecksumError
        If a table's bytes are not those that its card names.
    ClaimError
        If ``articles.toml`` cannot be read.
    """
    if kind == "table":
        return _table_digest(project, input_id)
    if kind == "article":
        return _article_digest(project, input_id)
    path = {
        "claim": project.claims / f"{input_id}.toml",
        "rules": project.claims / f"{input_id}.toml",
        "records": project.records / f"{input_id}.toml",
        "chapter": project.chapters / f"{input_id}.toml",
    }.get(kind, project.root / input_id)
    return file_digest(path) if path.is_file() else ABSENT


def check_bytes(project: Project, card: Card) -> str:
    """Check that a table's file is there and that its bytes are those that its card names.

    Returns
    -------
    str
        Their hexadecimal sha256.

    Raises
    ------
    ChecksumError
        If not.
    """
    path = table_path(project, card)
    mend = (
        f"Restore it from version control (git checkout -- data/{card.file.path}); if the table was meant to change,\n"
        f"add it again: scoledger data add FILE.csv --card {card.id}"
    )
    if not path.is_file():
        raise ChecksumError(
            f"data/{card.file.path} is missing.\nExpected the table of data/cards/{card.id}.toml.\n{mend}"
        )
    status = path.stat()
    found = _bytes_digest(path, status.st_size, status.st_mtime_ns, status.st_ino)
    if found != card.file.sha256:
        raise ChecksumError(
            f"data/{card.file.path} differs from its card data/cards/{card.id}.toml.\n"
            f"Expected sha256 {card.file.sha256}\nFound    sha256 {found}\n{mend}"
        )
    return found


# A plan asks for the same few tables once per run; what tells one state of a file from the next is in the key.
@functools.lru_cache(maxsize=1024)
def _bytes_digest(path: Path, size: int, time: int, node: int) -> str:  # noqa: ARG001 - parts of the key
    return file_digest(path)


def _article_digest(project: Project, source: str) -> str:
    article = read_articles(project).get(source)
    return ABSENT if article is None else hashlib.sha256(article.model_dump_json().encode()).hexdigest()


def _table_digest(project: Project, table_id: str) -> str:
    try:
        card = read_card(project, table_id)
    except UnknownTableError:
        return ABSENT
    parts = (
        check_bytes(project, card),
        corrections_digest(project, table_id),
        file_digest(card_path(project, table_id)),
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
