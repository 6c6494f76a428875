"""Checking a paper: everything that it cites against its edition, and against what the book says now."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from scoledger.editions.edition import Edition, edition_names, edition_order, newest_edition, read_edition
from scoledger.editions.paper.definitions import VOUCHED, Definition, defined_fields, latex_text
from scoledger.editions.paper.reading import Paper, Place, read_paper
from scoledger.editions.paper.sums import SUMS, find_edited, select_read
from scoledger.editions.present import present_edition
from scoledger.editions.standing import Standing, resolve
from scoledger.editions.withdrawn import Withdrawal, read_withdrawn
from scoledger.errors import PaperError, UnknownEditionError, UnknownResultError, nearest
from scoledger.paths import Project
from scoledger.results import read_manifest

#: Standing of an id of which the paper's bundle was altered by hand: a value of its results.tex, a table or a figure.
ALTERED = "altered"
#: Kinds of result that a paper shows by a file of the bundle.
FILED = ("table", "figure")
#: With these alone, a paper still says what the book says.
SOUND = ("unchanged", "changed within rounding")


@dataclass(frozen=True)
class Finding:
    """How one id of a paper stands.

    Parameters
    ----------
    places : tuple of Place
        Where it is cited.
    standing : Standing
        Its word is one of `scoledger.editions.STANDINGS`, or `ALTERED`.
    printed : str
        What the paper prints by its results.tex; nothing where it only names id and edition.
    """

    places: tuple[Place, ...]
    standing: Standing
    printed: str = ""


@dataclass(frozen=True)
class Report:
    """What became of everything that a paper cites.

    Parameters
    ----------
    paper : Paper
    present : str
        What it was compared with: ``present``, or the name of the newest edition where no book has been built.
    findings : tuple of Finding
        In the order in which the paper cites.
    edited : tuple of str
        Files of a bundle that were altered by hand and belong to none of the findings.
    """

    paper: Paper
    present: str
    findings: tuple[Finding, ...]
    edited: tuple[str, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether all is unchanged or within rounding, and nothing was altered by hand or left unchecked."""
        is_whole = not self.paper.unchecked and not self.edited
        return is_whole and all(finding.standing.standing in SOUND for finding in self.findings)


def verify_paper(project: Project, path: Path) -> Report:
    r"""Check a paper.

    Every ``\sco{id}`` is compared with what the edition of the paper's results.tex says, every ``id@edition`` of the
    text with that edition, and both with the registry; where no book has been built, with the newest edition.
    Files of a bundle are compared with the checksums that stand beside them: by them alone are the cells of a table
    and the pictures of a figure known.

    Raises
    ------
    PaperError
        If the paper or the checksums of a bundle cannot be read, or if it cites nothing of the book, or uses its macro
        without its results.tex.
    UnknownEditionError
        If an edition that it cites is not kept.
    EditionError
        If the files of an edition are damaged.
    """
    paper = read_paper(path)
    cited: dict[tuple[str, str], list[Place]] = {}
    for citation in paper.citations:
        edition = citation.edition or _defined_edition(paper, citation.id, citation.place)
        cited.setdefault((citation.id, edition), []).append(citation.place)
    editions = _read_editions(project, cited)
    now, withdrawn = _present(project), read_withdrawn(project)
    found = find_edited(paper)
    edited = found or {}
    findings = tuple(
        _check(
            paper.definitions.get(result_id), result_id, editions[name], now, withdrawn, tuple(places),
            edited.get(result_id, ()),
        )
        for (result_id, name), places in cited.items()
    )  # fmt: skip
    if found is None and any(each.standing.was and each.standing.was.kind in FILED for each in findings):
        paper.notes.append(f"cells of tables and pictures of figures: there is no {SUMS} beside results.tex")
    told = {finding.standing.id for finding in findings if finding.standing.standing == ALTERED}
    return Report(paper, now.name, findings, select_read(paper, edited, told))


def _defined_edition(paper: Paper, result_id: str, place: Place) -> str:
    """Edition of an id that is cited by macro; of one that results.tex lacks, the newest of the others."""
    if not paper.definitions:
        raise PaperError(
            f"{place} cites {result_id!r} by \\sco, and the paper inputs no results.tex.\n"
            "Expected the file that 'scoledger export paper' writes, below the paper's folder: without it nobody\n"
            "knows which edition is meant. Put it there, or write ID@EDITION in the text."
        )
    definition = paper.definitions.get(result_id)
    if definition:
        return definition.edition
    return max((each.edition for each in paper.definitions.values()), key=edition_order)


def _read_editions(project: Project, cited: Mapping[tuple[str, str], list[Place]]) -> dict[str, Edition]:
    editions: dict[str, Edition] = {}
    kept = edition_names(project)
    for (result_id, name), places in cited.items():
        if name in editions:
            continue
        if name not in kept:
            raise UnknownEditionError(
                f"{places[0]} cites {result_id!r} of edition {name!r}, which is not kept.{nearest(name, kept)}\n"
                f"Kept are: {', '.join(kept) or 'none'}. Correct the edition, or take a checkout that has it."
            )
        editions[name] = read_edition(project, name)
    return editions


def _present(project: Project) -> Edition:
    return present_edition(project) if read_manifest(project)["results"] else newest_edition(project)


def _check(
    definition: Definition | None,
    result_id: str,
    then: Edition,
    now: Edition,
    withdrawn: dict[str, Withdrawal],
    places: tuple[Place, ...],
    edited: Collection[str],
) -> Finding:
    if definition is not None and definition.edition != then.name:
        definition, edited = None, ()  # cited with another edition in the text than by macro
    printed = definition.text("text") if definition else ""
    try:
        standing = resolve(result_id, then, now, withdrawn)
    except UnknownResultError:
        return Finding(places, _tell_unknown(result_id, then, now, withdrawn), printed)
    altered = _find_altered(definition, standing) if definition else []
    notes = ["results.tex is not what the edition says: " + "; ".join(altered)] if altered else []
    notes += [f"altered by hand since it was written: {', '.join(edited)}"] if edited else []
    if notes:
        note = ". ".join(notes)
        standing = Standing(
            result_id, then.name, ALTERED, standing.was, standing.now, standing.causes,
            f"{note}. By itself it is {standing.standing}" + (f": {standing.note}" if standing.note else ""),
            standing.successor,
        )  # fmt: skip
    return Finding(places, standing, printed)


def _find_altered(definition: Definition, standing: Standing) -> list[str]:
    """Name the fields of which results.tex says something else than its edition."""
    if standing.was is None:
        return []
    expected = {name: latex_text(words) for name, words in defined_fields(standing.was, standing.edition).items()}
    return [
        f"{name} is {definition.text(name) or 'missing'!r}, was {expected.get(name) or 'none'!r}"
        for name in VOUCHED
        if definition.text(name) != expected.get(name, "")
    ]


def _tell_unknown(result_id: str, then: Edition, now: Edition, withdrawn: dict[str, Withdrawal]) -> Standing:
    gone = withdrawn.get(result_id)
    if gone:
        note, successor = f"withdrawn in {gone.edition}: {gone.reason}", gone.successor
        return Standing(result_id, then.name, "withdrawn", None, now.entries.get(successor), (), note, successor)
    hint = nearest(result_id, then.entries).strip()
    if result_id in now.entries:
        hint = "It was made only later: write the bundle again."
    return Standing(result_id, then.name, "unknown", note=f"edition {then.name} has no such result. {hint}".strip())
