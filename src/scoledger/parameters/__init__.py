"""What a notebook can be asked: its parameters, declared once in `notebooks/parameters.toml`, checked everywhere.

papermill runs a notebook on its defaults when a parameter is misspelt, and says so only in a log.  Hence every way
into a notebook (plan, command line, the notebook's own first cell) passes through `validate`.
"""

from __future__ import annotations

from scoledger.parameters.declaration import Declaration, read_declaration, read_declarations
from scoledger.parameters.parameter import MOST_BITS, Parameter
from scoledger.parameters.validation import check_names, validate
from scoledger.parameters.values import claim_ids

__all__ = [
    "MOST_BITS",
    "Declaration",
    "Parameter",
    "check_names",
    "claim_ids",
    "read_declaration",
    "read_declarations",
    "validate",
]
