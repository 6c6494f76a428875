"""What a box keeps folded: the rest of a long note, and what a machine found to differ."""

from __future__ import annotations

import html
import re
from typing import Any

from docutils import nodes  # type: ignore[import-untyped]

#: A longer text shows its first sentence only.
LONGEST = 300
#: Ends a sentence: a word of two letters or more and its stop, before a capital.
_SENTENCE_END = re.compile(r"(?<=[\w)”]{2}[.!?])\s+(?=[A-Z“(])")


class Fold(nodes.General, nodes.Element):  # type: ignore[misc]
    """Paragraphs that a click opens; ``label`` says what they are."""


def make_fold(label: str, texts: list[str]) -> list[nodes.Node]:
    """Fold paragraphs under a label; none where there is nothing to say."""
    said = [nodes.paragraph("", text) for text in texts if text]
    return [Fold("", *said, label=label)] if said else []


def fold_long(text: str) -> list[nodes.Node]:
    """Make the paragraph of a text; of a long one, its first sentence and a fold with the rest."""
    first, *rest = split_long(text)
    return [nodes.paragraph("", first), *make_fold("The rest of the note", rest)]


def split_long(text: str) -> list[str]:
    """Part a long text after its first sentence; a short one, or one of a single sentence, stays whole.

    Examples
    --------
    >>> split_long("Short. It stays.")
    ['Short. It stays.']
    """
    return _SENTENCE_END.split(text, maxsplit=1) if len(text) > LONGEST else [text]


def visit_fold(writer: Any, node: Fold) -> None:
    """Open the fold."""
    writer.body.append(f'<details class="verdict-fold"><summary>{html.escape(node["label"])}</summary>')


def depart_fold(writer: Any, node: Fold) -> None:
    """Close the fold."""
    del node
    writer.body.append("</details>")
