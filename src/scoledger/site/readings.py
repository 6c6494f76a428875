"""What a claim's readings and records found, as tables and lists of a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docutils import nodes  # type: ignore[import-untyped]

from scoledger.claims import title_reading
from scoledger.results import Result
from scoledger.site.directives import make_table
from scoledger.site.family import make_tests
from scoledger.site.roles import make_badge

_READINGS: list[dict[str, Any]] = [
    {"name": "Reading"},
    {"name": "Verdict"},
    {"name": "Specifications", "numeric": True},
    {"name": "For", "numeric": True},
    {"name": "Against", "numeric": True},
    {"name": "Turns on"},
]
#: Reading and verdict.
_COLUMNS_BY_DOCUMENTS = 2
_RECORDS: list[dict[str, Any]] = [
    {"name": "Document"},
    {"name": "Publisher"},
    {"name": "Date"},
    {"name": "What it bears out"},
    {"name": "How firmly we know"},
]
_SUPPORTS = {
    "core": "the claim",
    "attribute-wrong": "its core, but not every detail",
    "otherwise": "that it was otherwise",
}


def make_readings(result: Result) -> list[nodes.Node]:
    """Make the table of readings, that of joint tests and, for each reading, what it means; then the rules."""
    readings = result.details.get("readings") or []
    if not readings:
        return []
    # By documents alone there is nothing to count, and no choice to turn on.
    kept = len(_READINGS) if any(reading.get("specifications") for reading in readings) else _COLUMNS_BY_DOCUMENTS
    table = make_table(_READINGS[:kept], [_row(reading)[:kept] for reading in readings], _caption(readings))
    meanings = [
        (title_reading(str(reading["name"])), [_sentence(reading.get("meaning")), _gap(reading)])
        for reading in readings
    ]
    rules = {str(reading["rule"]): str(reading.get("rule_text", "")) for reading in readings if reading.get("rule")}
    return [
        table,
        *make_tests(result),
        *make_facts([*meanings, *((f"Rule {name}", [text]) for name, text in rules.items())]),
    ]


def make_records(result: Result) -> list[nodes.Node]:
    """Make the table of dated documents."""
    records = result.details.get("records") or []
    if not records:
        return []
    rows = [
        [
            nodes.reference("", record["title"], refuri=record["url"], internal=False),
            record["publisher"],
            record.get("date") or "undated",
            _SUPPORTS.get(record["supports"], record["supports"]),
            record["checked"],
        ]
        for record in records
    ]
    return [make_table(_RECORDS, rows, "Documents")]


def make_facts(lines: Sequence[tuple[str, Sequence[str | nodes.Node]]]) -> list[nodes.Node]:
    """Make a list of names with their paragraphs, or with nodes; what has nothing to say is left out."""
    items = [
        nodes.definition_list_item("", nodes.term("", name), nodes.definition("", *map(_make_paragraph, said)))
        for name, texts in lines
        if (said := [text for text in texts if text or isinstance(text, nodes.Node)])
    ]
    return [nodes.definition_list("", *items, classes=["verdict-facts"])] if items else []


def _caption(readings: list[dict[str, Any]]) -> str:
    """Say of what the shares are shares, where some specifications are not among them."""
    caption = "The claim under each reading"
    base = "For and against: shares of the specifications of core parts that the data can answer"
    return f"{caption}. {base}." if any(reading.get("not_computable") for reading in readings) else caption


def _make_paragraph(text: str | nodes.Node) -> nodes.Node:
    return text if isinstance(text, nodes.Node) else nodes.paragraph("", text)


def _row(reading: dict[str, Any]) -> list[Any]:
    count = reading.get("specifications") or 0  # none where documents decide: a share of nothing is not zero
    shares = [_percent(reading.get(key)) if count else "n/a" for key in ("share_supporting", "share_contradicting")]
    badge = make_badge(str(reading.get("verdict", "")))
    return [_name(reading), badge, str(count or "n/a"), *shares, str(reading.get("decisive_dimension") or "no choice")]


def _name(reading: dict[str, Any]) -> str:
    name = str(reading.get("name", ""))
    return f"{name[:1].upper()}{name[1:]}"


def _gap(reading: dict[str, Any]) -> str:
    missing = reading.get("not_computable")
    return f"Specifications that the data cannot answer: {missing}." if missing else ""


def _sentence(text: object) -> str:
    words = str(text or "").strip()
    return f"{words[0].upper()}{words[1:].rstrip('.')}." if words else ""


def _percent(share: float | None) -> str:
    return "n/a" if share is None else f"{100 * share:.0f}%"
