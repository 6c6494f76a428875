"""Directives of the reading guide: the verdict words, and the rules with their thresholds."""

from __future__ import annotations

import datetime as dt
from typing import Any

from docutils import nodes  # type: ignore[import-untyped]
from sphinx.util.docutils import SphinxDirective

from scoledger.claims import Rule, changed_since_lock, read_lock, read_rules
from scoledger.errors import LedgerError
from scoledger.site.badges import VERDICTS
from scoledger.site.directives import make_table
from scoledger.site.lock import write_date
from scoledger.site.lookup import project_of
from scoledger.site.nodes import link_page
from scoledger.site.roles import make_badge

_LOCK_PAGE = "book/lock"
_WORDS: list[dict[str, Any]] = [{"name": "Verdict"}, {"name": "What it says"}]
_RULES: list[dict[str, Any]] = [
    {"name": "Rule"},
    {"name": "In words"},
    {"name": "Supported from", "numeric": True},
    {"name": "Contradicted from", "numeric": True},
]


class VerdictWords(SphinxDirective):
    """``{verdict-words}``: every badge with its meaning."""

    def run(self) -> list[nodes.Node]:
        """Make the table of words."""
        rows = [[make_badge(word), f"{meaning[0].upper()}{meaning[1:]}."] for word, (_, meaning) in VERDICTS.items()]
        return [make_table(_WORDS, rows, "")]


class Rules(SphinxDirective):
    """``{rules}``: every rule of data/claims/rules.toml with its thresholds, and whether the lock still holds."""

    def run(self) -> list[nodes.Node]:
        """Make the table of rules."""
        project = project_of(self.env)
        for path in sorted(project.claims.rglob("*")):
            if path.is_file():
                self.env.note_dependency(str(path))
        try:
            rows = [_write_rule(name, rule) for name, rule in read_rules(project).items()]
            lock = write_lock_state({entry.date for entry in read_lock(project).values()}, changed_since_lock(project))
        except LedgerError as error:
            raise self.error(str(error)) from error
        where = link_page(self.env.docname, _LOCK_PAGE, "What was fixed before the results")
        last = nodes.paragraph("", f"{lock} What changed after it, and why, stands in ", where, nodes.Text("."))
        return [make_table(_RULES, rows, ""), last]


def _write_rule(name: str, rule: Rule) -> list[str]:
    return [name, rule.text, f"{rule.support_share} of specifications", f"{rule.contradict_share} of specifications"]


def write_lock_state(dates: set[dt.date], changed: dict[str, str]) -> str:
    """Say when the readings were fixed, and which are not as they were fixed.

    Examples
    --------
    >>> write_lock_state({dt.date(2026, 1, 2)}, {})
    'Readings were fixed on 2 January 2026.'
    >>> write_lock_state(set(), {"a": "not locked"})
    'No reading has been fixed yet. Differs from the lock: a (not locked).'
    """
    days = ", ".join(map(write_date, sorted(dates)))
    differs = ", ".join(f"{claim} ({how})" for claim, how in changed.items())
    parts = [
        f"Readings were fixed on {days}." if dates else "No reading has been fixed yet.",
        f"Differs from the lock: {differs}." if differs else "",
    ]
    return " ".join(part for part in parts if part)
