"""Terms of the data that travel with an export."""

from __future__ import annotations

from collections.abc import Sequence

from scoledger.cards import Card


def write_terms(cards: Sequence[Card]) -> str:
    """Say in Markdown which data an export rests on and under which terms; name extracts as such.

    Returns
    -------
    str
        A heading, a paragraph of warning where something may not be passed on whole, and a line per table.
    """
    lines = ["## Data and terms", ""]
    if not cards:
        return "\n".join([*lines, "It rests on documents or on other results; no table was read.", ""])
    kept = [card for card in cards if card.rule == "extract" or not card.redistributable]
    if kept:
        names = ", ".join(f"{card.producer} (`{card.id}`)" for card in kept)
        lines += [f"Contains figures computed from extracts that are not ours to pass on whole: {names}.", ""]
    lines += [
        f"- {card.citation} Vintage {card.vintage}. Terms: {card.licence.name}"
        f"{f' ({card.licence.url})' if card.licence.url else ''}. Table `{card.id}`."
        for card in cards
    ]
    return "\n".join([*lines, ""])
