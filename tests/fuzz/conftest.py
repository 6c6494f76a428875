"""A fuzz that only ever meets the first error, or none, shows nothing: here it fails."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest
from fuzzing import ENDS

#: Cases from which on their ends are counted, and the least share of each kind of end.
MANY, LEAST = 100, 0.1


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, Any, Any]:
    """Let a tenth of the cases end in a result, and a tenth in an error that lies beyond the first parser."""
    ENDS.clear()
    outcome = yield
    cases = ENDS.total()
    rare = [end for end in ("result", "error") if ENDS[end] < LEAST * cases]
    assert cases < MANY or not rare, f"too few cases end in: {', '.join(rare)}; found {dict(ENDS)}"
    return outcome
