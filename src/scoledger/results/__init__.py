"""Results: what notebooks make, what the registry holds, what pages and papers cite."""

from __future__ import annotations

from scoledger.results.begin import FOLDER_VARIABLE, begin
from scoledger.results.charting import SPEC, chart_bytes, spec_bytes
from scoledger.results.display import Shown
from scoledger.results.protocols import Verdict
from scoledger.results.registry import MANIFEST, read_manifest, read_registry, read_result
from scoledger.results.rendering import MARKS, PICTURES, picture_bytes
from scoledger.results.result import KINDS, Result, check_id
from scoledger.results.session import Session
from scoledger.results.writing import output_error, to_json, write_bytes, write_json, write_text

__all__ = [
    "FOLDER_VARIABLE",
    "KINDS",
    "MANIFEST",
    "MARKS",
    "PICTURES",
    "SPEC",
    "Result",
    "Session",
    "Shown",
    "Verdict",
    "begin",
    "chart_bytes",
    "check_id",
    "output_error",
    "picture_bytes",
    "read_manifest",
    "read_registry",
    "read_result",
    "spec_bytes",
    "to_json",
    "write_bytes",
    "write_json",
    "write_text",
]
