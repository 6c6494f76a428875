"""Data that a result was computed from, and how they are cited."""

from __future__ import annotations

from collections.abc import Iterable

from scoledger.builds import file_state
from scoledger.cards import Card, card_path, read_card
from scoledger.citations.reference import Author, Reference
from scoledger.paths import Project
from scoledger.results import MANIFEST, Result, read_result


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
        waiting += [_read_result_once(project, name) for name in sorted(behind)]
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


def _read_result_once(project: Project, result_id: str) -> Result:
    """Read a result, again only when its file or the manifest has changed: a summary rests on hundreds, and so on."""
    path = project.registry / f"{result_id}.json"
    state = file_state(path), file_state(project.registry / MANIFEST)
    known = _RESULTS.get(str(path))
    if known is None or known[0] != state:
        known = _RESULTS[str(path)] = state, read_result(project, result_id)
    return known[1]


#: Results read so far, by path, with the states of their file and of the manifest.
_RESULTS: dict[str, tuple[object, Result]] = {}
#: Cards read so far, by path and time of change.
_CARDS: dict[tuple[str, int], Card] = {}
