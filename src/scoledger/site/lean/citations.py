"""Entries of the bibliography with a role that is in use."""

from __future__ import annotations

from typing import Any

from docutils import nodes  # type: ignore[import-untyped]


def visit_citation(writer: Any, node: nodes.citation) -> None:
    """Open an entry as an item of its list; docutils gives it a role that has been withdrawn."""
    type(writer).visit_citation(writer, node)
    writer.body[-1] = writer.body[-1].replace('role="doc-biblioentry"', 'role="listitem"')


def depart_citation(writer: Any, node: nodes.citation) -> None:
    """Close an entry."""
    type(writer).depart_citation(writer, node)
