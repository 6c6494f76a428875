"""The banner of a page of a sweep: what differs from the published book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scoledger.parameters import Declaration
from scoledger.runs import PlannedRun
from scoledger.site.writing import escape_markdown, write_label


@dataclass(frozen=True)
class Difference:
    """How a run departs from the nearest run of the published book.

    Parameters
    ----------
    published : PlannedRun or None
        The run of the book with the fewest other values; None where the book does not run the notebook.
    changed : dict of str to tuple
        By parameter that differs: the published value (the default, where nothing is published) and the run's.
    """

    published: PlannedRun | None
    changed: dict[str, tuple[Any, Any]]

    def __str__(self) -> str:
        return ", ".join(f"{name}={ours}" for name, (_, ours) in self.changed.items())


def find_difference(run: PlannedRun, declaration: Declaration, plan: Sequence[PlannedRun]) -> Difference:
    """Find the nearest run of the book.

    Parameters
    ----------
    run : PlannedRun
    declaration : scoledger.parameters.Declaration
        Of its notebook.
    plan : sequence of PlannedRun
        The book's; of runs that are equally near, the first counts.
    """
    others = [other for other in plan if other.notebook == run.notebook]
    nearest = min(others, key=lambda other: len(_differing(run, other.parameters)), default=None)
    defaults = {name: parameter.default for name, parameter in declaration.parameters.items()}
    return Difference(nearest, _differing(run, nearest.parameters if nearest else defaults))


def write_banner(difference: Difference) -> str:
    """Write the banner as Markdown."""
    published = difference.published
    link = f"{{doc}}`{write_label(published.slug)} </{published.page}>`" if published else ""
    if published and not difference.changed:
        told = [f"Its parameters are those of a published page: {link}."]
    else:
        what = (
            f"the nearest published page, {link}" if published else "the defaults: no published page runs the notebook"
        )
        told = [f"It differs from {what}:", "", f"| Parameter | {'Published' if published else 'Default'} | Here |"]
        told += ["| --- | --- | --- |"]
        told += [
            f"| {escape_markdown(name)} | {escape_markdown(theirs)} | {escape_markdown(ours)} |"
            for name, (theirs, ours) in difference.changed.items()
        ]
        told += ["", "Its ids are this copy's own: nobody else can look them up."]
        if not difference.changed:
            told = ["It runs on the defaults; no published page runs the notebook."]
    lines = [":::{admonition} A run of a sweep, not a page of the published book", ":class: warning", *told, ":::"]
    return "\n".join(lines)


def _differing(run: PlannedRun, others: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {name: (others[name], value) for name, value in run.parameters.items() if others[name] != value}
