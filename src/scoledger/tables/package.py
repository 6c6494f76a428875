"""A Frictionless data package, written from the cards."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from scoledger.cards import Card, Column, read_cards, table_path
from scoledger.paths import Project
from scoledger.tables.writing import write_whole

TYPES = {"int": "integer", "float": "number", "str": "string", "bool": "boolean", "date": "date"}


def describe_package(project: Project) -> dict[str, Any]:
    """Describe every table of the project in the terms of Frictionless.

    Returns
    -------
    dict
        A data package descriptor: one resource per card, sorted by id.
    """
    cards = read_cards(project)
    return {
        "name": "sco-ledger",
        "title": "Tables of the SCO ledger",
        "description": (
            "Extracts of official statistics, each under its producer's terms; corrections are not applied here. "
            "Units, bounds and known limits as the cards in data/cards state them."
        ),
        "profile": "data-package",
        "resources": [_resource(project, card) for card in cards.values()],
    }


def package_text(project: Project) -> str:
    """Write the descriptor as text: the content of datapackage.json."""
    return json.dumps(describe_package(project), indent=1, ensure_ascii=False) + "\n"


def is_package_current(project: Project, broken: Collection[str] = ()) -> bool:
    """Whether datapackage.json is what the cards say.

    Parameters
    ----------
    project : Project
    broken : collection of str
        Ids of tables whose bytes are not those of their cards: that their files have other sizes is no second fault.
    """
    path = project.root / "datapackage.json"
    if not path.is_file():
        return False
    found, expected = path.read_text(encoding="utf-8"), package_text(project)
    return found == expected or (bool(broken) and _drop_sizes(found, broken) == _drop_sizes(expected, broken))


def write_datapackage(project: Project) -> None:
    """Write ``datapackage.json`` at the root of the project.

    Raises
    ------
    OutputError
        If the root cannot be written.
    """
    write_whole(project.root / "datapackage.json", package_text(project).encode())


def table_schema(card: Card) -> dict[str, Any]:
    """Describe the columns of a table as a Frictionless table schema."""
    return {
        "fields": [_field(name, column) for name, column in card.columns.items()],
        # A Frictionless primary key allows no gap; a key of ours may hold one (a start date that nobody knows).
        "primaryKey": [name for name in card.key if not card.columns[name].nullable],
        "missingValues": [""],
    }


def _drop_sizes(text: str, table_ids: Collection[str]) -> Any:
    try:
        package = json.loads(text)
        for resource in package["resources"]:
            if resource["name"] in table_ids:
                del resource["bytes"]
    except (ValueError, KeyError, TypeError):
        return text  # not a package of ours
    return package


def _resource(project: Project, card: Card) -> dict[str, Any]:
    path = table_path(project, card)
    return {
        "name": card.id,
        "title": card.title,
        "description": card.citation,
        "profile": "data-resource",
        "path": path.relative_to(project.root).as_posix(),
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": path.stat().st_size if path.is_file() else 0,
        "hash": f"sha256:{card.file.sha256}",
        "rows": card.file.rows,
        "licenses": [_licence(card)],
        "sources": [{"title": card.producer}],
        "knownLimits": list(card.known_limits),
        "schema": table_schema(card),
    }


def _licence(card: Card) -> dict[str, str]:
    licence = card.licence
    firmness = "" if licence.verified else " (as we understand the terms; not verified)"
    described = {"name": "producer-terms", "title": licence.name + firmness}
    return described | ({"path": licence.url} if licence.url else {})


def _field(name: str, column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": not column.nullable}
    for bound in ("minimum", "maximum"):
        value = getattr(column, bound)
        if value is not None:
            constraints[bound] = value if isinstance(value, int | float) else value.isoformat()
    if column.allowed:
        constraints["enum"] = list(column.allowed)
    if column.pattern:
        constraints["pattern"] = f"^(?:{column.pattern})$"
    described = {"name": name, "type": TYPES[column.type], "description": column.description}
    return described | ({"unit": column.unit} if column.unit else {}) | {"constraints": constraints}
