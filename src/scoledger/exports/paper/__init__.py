"""The bundle for a paper: macros, bibliography, figures, tables, and how to use and check them."""

from scoledger.exports.paper.bundle import write_paper
from scoledger.exports.paper.content import Content, gather

__all__ = ["Content", "gather", "write_paper"]
