"""The directive of the page on contradictions: both sides with their verdicts, and which side these favour."""

from __future__ import annotations

from docutils import nodes  # type: ignore[import-untyped]
from sphinx.util.docutils import SphinxDirective

from scoledger.claims.contradictions import (
    DOUBTFUL,
    Contradiction,
    contradictions_path,
    count_words,
    read_contradictions,
    weigh_sides,
)
from scoledger.errors import ClaimError
from scoledger.results import Result
from scoledger.site.lookup import look_up, project_of
from scoledger.site.registry import result_path
from scoledger.site.verdict_list import name_claim, word_of

_SIDES = ("First side", "Second side")


class Contradictions(SphinxDirective):
    """``{contradictions} type``: every group of that type in data/claims/contradictions.toml."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make one section per group."""
        project = project_of(self.env)
        self.env.note_dependency(str(contradictions_path(project)))
        kind = self.arguments[0]
        try:
            groups = read_contradictions(project)
        except ClaimError as error:
            raise self.error(str(error)) from error
        chosen = [group for group in groups if group.type == kind]
        if not chosen:
            types = ", ".join(dict.fromkeys(group.type for group in groups))
            raise self.error(f"no group of contradictions has the type {kind!r}; there are: {types}.")
        return [self._make_group(group) for group in chosen]

    def _make_group(self, group: Contradiction) -> nodes.section:
        found = {claim: self._find(claim) for claim in group.claims}
        section = nodes.section(ids=[nodes.make_id(f"{group.type} {group.title}")], classes=["contradiction"])
        section += nodes.title("", group.title)
        section += nodes.paragraph("", group.note)
        for name, side in zip(_SIDES, group.sides, strict=False):
            if group.type != DOUBTFUL:
                section += nodes.paragraph("", name, classes=["contradiction-side"])
            items = (
                nodes.list_item("", nodes.paragraph("", "", *name_claim(self.env, claim, found[claim])))
                for claim in side
            )
            section += nodes.bullet_list("", *items)
        section += nodes.paragraph("", weigh_group(group, found), classes=["contradiction-weight"])
        self.set_source_info(section)
        return section

    def _find(self, claim: str) -> Result | None:
        """Look a claim up; one that has no file yet needs no verdict."""
        project = project_of(self.env)
        if any(project.claims.glob(f"*/{claim}.toml")):
            return look_up(self.env, claim, self.lineno, kinds=("verdict",))
        # The page is read again as soon as there is a verdict.
        self.env.note_dependency(str(result_path(project, claim)))
        return None


def weigh_group(group: Contradiction, found: dict[str, Result | None]) -> str:
    """Say in a sentence what the verdicts on a group's claims amount to.

    Parameters
    ----------
    group : Contradiction
    found : dict of str to Result or None
        Verdict by claim id; None for a claim that is not judged.
    """
    words = [[word_of(result) for claim in side if (result := found[claim]) is not None] for side in group.sides]
    if group.type == DOUBTFUL:
        return count_words(words[0])
    return weigh_sides(*words)
