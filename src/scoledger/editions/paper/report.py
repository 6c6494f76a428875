"""The report on a paper, as text for a reader and as data for a program."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

from scoledger.editions.edition import Entry
from scoledger.editions.paper.verification import ALTERED, SOUND, Finding, Report
from scoledger.editions.standing import STANDINGS

HEAD = ("line", "result", "standing", "in the paper", "now")
_LONGEST = 60


def write_report(report: Report) -> str:
    """Write a report as text: a row for each id that is cited, and under it what has happened to it."""
    present = "the registry" if report.present == "present" else f"edition {report.present}, as no book is built here"
    rows = [(_row(finding), _reasons(finding)) for finding in report.findings]
    lines = [HEAD, *(row for row, _ in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    text = [f"{_clean(str(report.paper.path))}, compared with {present}", "", _align(HEAD, widths)]
    for row, reasons in rows:
        text += [_align(row, widths), *(f"    {reason}" for reason in reasons)]
    lists = (
        ("Altered by hand:", report.edited),
        ("Not checked:", report.paper.unchecked),
        ("Not read:", report.paper.notes),
    )
    for title, items in lists:
        text += ["", title, *(f"    {_clean(item, 200)}" for item in items)] if items else []
    return "\n".join([*text, "", _summary(report)]) + "\n"


def report_data(report: Report) -> dict[str, Any]:
    """Give a report as plain data."""
    findings = [
        {
            "id": finding.standing.id,
            "edition": finding.standing.edition,
            "standing": finding.standing.standing,
            "places": [asdict(place) for place in finding.places],
            "printed": finding.printed,
            "was": None if finding.standing.was is None else asdict(finding.standing.was),
            "now": None if finding.standing.now is None else asdict(finding.standing.now),
            "causes": list(finding.standing.causes),
            "note": finding.standing.note,
            "successor": finding.standing.successor,
        }
        for finding in report.findings
    ]
    return {
        "paper": report.paper.path.name,
        "files": report.paper.files,
        "present": report.present,
        "is_sound": report.is_sound,
        "counts": dict(Counter(finding.standing.standing for finding in report.findings)),
        "findings": findings,
        "edited": list(report.edited),
        "unchecked": report.paper.unchecked,
        "notes": report.paper.notes,
    }


def _row(finding: Finding) -> tuple[str, ...]:
    standing = finding.standing
    places = list(dict.fromkeys(finding.places))
    files = {place.file for place in places}
    lines = ", ".join(str(place) if len(files) > 1 or not i else str(place.line) for i, place in enumerate(places))
    was, now = standing.was, None if standing.standing == "withdrawn" else standing.now
    printed = finding.printed or _show(was, now)
    return tuple(
        map(
            _clean,
            (lines, f"{standing.id}@{standing.edition}", standing.standing, printed or "-", _show(now, was) or "-"),
        )
    )


def _show(entry: Entry | None, other: Entry | None) -> str:
    """What an id is worth; with interval and number of observations where those differ."""
    if entry is None:
        return ""
    words = entry.text or entry.kind
    if other is not None and entry.text == other.text:
        more = [entry.interval] if entry.interval != other.interval else []
        more += [f"n = {entry.n:,d}"] if entry.n is not None and entry.n != other.n else []
        words += f" ({'; '.join(more)})" if more else ""
    return words


def _reasons(finding: Finding) -> list[str]:
    standing = finding.standing
    if standing.standing == "unchanged":
        return []
    reasons = [standing.note] if standing.note else []
    if standing.successor:
        worth = f", now {_show(standing.now, None)}" if standing.now else ", which is not there now"
        reasons.append(f"in its place: {standing.successor}{worth}")
    if standing.standing in {"changed", "changed within rounding"}:
        reasons += _details(standing.was, standing.now)
        reasons += standing.causes or ["cause unknown: nothing is recorded that it was made from and that has changed"]
    elif standing.standing == ALTERED:
        reasons += standing.causes if standing.was != standing.now else []
    return [_clean(reason, 200) for reason in reasons]


def _details(was: Entry | None, now: Entry | None) -> list[str]:
    """Say what moved where both print the same."""
    if was is None or now is None or was.text != now.text:
        return []
    if was.value is not None and now.value is not None:
        return [f"value {was.value:.10g} -> {now.value:.10g} {now.unit}"] if was.value != now.value else []
    shows = f"the word is the same; what the {now.kind} rests on has moved"
    return [shows if now.text else f"the {now.kind} shows other values"]


def _summary(report: Report) -> str:
    counts = Counter(finding.standing.standing for finding in report.findings)
    words = [f"{counts[name]} {name}" for name in (*STANDINGS, ALTERED) if counts[name]]
    words += [f"{len(report.paper.unchecked)} not checked"] if report.paper.unchecked else []
    words += [f"{len(report.edited)} altered by hand"] if report.edited else []
    wrong = sum(finding.standing.standing not in SOUND for finding in report.findings)
    wrong += len(report.paper.unchecked) + len(report.edited)
    verdict = f"{wrong} to look at." if wrong else "The paper says what the book says."
    count = f"{len(report.findings)} result{'' if len(report.findings) == 1 else 's'}"
    return f"{count} cited: {', '.join(words) or 'none'}. {verdict}"


def _align(row: tuple[str, ...], widths: list[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _clean(text: str, longest: int = _LONGEST) -> str:
    """Make a paper's words safe for a terminal: no control characters, and no more than fits."""
    words = "".join(letter if letter.isprintable() else "?" for letter in text)
    return words if len(words) <= longest else words[: longest - 3] + "..."
