"""The findings of the landing page: what was said and what was measured, as one small figure each."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

from pydantic import Field

from scoledger.citations import interval_of
from scoledger.claims.toml import Model, check_model, read_toml
from scoledger.errors import ClaimError
from scoledger.exports.mark import Mark
from scoledger.paths import Project
from scoledger.results import Result
from scoledger.site.registry import SUMMARY_PREFIX, number_of

#: Before the name of a finding in the id of its figure.
FINDING_PREFIX = f"{SUMMARY_PREFIX}finding-"

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


class Row(Model):
    """One line of a finding: its words, the id of the number, and whether its range is drawn."""

    label: str
    measured: str
    is_range_drawn: bool = Field(default=True, alias="range")


class Finding(Model):
    """One finding.

    Parameters
    ----------
    name : str
        End of the figure's id.
    claim : str
        Claim that it is about.
    quantity : str
        What is measured, in a few words.
    said : str, optional
        Id of the figure of the claim's verdict that quotes the article; default: the row's own number.
    rows : list of Row
    """

    name: str = Field(pattern=r"^[a-z0-9-]+$")
    claim: str
    quantity: str
    said: str = ""
    rows: tuple[Row, ...] = Field(min_length=1, max_length=3)

    @property
    def needs(self) -> tuple[str, ...]:
        """Ids of the results that its figure is made from."""
        return (self.claim, *(row.measured for row in self.rows))


class _File(Model):
    findings: tuple[Finding, ...]


def findings_path(project: Project) -> Path:
    """Path of the file that lists the findings."""
    return project.claims / "findings.toml"


def read_findings(project: Project) -> tuple[Finding, ...]:
    """Read ``data/claims/findings.toml``; a ledger without the file has no findings.

    Raises
    ------
    ClaimError
        If a finding does not state what it must.
    """
    path = findings_path(project)
    return check_model(path, _File, read_toml(path)).findings if path.is_file() else ()


def make_findings(
    project: Project, results: dict[str, Result], common: dict[str, Any]
) -> tuple[list[Result], dict[str, bytes]]:
    """Make the figures of all findings whose numbers are current.

    A finding with a number that is not there yet has no figure, and a page that shows it fails to build.

    Parameters
    ----------
    project : Project
    results : dict of str to Result
        The current results.
    common : dict
        What all results of the summary share.

    Returns
    -------
    results : list of Result
    files : dict of str to bytes
        Contents by file name.

    Raises
    ------
    ClaimError
        If a number and what was said of it cannot stand on one axis, or a year is wanted that nobody states.
    """
    from scoledger.exports.finding_figure import draw_finding  # noqa: PLC0415 - matplotlib takes long to import

    made: list[Result] = []
    files: dict[str, bytes] = {}
    for finding in read_findings(project):
        if not all(name in results for name in finding.needs):
            continue
        result_id = f"{FINDING_PREFIX}{finding.name}"
        marks, unit = read_marks(finding, results)
        quantity = _fill_year(finding, finding.quantity, results[finding.rows[0].measured], results)
        heading = f"{quantity}, {unit}" if unit else quantity
        contents = {**draw_finding(heading, marks, is_share=unit == "percent", salt=result_id), "csv": _to_csv(marks)}
        names = {suffix: f"{result_id}.{suffix}" for suffix in contents}
        files |= {names[suffix]: content for suffix, content in contents.items()}
        title = f"{heading}: said and measured"
        inputs = _inputs([results[name] for name in finding.needs])
        keys = {**common, "inputs": inputs}
        made.append(
            Result(id=result_id, kind="figure", title=title, caption=f"{title}.", alt=write_alt(heading, marks),
                   files=names, **keys)
        )  # fmt: skip
    return made, files


def read_marks(finding: Finding, results: dict[str, Result]) -> tuple[list[Mark], str]:
    """Read what was said and what was measured, from the verdict and the numbers.

    Returns
    -------
    marks : list of Mark
        One per row, in the unit in which the numbers are printed.
    unit : str
        That unit.

    Raises
    ------
    ClaimError
        If the rows have different units, or what was said has another.
    """
    claimed = {name: str(figure["claimed"]) for name, figure in _figures(finding, results).items()}
    marks, units = [], []
    for row in finding.rows:
        number = results[row.measured]
        said = finding.said or row.measured
        if said not in claimed:
            known = ", ".join(sorted(claimed)) or "none"
            raise ClaimError(
                f"the finding {finding.name!r} wants what was said of {said!r}.\n"
                f"Expected a figure of the verdict on {finding.claim!r}; it has: {known}.\n"
                "Name one of them as said in data/claims/findings.toml."
            )
        units.append(number.text.removeprefix(number_of(number)).strip())
        label = _fill_year(finding, row.label, number, results)
        marks.append(_make_mark(finding, row, label, number, claimed[said], units[-1]))
    if len(set(units)) > 1:
        raise ClaimError(
            f"the rows of the finding {finding.name!r} cannot stand on one axis.\n"
            f"Expected one unit; found: {', '.join(units)}.\nPart them in data/claims/findings.toml."
        )
    return marks, units[0]


def write_alt(heading: str, marks: list[Mark]) -> str:
    """Say in words what the small figure shows.

    Examples
    --------
    >>> write_alt("Gas, bcm", [Mark("sold", 27.2, "27.2", 65.0, "65", interval="27 bcm to 28 bcm")])
    'Gas, bcm. sold: said 65, measured 27.2, range 27 bcm to 28 bcm.'
    """
    rows = [
        f"{mark.label}: said {mark.said_text}, measured {mark.text}"
        + (f", range {mark.interval}" if mark.interval else "")
        for mark in marks
    ]
    return f"{heading}. {'; '.join(rows)}."


def _make_mark(finding: Finding, row: Row, label: str, number: Result, claimed: str, unit: str) -> Mark:
    """Scale to the printed unit: a share is printed in percent."""
    factor = 100 if number.unit == "share" else 1
    numbers = _NUMBER.findall(claimed)
    said = float(numbers[0].replace(",", "")) if len(numbers) == 1 else None
    words = _NUMBER.sub("", claimed).strip()
    if said is not None and words != unit:
        raise ClaimError(
            f"the finding {finding.name!r} cannot set {claimed!r} beside {number.text!r} ({number.id}).\n"
            f"Expected both in {unit}.\nChoose another number in data/claims/findings.toml."
        )
    interval = interval_of(number)
    low_text, _, high_text = interval.partition(" to ")
    has_range = row.is_range_drawn and number.low is not None and number.high is not None
    return Mark(
        label=label,
        value=factor * float(number.value or 0),
        text=number_of(number),
        said=said,
        said_text=claimed if said is None else numbers[0],
        low=factor * float(number.low or 0) if has_range else None,
        high=factor * float(number.high or 0) if has_range else None,
        interval=interval if has_range and low_text != high_text else "",
    )


def _fill_year(finding: Finding, words: str, number: Result, results: dict[str, Result]) -> str:
    """Put the year of a number into words: its title's, or else the one year of it that the verdict names."""
    if "{year}" not in words:
        return words
    figure = _figures(finding, results).get(number.id, {})
    found = _YEAR.findall(number.title) or _YEAR.findall(str(figure.get("years", "")))
    if len(found) != 1:
        raise ClaimError(
            f"the finding {finding.name!r} wants the year of {number.id!r} for {words!r}.\n"
            f"Expected one year in its title or in the verdict; found: {', '.join(found) or 'none'}.\n"
            "Write other words in data/claims/findings.toml."
        )
    return words.replace("{year}", found[0])


def _figures(finding: Finding, results: dict[str, Result]) -> dict[str, dict[str, Any]]:
    readings = results[finding.claim].details.get("readings") or []
    return {figure["id"]: figure for reading in readings for figure in reading["figures"]}


def _inputs(results: list[Result]) -> list[dict[str, str]]:
    """The results themselves, and the tables that they were computed from, each once."""
    own = [{"kind": "result", "id": result.id, "digest": result.run, "vintage": ""} for result in results]
    tables = {item["id"]: item for result in results for item in result.inputs if item.get("kind") == "table"}
    return [*own, *(tables[name] for name in sorted(tables))]


def _to_csv(marks: list[Mark]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["label", "said", "measured", "low", "high"])
    writer.writerows([mark.label, mark.said_text, mark.value, mark.low, mark.high] for mark in marks)
    return text.getvalue().encode()
