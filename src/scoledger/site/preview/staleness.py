"""Which runs a change of files may concern: those are asked whether they are stale, not the whole plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from scoledger.cards import Card, read_cards
from scoledger.claims import Claim, read_claim, read_rules
from scoledger.claims.rules import Rule
from scoledger.parameters import claim_ids
from scoledger.paths import Project
from scoledger.runs import PlannedRun, RunRecord, RunStore, read_plan

#: Files beside the claims themselves on which every plan rests, below notebooks/.
_PLANS = ("plan.toml", "parameters.toml")


class Sources:
    """The plan, and what each of its runs was made from; both are read again only when they may have changed.

    Parameters
    ----------
    project : Project
    """

    def __init__(self, project: Project) -> None:
        self._project, self._store = project, RunStore(project)
        self._claims = list[str]()
        self._plan = list[PlannedRun]()
        self._inputs = dict[str, frozenset[Path]]()
        self._rules: tuple[dict[str, Rule], dict[str, Card]] | None = None

    def plan(self, changed: Iterable[Path] = ()) -> list[PlannedRun]:
        """Runs of the book.

        Raises
        ------
        LedgerError
            If the plan, or a parameter in it, is wrong.
        """
        claims = claim_ids(self._project)
        plans = {self._project.notebooks / name for name in _PLANS}
        if not self._plan or claims != self._claims or not plans.isdisjoint(changed):
            self._plan = []
            self._plan = read_plan(self._project)
            self._claims = claims
        return self._plan

    def check(self, changed: Iterable[Path]) -> None:
        """Check the claims whose files have changed, before a kernel starts.

        Raises
        ------
        LedgerError
            At the first that does not state what it must, or names what there is not.
        """
        from scoledger.verdicts import check_claim  # noqa: PLC0415 - statistics take seconds to import

        changed = set(changed)
        ours = [path for path in changed if path.suffix == ".toml" and path.parent.parent == self._project.claims]
        rules_path = self._project.claims / "rules.toml"
        if any(path == rules_path or path.is_relative_to(self._project.cards) for path in changed):
            self._rules = None
        for path in sorted(ours):
            if path.is_file():
                self._rules = self._rules or (read_rules(self._project), read_cards(self._project))
                claim: Claim = read_claim(self._project, path.stem)
                check_claim(claim, *self._rules)

    def concerned(self, changed: Iterable[Path]) -> list[PlannedRun]:
        """Runs of the plan that some files may concern, in its order."""
        changed = set(changed)
        folders = (self._project.cards, self._project.data / "tables")
        if any(path == self._project.corrections or path.parent in folders for path in changed):
            changed.add(self._project.cards)
        return [run for run in self._plan if self._is_concerned(run, changed)]

    def forget(self, run: PlannedRun) -> None:
        """Forget what a run has read, because it was executed anew."""
        self._inputs.pop(run.slug, None)

    def _is_concerned(self, run: PlannedRun, changed: set[Path]) -> bool:
        if run.slug not in self._inputs:
            record = self._store.latest(run)
            if record is None:
                return True
            self._inputs[run.slug] = frozenset(self._read_by(record))
        return not self._inputs[run.slug].isdisjoint(changed)

    def _read_by(self, record: RunRecord) -> Iterator[Path]:
        """Files that a run has read; of tables, the folder of all cards: what is about any of them is about all."""
        project = self._project
        folders = {"claim": project.claims, "rules": project.claims, "records": project.records}
        folders |= {"chapter": project.chapters}
        yield project.notebooks / f"{record.notebook}.ipynb"
        for item in record.inputs:
            if item["kind"] == "table":
                yield project.cards
            elif item["kind"] == "article":
                yield project.claims / "articles.toml"
            elif item["kind"] in folders:
                yield folders[item["kind"]] / f"{item['id']}.toml"
            else:
                yield project.root / item["id"]
