"""Papers that cite the book: what their macros say, what they cite, and how that stands now."""

from scoledger.editions.paper.definitions import Definition, defined_fields, read_definitions, write_definition
from scoledger.editions.paper.reading import Citation, Paper, Place, read_paper
from scoledger.editions.paper.report import report_data, write_report
from scoledger.editions.paper.sums import SUMS, is_as_written, read_sums, write_sums
from scoledger.editions.paper.verification import ALTERED, Finding, Report, verify_paper

__all__ = [
    "ALTERED",
    "SUMS",
    "Citation",
    "Definition",
    "Finding",
    "Paper",
    "Place",
    "Report",
    "defined_fields",
    "is_as_written",
    "read_definitions",
    "read_paper",
    "read_sums",
    "report_data",
    "verify_paper",
    "write_definition",
    "write_report",
    "write_sums",
]
