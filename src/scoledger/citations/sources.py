"""Data that a result was computed from, and how they are cited."""

from __future__ import annotations

from collections.abc import Iterable

from scoledger.cards import Card, card_path, read_card
from scoledger.citations.reference import Author, Reference
from scoledger.paths import Project
from scoledger.results import Result, read_result


def read_sources(project: Project, results: Iterable[Result]) -> list[Card]:
    """Read the cards of every table that results were computed from, also by way of other results.

    Returns
    -------
    list of Card
        Each once, sorted by id, with the vintage that was read.

    Raises
    ------
    LedgerError
        If a result that one of them rests on, or a card, is gone.
    """
    waiting, seen, tables = list(results), set[str](), dict[str, str]()
    while waiting:
        result = waiting.pop()
        if result.id in seen:
            continue
        seen.add(result.id)
        tables |= {item["id"]: item.get("vintage", "") for item in result.inputs if item["kind"] == "table"}
        behind = {item["id"] for item in result.inputs if item["kind"] == "result"} - seen
        waiting += [read_result(project, name) for name in sorted(behind)]
    cards = {table: read_card_once(project, table) for table in sorted(tables)}
    return [card.model_copy(update={"vintage": tables[table] or card.vintage}) for table, card in cards.items()]


def cite_card(card: Card) -> Reference:
    """Cite the producer of a table as the producer asks for it."""
    return Reference(
        f"data-{card.id}", "data", card.title, (Author(card.producer),), vintage=card.vintage, version=card.vintage,
        url=card.licence.url, note=f"{card.citation.rstrip('.')}. Vintage {card.vintage}. Terms: {card.licence.name}",
    )  # fmt: skip


def cite_sources(project: Project, results: Iterable[Result]) -> list[Reference]:
    """Cite everything that results were computed from, sorted by id of the table."""
    return [cite_card(card) for card in read_sources(project, results)]


def read_card_once(project: Project, table: str) -> Card:
    """Read a card, again only when its file has changed: a book names one table a thousand times.

    Raises
    ------
    LedgerError
        As `scoledger.cards.read_card`.
    """
    path = card_path(project, table)
    key = (str(path), path.stat().st_mtime_ns if path.is_file() else 0)
    if key not in _CARDS:
        _CARDS[key] = read_card(project, table)
    return _CARDS[key]


#: Cards read so far, by path and time of change.
_CARDS: dict[tuple[str, int], Card] = {}
