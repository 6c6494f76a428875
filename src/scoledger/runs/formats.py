"""The notebook format, imported without what nobody needs of it."""

from __future__ import annotations

import functools
import importlib
import sys
from typing import Any

GRAMMAR = "rfc3987_syntax"


def import_without_grammar(name: str) -> Any:
    """Import a module that imports jsonschema.

    jsonschema compiles a grammar of internationalised addresses when it is imported, which takes longer than all else
    here together, and does without where there is none.  A notebook's schema has no such address.
    """
    if GRAMMAR in sys.modules or "jsonschema" in sys.modules:
        return importlib.import_module(name)
    sys.modules[GRAMMAR] = None  # type: ignore[assignment] # "None" is how an import is told that there is none
    try:
        return importlib.import_module(name)
    finally:
        del sys.modules[GRAMMAR]


@functools.cache
def load_nbformat() -> Any:
    """Import nbformat, which carries no types."""
    return import_without_grammar("nbformat")
