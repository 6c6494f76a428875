"""The research object: what it lists, that it is valid, and that a broken one is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bookmaker import BookMaker
from rocrate.rocrate import ROCrate

from scoledger.citations import read_book
from scoledger.exports import write_crate, write_exports
from scoledger.exports.crate import FILE_NAME, VERSION, make_crate, tables_behind
from scoledger.paths import Project
from scoledger.results import Result, read_registry

services = pytest.importorskip("rocrate_validator.services", reason="roc-validator is not installed")

ROOT = Path(__file__).resolve().parents[2]
CONTEXT = f"https://w3id.org/ro/crate/{VERSION}/context"
#: Words of schema.org that the context of RO-Crate defines, as far as an edition needs them.
WORDS = (
    "CreateAction", "CreativeWork", "Dataset", "Organization", "Person", "SoftwareSourceCode", "about", "author",
    "citation", "codeRepository", "contentSize", "creator", "datePublished", "description", "encodingFormat",
    "familyName", "givenName", "hasPart", "identifier", "instrument", "isBasedOn", "keywords", "license", "mentions",
    "name", "object", "programmingLanguage", "result", "softwareRequirements", "url", "version",
)  # fmt: skip
TERMS = {word: f"http://schema.org/{word}" for word in WORDS} | {
    "File": "http://schema.org/MediaObject",
    "conformsTo": "http://purl.org/dc/terms/conformsTo",
}


class Served:
    """The one answer that the validator gets: the context of RO-Crate, in short."""

    status_code = 200
    headers = {"Content-Type": "application/ld+json"}  # noqa: RUF012 - the shape of somebody else's class

    @staticmethod
    def json() -> dict[str, Any]:
        """What is served."""
        return {"@context": TERMS}


@pytest.fixture
def validate(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], list[str]]:
    """Lists what the validator finds wrong with a crate, without a network."""
    asked: list[str] = []

    def get(_: object, url: str, **__: object) -> Served:
        asked.append(url)
        assert url == CONTEXT
        return Served()

    monkeypatch.setattr("rocrate_validator.utils.http.HttpRequester.get", get, raising=False)

    def list_faults(folder: Path) -> list[str]:
        settings = {
            "rocrate_uri": str(folder), "profile_identifier": f"ro-crate-{VERSION}", "requirement_severity": "REQUIRED",
            "no_cache": True, "abort_on_first": False,
        }  # fmt: skip
        faults = sorted(str(issue.message) for issue in services.validate(settings).get_issues())
        assert asked
        return faults

    return list_faults


@pytest.fixture
def project(maker: BookMaker) -> Project:
    """A project with a claim, a figure, a table and everything below its exports."""
    maker.add_claim_page("alpha", "mixed")
    maker.write("datapackage.json", "{}\n")
    maker.add_figure("trade-figure", page="book/claims/alpha", run="run-alpha")
    details = {"columns": [{"name": "Year", "numeric": True}], "rows": [["2014"]]}
    maker.add_result("trade-table", "table", details=details, files={"csv": "trade-table.csv"}, run="run-alpha")
    write_exports(maker.project)
    return maker.project


def entities(project: Project) -> dict[str, dict[str, Any]]:
    """What the crate describes, by id."""
    graph = json.loads((project.exports / FILE_NAME).read_text("utf-8"))["@graph"]
    assert len({entity["@id"] for entity in graph}) == len(graph)
    return {entity["@id"]: entity for entity in graph}


def test_the_crate_is_valid(project: Project, validate: Callable[[Path], list[str]]) -> None:
    """All that the specification says must be, and nothing is looked for elsewhere than in the folder."""
    assert validate(project.exports) == []


def test_a_broken_crate_is_refused(project: Project, validate: Callable[[Path], list[str]]) -> None:
    """Without terms, with files that the root does not name, with a word that nobody knows, and with a file missing."""
    path = project.exports / FILE_NAME
    content = json.loads(path.read_text("utf-8"))
    described = {entity["@id"]: entity for entity in content["@graph"]}
    del described["./"]["license"]
    described["./"]["hasPart"] = [{"@id": "ledger.csv"}]
    described["#software"]["madeUp"] = "no word of the context"
    path.write_text(json.dumps(content), encoding="utf-8")
    (project.exports / "ledger.csv").unlink()
    faults = validate(project.exports)

    for found in ("license", "RootDataEntity", "madeUp", "ledger.csv"):
        assert any(found in fault for fault in faults), (found, faults)


def test_every_file_below_exports_is_listed(project: Project) -> None:
    """Each with a name, a description, its kind and size; nothing is listed that is not there."""
    files = {path.relative_to(project.exports).as_posix(): path for path in project.exports.rglob("*.*")}
    described = {name: item for name, item in entities(project).items() if item["@type"] == "File"}

    assert set(described) == set(files) - {FILE_NAME}
    assert {"CITATION.cff", "datapackage.json", "figures/trade-figure.svg", "tables/trade-table.csv"} <= set(described)
    for name, item in described.items():
        assert item["name"]
        assert item["description"]
        assert item["contentSize"] == str(files[name].stat().st_size)
        assert item["encodingFormat"] != "application/octet-stream"


def test_a_table_is_described_with_producer_terms_and_vintage(project: Project) -> None:
    """It is no part of the crate; the figure that rests on it says so."""
    described = entities(project)
    table, figure = described["#table-test-trade"], described["figures/trade-figure.svg"]

    assert table["version"] == "2024-05"
    assert described[table["creator"]["@id"]]["name"] == "Test Statistics Office"
    assert described[table["license"]["@id"]]["url"] == "https://creativecommons.org/licenses/by/4.0/"
    assert figure["isBasedOn"] == {"@id": "#table-test-trade"}
    assert figure["identifier"] == "trade-figure@2026.1"
    assert {"@id": "#table-test-trade"} in described["./"]["mentions"]
    assert {"@id": "#table-test-trade"} not in described["./"]["hasPart"]


def test_the_software_has_version_and_licence(project: Project) -> None:
    """And the libraries that the runs saw; it made the crate from the tables."""
    described = entities(project)
    software, making = described["#software"], described["#making"]

    assert (software["version"], software["license"]) == ("2026.1", {"@id": "https://spdx.org/licenses/MIT"})
    assert software["softwareRequirements"] == "python 3.11"
    assert making["instrument"] == {"@id": "#software"}
    assert making["object"] == {"@id": "#table-test-trade"}


def test_a_summary_rests_on_the_tables_of_the_verdicts(project: Project) -> None:
    """Through the results that it was computed from; a figure without tables names none."""
    results = read_registry(project)
    lonely = Result("lonely", "table", "Lonely")

    assert tables_behind(results["ledger-scoreboard"], results) == ["test-trade"]
    assert tables_behind(lonely, {"lonely": lonely}) == []


def test_two_writings_give_the_same_bytes(project: Project) -> None:
    """No time and no made-up id is in it."""
    path = project.exports / FILE_NAME
    before = path.read_bytes()
    path.unlink()

    assert write_crate(project).read_bytes() == before


def test_the_library_reads_the_crate_back(project: Project) -> None:
    """As whoever takes it would."""
    crate = ROCrate(project.exports)

    assert crate.root_dataset["name"].startswith("Partnership, Put to the Test")
    assert crate.dereference("ledger.json")["name"] == "The ledger"
    assert crate.root_dataset["datePublished"] == read_book(project).released.isoformat()


def test_an_address_and_an_identifier_are_told_once_they_are_known(maker: BookMaker) -> None:
    """Neither is in the crate of a book that is not published."""
    text = (maker.project.root / "CITATION.cff").read_text("utf-8")
    before = {item["@id"]: item for item in make_crate(maker.project)["@graph"]}["./"]
    maker.write("CITATION.cff", f'{text}url: "https://example.org/book"\ndoi: 10.5555/book\n')
    after = {item["@id"]: item for item in make_crate(maker.project)["@graph"]}["./"]

    assert {"url", "identifier"} & set(before) == set()
    assert (after["url"], after["identifier"]) == ("https://example.org/book", "https://doi.org/10.5555/book")
