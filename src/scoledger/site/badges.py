"""The badge of a verdict: a word and a shape, so that it reads without colour."""

from __future__ import annotations

import html
from collections.abc import Iterable

_DISC = '<circle cx="8" cy="8" r="7" fill="currentColor"/>'
_RING = '<circle cx="8" cy="8" r="6.1" fill="none" stroke="currentColor" stroke-width="1.8"/>'
_DASHED = (
    '<circle cx="8" cy="8" r="6.1" fill="none" stroke="currentColor" stroke-width="1.8" stroke-dasharray="2.6 2.2"/>'
)
_HALF = _RING + '<path d="M8 1.9a6.1 6.1 0 0 0 0 12.2z" fill="currentColor"/>'
_TICK = '<path d="M4.6 8.3l2.4 2.4 4.4-5" fill="none" stroke="var(--badge-mark)" stroke-width="1.9"/>'
_SQUARE = '<rect x="1.2" y="1.2" width="13.6" height="13.6" rx="2.4" fill="currentColor"/>'
_CROSS = '<path d="M5 5l6 6M11 5l-6 6" fill="none" stroke="var(--badge-mark)" stroke-width="1.9"/>'
_BAR = '<path d="M5 8h6" fill="none" stroke="currentColor" stroke-width="1.9"/>'
_QUERY = '<circle cx="8" cy="8" r="1.7" fill="currentColor"/>'

#: Verdict -> (drawing, what the word means).
VERDICTS: dict[str, tuple[str, str]] = {
    "supported": (_DISC + _TICK, "the data bear the claim out in at least two thirds of the specifications"),
    "confirmed": (_DISC + _TICK, "a primary document, or two independent dated reports, say the same"),
    "mixed": (
        _HALF,
        "the answer depends on the choices made, lies between the thresholds, or too few years are known to tell",
    ),
    "disputed": (_HALF, "the core holds, but a detail is wrong or sources disagree"),
    "contradicted": (_SQUARE + _CROSS, "the data or the record say otherwise"),
    "not identified": (_RING + _QUERY, "the data cannot tell this claim from its rivals"),
    "unverified": (_RING + _QUERY, "no record was found that decides"),
    "not testable": (_DASHED + _BAR, "open data cannot decide this; the reason is given"),
}


def order_verdicts(found: Iterable[str]) -> list[str]:
    """Put words of verdicts in the order of `VERDICTS`, each once; words that are none of them come last.

    Examples
    --------
    >>> order_verdicts({"mixed", "supported", "beside"})
    ['supported', 'mixed', 'beside']
    """
    words = set(found)
    return [*(word for word in VERDICTS if word in words), *sorted(words - set(VERDICTS))]


def slug(verdict: str) -> str:
    """Class name and id part of a verdict.

    Examples
    --------
    >>> slug("not identified")
    'not-identified'
    """
    return verdict.replace(" ", "-")


def draw_badge(verdict: str) -> str:
    """Write the badge of a verdict as HTML.

    Parameters
    ----------
    verdict : str
        One of `VERDICTS`; an unknown word gets an empty ring.

    Examples
    --------
    >>> "Supported" in draw_badge("supported")
    True
    """
    drawing, meaning = VERDICTS.get(verdict, (_RING, ""))
    return (
        f'<span class="verdict verdict-{html.escape(slug(verdict))}" title="{html.escape(meaning)}">'
        f'<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">{drawing}</svg>'
        f"<span>{html.escape(verdict.capitalize())}</span></span>"
    )
