"""A preview: the book kept current, page by page, while somebody works on it."""

from __future__ import annotations

from scoledger.site.preview.session import Preview, find_page

__all__ = ["Preview", "find_page"]
