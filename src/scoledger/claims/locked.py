"""What was locked, word for word: from it the hash is recomputed, and a later difference is told."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from scoledger.claims.claim import Claim
from scoledger.claims.rules import Rule
from scoledger.errors import LockError
from scoledger.paths import Project

#: Readings, control and rules of a claim as plain data, without what equals its default.
Content = dict[str, Any]

#: Statistics that rest on a test of significance: these make the family over which tests are corrected.
_TESTED = frozenset({"trend", "effect"})


def locked_content(claim: Claim, rules: dict[str, Rule]) -> Content:
    """Take what decides a verdict: the readings, the control, and the rules that the readings name.

    Wording, locator and notes do not count: mending a paraphrase breaks no lock.  Nor does a key that the file does not
    use: a later version of the program may know more of them.
    """
    named = sorted({part.rule for reading in claim.readings for part in reading.parts})
    return {
        "readings": [reading.model_dump(mode="json", exclude_defaults=True) for reading in claim.readings],
        "control": claim.control.model_dump(mode="json", exclude_defaults=True) if claim.control else {},
        "rules": {name: rules[name].model_dump(mode="json", exclude_defaults=True) for name in named if name in rules},
    }


def content_hash(content: Content) -> str:
    """Hash of a content, whether taken from a claim or read back."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def tested_parts(content: Content) -> tuple[str, ...]:
    """Name the core parts that a test of significance judges, as ``"reading/part"``.

    Examples
    --------
    >>> parts = [{"name": "rise", "statistic": "trend"}, {"name": "2014", "statistic": "level"}]
    >>> tested_parts({"readings": [{"name": "literal", "parts": parts}]})
    ('literal/rise',)
    """
    return tuple(
        f"{reading['name']}/{part['name']}"
        for reading in content["readings"]
        for part in reading["parts"]
        if part["statistic"] in _TESTED and part.get("role", "core") == "core"
    )


def contents_path(project: Project) -> Path:
    """Path of the file that keeps the locked contents, beside the lock."""
    return project.claims / "locked.json"


def read_contents(project: Project) -> dict[str, Content]:
    """Read ``data/claims/locked.json``: contents by claim id; empty where none were kept.

    Raises
    ------
    LockError
        If the file is not what was written.
    """
    path = contents_path(project)
    if not path.exists():
        return {}
    try:
        contents = json.loads(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as fault:
        raise LockError(f"{path} is not JSON: {fault}.\n{restore_advice(project)}") from None
    if not isinstance(contents, dict) or not all(isinstance(content, dict) for content in contents.values()):
        raise LockError(f"{path}: expected one object per claim id.\n{restore_advice(project)}")
    return contents


def restore_advice(project: Project) -> str:
    """Say how to mend the two files of the lock, which only ``scoledger lock`` may write."""
    names = " ".join(
        path.relative_to(project.root).as_posix() for path in (project.claims / "LOCK", contents_path(project))
    )
    return f"Restore both files as they were last committed: git checkout -- {names}"


def write_contents(contents: dict[str, Content]) -> str:
    """Write contents as text, one line per claim, so that a difference between two editions shows what moved."""
    lines = [
        f"{json.dumps(key)}: {json.dumps(contents[key], sort_keys=True, ensure_ascii=False, separators=(',', ':'))}"
        for key in sorted(contents)
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"
