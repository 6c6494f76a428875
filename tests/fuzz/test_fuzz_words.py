"""Words on pages, addresses that moved and the citation file: shown as they are, or one clear error."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
import yaml
from docutils import nodes
from fuzzing import WORDS, end_well, mostly, profile, words
from hypothesis import given
from hypothesis import strategies as st
from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils.base import DocutilsRenderer, make_document
from myst_parser.parsers.mdit import create_md_parser

from scoledger import __version__
from scoledger.citations import read_book
from scoledger.errors import CitationError
from scoledger.paths import Project
from scoledger.site.redirects import check_redirects, write_redirects
from scoledger.site.writing import escape_markdown, write_code, write_link

ROOT = Path(__file__).resolve().parents[2]
CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))["parse"]["myst_enable_extensions"]
PARSER = create_md_parser(MdParserConfig(enable_extensions=set(CONFIG)), DocutilsRenderer)
#: Places on a page where templates put words.
PLACES = (
    "{}\n",
    "Before {} after\n",
    "# {}\n",
    "- {}\n",
    "| a | b |\n|---|---|\n| {} | c |\n",
    "Term\n: {}\n",
    "**{}**\n",
)
#: What words become when they are no words.
MARKUP = (
    nodes.raw, nodes.literal_block, nodes.comment, nodes.target, nodes.system_message, nodes.problematic,
    nodes.reference, nodes.image, nodes.enumerated_list, nodes.transition, nodes.math, nodes.emphasis,
    nodes.footnote_reference,
)  # fmt: skip
MARKS = st.text(alphabet="`*_{}[]()<>#|~$@^&:%=+-\\!\"'.1 \na", max_size=14)

CITED = f"""cff-version: 1.2.0
title: "T"
authors:
  - name: "A"
version: "{__version__}"
date-released: "2026-01-02"
license: [MIT]
keywords:
  - a
url: "https://example.org"
"""


def parse(text: str) -> nodes.document:
    """Read Markdown as our pages are read."""
    document = make_document()
    PARSER.options["document"] = document
    PARSER.render(text)
    return document


def shown(text: str) -> str:
    """Words without the differences of space that a page does not show, and without signs that no page can hold."""
    kept = "".join(sign for sign in text if sign >= " " or sign.isspace())
    return " ".join(kept.replace("\x7f", "").split())


@profile(700)
@given(st.one_of(words, MARKS), st.sampled_from(PLACES))
def test_escaped_words_are_read_as_they_were_written(text: str, place: str) -> None:
    """Wherever they stand, nothing of them is markup."""
    if not shown(text):
        return
    document = parse(place.replace("{}", escape_markdown(text)))

    assert [node for kind in MARKUP for node in document.findall(kind)] == []
    assert shown(text) in shown(document.astext())


@profile(300)
@given(st.one_of(words, MARKS))
def test_words_as_code_stay_within_it(text: str) -> None:
    """One piece of code and nothing else, also in a table."""
    document = parse(f"| a |\n|---|\n| x {write_code(text)} |\n")

    assert len(list(document.findall(nodes.literal))) == bool(write_code(text))
    assert [node for kind in MARKUP for node in document.findall(kind)] == []


@profile(400)
@given(words, st.one_of(words, MARKS, MARKS.map("https://example.org/{}".format), MARKS.map("http://a{}".format)))
def test_a_link_leads_to_the_web_or_nowhere(text: str, address: str) -> None:
    """The words stay; a script, a file and a page of the book are no addresses."""
    document = parse(f"Before {write_link(text, address)} after\n")
    links = [node["refuri"] for node in document.findall(nodes.reference)]

    assert all(link.lower().startswith(("http://", "https://")) for link in links)
    assert len(links) <= 1
    assert list(document.findall(nodes.raw)) == []
    assert shown(text) in shown(document.astext())


some = st.one_of(words, words.map("book/{}".format), st.sampled_from(["book/a", "book/b", "book/c", "book/old"]))
old = mostly(st.from_regex(r"book/[c-h]{1,3}(/[a-z]{1,3})?", fullmatch=True), some)
new = mostly(st.sampled_from(["book/a", "book/b"]), some)


@profile(400)
@given(st.dictionaries(old, new, max_size=4))
def test_redirects_stay_below_their_folder(redirects: dict[str, str]) -> None:
    """A page is written at each old address, all of them below the folder, or none is and the error says why."""
    project = _KEPT[0]

    def write() -> Path:
        check_redirects(redirects, {"book/a", "book/b"})
        return write_redirects(project, redirects, "")

    folder = end_well(write, "data/redirects.toml", "/redirects/")
    written = {path.name for path in project.root.parent.rglob("*") if path.is_file()}

    assert folder in {None, project.build / "redirects"}
    assert {
        path for path in project.root.rglob("*.html") if not path.is_relative_to(project.build / "redirects")
    } == set()
    assert written <= {f"{old.rpartition('/')[2]}.html" for old in redirects} | {".seen"} | _KNOWN
    _KNOWN.update(written)


@profile(250)
@given(st.data())
def test_citation_files(data: st.DataObject) -> None:
    """A book with text in every field, or an error that names the file."""
    project = _KEPT[0]
    lines = CITED.splitlines()
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        key = lines[at].partition(":")[0]
        odd = [
            "[1, {a: b}]",
            "&a [*a]",
            "*x",
            "!!python/object/apply:os.system [id]",
            "{",
            "2026-13-45",
            "[" * 2000,
            "~",
            "1.5",
        ]
        lines[at] = data.draw(
            st.sampled_from([*(f"{key}: {value}" for value in (*odd, *WORDS)), "", "\t", "- a", "a: &b c"])
        )
    (project.root / "CITATION.cff").write_text("\n".join(lines), encoding="utf-8", errors="replace")
    book: Any = end_well(lambda: read_book(project), "CITATION.cff")

    assert book is None or all(isinstance(text, str) for text in (book.title, book.url, *book.keywords, *book.licences))


def test_aliases_that_multiply_are_one_clear_error(tmp_path: Path) -> None:
    """Nine lines of lists of lists would be written out as a thousand million words."""
    names = "abcdefghi"
    lines = [
        'a: &a ["lol", "lol"]',
        *(f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]" for old, new in itertools.pairwise(names)),
    ]
    (tmp_path / "CITATION.cff").write_text(f"{CITED}{chr(10).join(lines)}\ntitle: *i\n", encoding="utf-8")

    with pytest.raises(CitationError, match=r"CITATION\.cff cannot be read: the alias \*a repeats another part of it"):
        read_book(Project(tmp_path))


_KEPT: list[Project] = []
_KNOWN: set[str] = {"CITATION.cff"}


@pytest.fixture(autouse=True, scope="module")
def _keep(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Make the folder that hypothesis' cases share."""
    root = tmp_path_factory.mktemp("words") / "a" / "root"
    root.mkdir(parents=True)
    _KEPT[:] = [Project(root)]
