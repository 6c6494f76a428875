"""Read, check, correct, add and describe the tables of the project."""

from scoledger.tables.corrections import Correction, corrections_of, read_corrections
from scoledger.tables.exporting import FORMATS, export_bytes
from scoledger.tables.ingest import add_table, read_raw
from scoledger.tables.inputs import ABSENT, Input, check_bytes, input_digest
from scoledger.tables.library import Library, load_table, verify_table
from scoledger.tables.package import describe_package, is_package_current, package_text, table_schema, write_datapackage
from scoledger.tables.schema import check_frame
from scoledger.tables.writing import write_whole

__all__ = [
    "ABSENT",
    "FORMATS",
    "Correction",
    "Input",
    "Library",
    "add_table",
    "check_bytes",
    "check_frame",
    "corrections_of",
    "describe_package",
    "export_bytes",
    "input_digest",
    "is_package_current",
    "load_table",
    "package_text",
    "read_corrections",
    "read_raw",
    "table_schema",
    "verify_table",
    "write_datapackage",
    "write_whole",
]
