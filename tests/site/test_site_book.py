"""The book's own sources: contents, commands, citation and README hold together."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
import yaml
from pybtex.database import parse_string

from scoledger import __version__
from scoledger.claims import read_chapter
from scoledger.cli import main
from scoledger.exports.readme import write_findings
from scoledger.parameters import read_declarations
from scoledger.paths import Project
from scoledger.site.registry import current_results

ROOT = Path(__file__).resolve().parents[2]
#: Pages that are written by a generator, so that a fresh clone lacks them.
GENERATED = {f"book/{item.page.split('/')[0]}/index" for item in read_declarations(Project(ROOT)).values()}
GENERATED |= {f"book/{name}/index" for name in ("data", "topics", "countries", "articles")}
GENERATED |= {"book/status", "book/estimates", "book/availability"}
PAGES = [*(ROOT / "book").glob("*.md"), *(ROOT / "book" / "guides").glob("*.md")]
PROSE = sorted(path for path in PAGES if f"book/{path.stem}" not in GENERATED)


def files_of(entry: object) -> list[str]:
    """Docnames that the contents name, at any depth."""
    if isinstance(entry, list):
        return [name for item in entry for name in files_of(item)]
    if isinstance(entry, dict):
        own = [entry[key] for key in ("file", "root") if key in entry]
        return own + [name for key in ("parts", "chapters", "sections") for name in files_of(entry.get(key, []))]
    return []


def test_the_contents_name_every_page_that_people_wrote() -> None:
    """Neither a page without a place in the contents nor a place without a page."""
    named = set(files_of(yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))))
    written = {path.relative_to(ROOT).with_suffix("").as_posix() for path in PROSE}

    assert named - GENERATED == written


def test_no_number_is_typed_on_the_landing_page() -> None:
    """Outside roles, directives, citations and the marks of a list there is no digit."""
    text = (ROOT / "book" / "index.md").read_text("utf-8")
    prose = re.sub(r"\{[a-z:-]+\}`[^`]*`|^```.*$|^\d\. ", "", text, flags=re.MULTILINE)

    assert not re.findall(r"\d", prose)


@pytest.mark.parametrize("name", ["README.md", "book/rerun.md"])
def test_every_command_that_is_shown_exists(name: str) -> None:
    """Each ``scoledger x`` of the text is a command, each notebook it names is declared."""
    text = (ROOT / name).read_text("utf-8")
    declared = (ROOT / "notebooks" / "parameters.toml").read_text("utf-8")
    commands = set(re.findall(r"scoledger (\w+)", text))

    assert commands
    assert commands <= set(main.list_commands(click.Context(main)))
    assert all(f"[{notebook}]" in declared for notebook in re.findall(r"notebooks/(\w+)\.ipynb", text))


def test_the_citation_file_names_this_edition() -> None:
    """The keys that version 1.2.0 of the format asks for are there, and the version is the package's."""
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))

    assert {"cff-version", "message", "title", "authors"} <= set(citation)
    assert citation["version"] == __version__
    assert citation["type"] in {"software", "dataset"}
    for reference in citation["references"]:
        assert {"type", "title", "authors"} <= set(reference)


def test_the_changelog_speaks_of_this_edition() -> None:
    """Its newest heading is the package's version."""
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), flags=re.MULTILINE)

    assert headings[0] == __version__


def test_the_readme_holds_the_present_findings() -> None:
    """Where the book has been built, the findings part is what the registry says."""
    project = Project(ROOT)
    if not current_results(project, "verdict"):
        pytest.skip("no verdict in the registry: the book has not been built in this checkout")
    assert write_findings(project) in (ROOT / "README.md").read_text("utf-8")


def test_every_reference_that_the_pages_cite_is_in_the_bibliography() -> None:
    """Keys in cite roles exist in references.bib."""
    known = set(re.findall(r"^@\w+\{(\w+),", (ROOT / "book" / "references.bib").read_text("utf-8"), re.MULTILINE))
    cited = {
        key
        for path in PROSE
        for keys in re.findall(r"\{cite:[tp]\}`([^`]*)`", path.read_text("utf-8"))
        for key in keys.split(",")
    }

    assert cited
    assert cited <= known


def test_the_bibliography_can_be_read_and_names_nothing_twice() -> None:
    """Every entry that begins is an entry that parses."""
    text = (ROOT / "book" / "references.bib").read_text("utf-8")
    keys = re.findall(r"^@\w+\{(\w+),", text, re.MULTILINE)

    assert sorted(parse_string(text, "bibtex").entries) == sorted(keys, key=str)


def test_every_chapter_cites_what_the_bibliography_has() -> None:
    """And names claims that exist."""
    project = Project(ROOT)
    known = set(re.findall(r"^@\w+\{(\w+),", (ROOT / "book" / "references.bib").read_text("utf-8"), re.MULTILINE))
    chapters = {path.stem: read_chapter(project, path.stem) for path in project.chapters.glob("*.toml")}

    unknown = {name: set(chapter.references) - known for name, chapter in chapters.items()}
    assert {name: keys for name, keys in unknown.items() if keys} == {}
    explorers = {"explore_partners", "explore_pipelines"}  # there is something to look at, and nothing is concluded
    assert set(chapters) == set(read_declarations(project)) - {"claim"} - explorers
