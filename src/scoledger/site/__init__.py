"""The book: a Sphinx extension for results, generated pages, and the build."""

from scoledger.site.build import build_book
from scoledger.site.pages import write_pages

__all__ = ["build_book", "write_pages"]
