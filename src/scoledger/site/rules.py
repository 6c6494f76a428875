"""Directives of the reading guide: the verdict words, and the rules with their thresholds."""

from __future__ import annotations

from typing import Any

from docutils import nodes  # type: ignore[import-untyped]
from sphinx.util.docutils import SphinxDirective

from scoledger.claims import Rule, changed_since_lock, read_rules
from scoledger.errors import LedgerError
from scoledger.site.badges import VERDICTS
from scoledger.site.directives import make_table
from scoledger.site.lookup import project_of
from scoledger.site.roles import make_badge

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
            lock = _write_lock(changed_since_lock(project))
        except LedgerError as error:
            raise self.error(str(error)) from error
        return [make_table(_RULES, rows, ""), nodes.paragraph("", lock)]


def _write_rule(name: str, rule: Rule) -> list[str]:
    return [name, rule.text, f"{rule.support_share} of specifications", f"{rule.contradict_share} of specifications"]


def _write_lock(changed: dict[str, str]) -> str:
    if not changed:
        return "Readings and rules are locked: they are those that were written down before the results."
    return f"Changed since the lock was written: {', '.join(f'{claim} ({how})' for claim, how in changed.items())}."
