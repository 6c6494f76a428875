"""The lock on the pages: what was fixed and when, and what changed after it and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from docutils import nodes  # type: ignore[import-untyped]
from sphinx.util.docutils import SphinxDirective

from scoledger.claims import LockChange, LockEntry, changed_since_lock, tell_claim
from scoledger.errors import LedgerError
from scoledger.paths import Project
from scoledger.site.directives import make_table
from scoledger.site.lookup import locked_once, look_up, project_of
from scoledger.site.nodes import link_page
from scoledger.site.registry import current_results

_COLUMNS: list[dict[str, Any]] = [{"name": "Claim"}, {"name": "When"}, {"name": "Why, and what changed"}]


class LockHistory(SphinxDirective):
    """``{lock-history}``: how many claims are locked, and every change after a lock."""

    def run(self) -> list[nodes.Node]:
        """Make the counts and the table."""
        project = project_of(self.env)
        for path in sorted(project.claims.rglob("*")):
            if path.is_file():
                self.env.note_dependency(str(path))
        try:
            entries, differing = locked_once(project)[0], changed_since_lock(project)
        except LedgerError as error:
            raise self.error(str(error)) from error
        made: list[nodes.Node] = [nodes.paragraph("", text) for text in count_lock(entries, differing)]
        judged = {result.id for result in current_results(project, "verdict")}
        rows = [
            [self._name(key, key in judged), _make_days(entry, change), _make_change(change)]
            for key, entry in sorted(entries.items())
            for change in entry.changes
        ]
        return [*made, make_table(_COLUMNS, rows, "Claims changed after their lock")] if rows else made

    def _name(self, claim_id: str, is_judged: bool) -> nodes.Node:
        result = look_up(self.env, claim_id, self.lineno, kinds=("verdict",)) if is_judged else None
        if result is None:
            return nodes.literal("", claim_id)
        title = str(result.details.get("claim", {}).get("title") or result.title)
        return link_page(self.env.docname, result.page, title)


def count_lock(entries: dict[str, LockEntry], differing: dict[str, str]) -> list[str]:
    """Count what is locked, what changed since, and the tests of the family.

    Parameters
    ----------
    entries : dict of str to LockEntry
    differing : dict of str to str
        Claims that are not as locked, as `changed_since_lock` gives them.

    Returns
    -------
    list of str
        Paragraphs.

    Examples
    --------
    >>> entry = LockEntry(date=dt.date(2026, 1, 2), hash="ab", tests=("literal/rise",))
    >>> count_lock({"a": entry}, {"b": "not locked"})[0]
    '1 claim is locked; none was changed after its lock.'
    """
    locked = [entry for entry in entries.values() if entry.hash]
    if not entries:
        return ["No claim is locked yet."]
    changed = sum(bool(entry.changes) for entry in locked)
    words = (
        f"{_count(len(locked), 'claim')} locked; {_was(changed)} changed after {'its' if changed < 2 else 'their'} lock"  # noqa: PLR2004
    )
    gone = len(entries) - len(locked)
    tests = [entry.tests for entry in locked if entry.tests]
    paragraphs = [
        f"{words}, and {_was(gone)} taken out." if gone else f"{words}.",
        f"The family of tests has {sum(map(len, tests))} members, in {len(tests)} of the claims." if tests else "",
        f"Not as locked now: {', '.join(f'{key} ({how})' for key, how in differing.items())}." if differing else "",
    ]
    return [text for text in paragraphs if text]


def describe_lock(project: Project, claim_id: str) -> tuple[list[str], list[str]]:
    """Say for a claim's page when it was locked, and what changed after it.

    Returns
    -------
    said : list of str
        Sentences for a reader: when, and why it changed last; none where nothing is locked at all.
    differing : list of str
        What earlier changes were for, and what each changed, word by word.

    Raises
    ------
    LockError
        If the two files of the lock do not agree.
    """
    entries, contents = locked_once(project)
    if claim_id not in entries:
        return (["Not locked yet."] if entries else []), []
    entry = entries[claim_id]
    since = tell_claim(project, claim_id, entry, contents.get(claim_id))
    reasons = [_tell_reason(entry, change) for change in entry.changes]
    said = reasons[-1:] or [f"Locked on {write_date(entry.date)}."]
    differing = [
        text for reason, change in zip(reasons, entry.changes, strict=True) for text in (reason, _join(change.what))
    ]
    if reasons:
        del differing[-2]  # the last reason is said already
    return [*said, *(["Not as locked now."] if since else [])], [*differing, *([_join(since)] if since else [])]


def _tell_reason(entry: LockEntry, change: LockChange) -> str:
    about = f"Changed after its lock of {write_date(entry.date)}, on {write_date(change.date)}: {change.reason}"
    return about if about.endswith((".", "!", "?")) else f"{about}."


def write_date(date: dt.date) -> str:
    """Write a date as the book does.

    Examples
    --------
    >>> write_date(dt.date(2026, 1, 2))
    '2 January 2026'
    """
    return f"{date.day} {date:%B %Y}"


def _keep(date: dt.date) -> str:
    """Write a date that a narrow column does not break."""
    return write_date(date).replace(" ", "\u00a0")


def _join(lines: Iterable[str]) -> str:
    """Write lines one after another as sentences."""
    return " ".join(f"{_line(line)}." for line in lines)


def _line(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}".replace(" -> ", " → ")


def _make_days(entry: LockEntry, change: LockChange) -> nodes.container:
    days = (f"locked {_keep(entry.date)}", f"changed {_keep(change.date)}")
    return nodes.container("", *(nodes.paragraph("", day) for day in days))


def _make_change(change: LockChange) -> nodes.container:
    items = (nodes.list_item("", nodes.paragraph("", _line(line))) for line in change.what)
    return nodes.container("", nodes.paragraph("", change.reason), nodes.bullet_list("", *items))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun} is" if number == 1 else f"{number} {noun}s are"


def _was(number: int) -> str:
    return "none was" if number == 0 else "1 was" if number == 1 else f"{number} were"
