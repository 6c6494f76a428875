"""Read, check, correct, add and describe the tables of the project."""

from scoledger.tables.corrections import Correction, corrections_of, read_corrections
from scoledger.tables.ingest import add_table
from scoledger.tables.inputs import Input, input_digest
from scoledger.tables.library import Library
from scoledger.tables.package import describe_package, write_datapackage
from scoledger.tables.schema import check_frame

__all__ = [
    "Correction",
    "Input",
    "Library",
    "add_table",
    "check_frame",
    "corrections_of",
    "describe_package",
    "input_digest",
    "read_corrections",
    "write_datapackage",
]
