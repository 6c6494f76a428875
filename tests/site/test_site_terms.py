"""Terms of the glossary on other pages: the first occurrence of each, in prose alone, read from the one file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from bookmaker import ROOT, BookMaker
from sphinx.application import Sphinx

from scoledger.site.terms import Entry, compile_terms, read_glossary

GLOSSARY = """(glossary)=
# Glossary

The mirror is one of them.

% everyday words: run

:::{glossary}
bcm
  Billion cubic metres & no more.

f.o.b.
  Free on board.

mirror
  A figure read from the partner's books.

mirror gap
  How far the mirror lies away.

p value
p-value
  How often chance
  alone would do.

proxy
  Something else.

run
  One go.
:::
"""
PAGE = """# A mirror in a heading

`mirror` and [a mirror](rerun.md) stay; **Mirrors** are explained, a mirror is not again, nor is a mirrored thing.

| mirror gap |
|---|
| proxy |

```{figure} x.svg
:alt: words
The bcm of a title.
```

A run of 5 bcm, f.o.b. prices, *p-values* and a p
value, pre-bcm proxies, and the mirror gap; {result}`trade-2014` again.
"""


def read_pages(maker: BookMaker, tmp_path: Path) -> tuple[list[str], dict[str, str]]:
    """Run plain Sphinx over three pages; which were read, and what stands on them."""
    read: list[str] = []
    names = ["index", "glossary", "rerun"]
    patterns = [f"book/{name}.*" for name in names] + ["book/dependence/kgz.*"]
    app = Sphinx(
        str(maker.project.root), None, str(tmp_path / "out"), str(tmp_path / "trees"), "html",
        confoverrides={"extensions": ["myst_nb", "scoledger.site.extension"], "root_doc": "book/index",
                       "include_patterns": patterns, "nb_execution_mode": "off",
                       "myst_enable_extensions": ["colon_fence"]},
        status=None, warning=None,
    )  # fmt: skip
    app.connect("source-read", lambda _app, docname, _source: read.append(docname))
    app.build()
    found = {path.stem: path.read_text("utf-8") for path in (tmp_path / "out" / "book").rglob("*.html")}
    return sorted(read), found


def terms_of(page: str) -> dict[str, str]:
    """Words with a note on a page, and the address that each leads to."""
    return {
        word: href for href, word in re.findall(r'class="result term"><a[^>]*href="([^"]*)"[^>]*>([^<]*)</a>', page)
    }


@pytest.fixture
def small(maker: BookMaker) -> BookMaker:
    """A page with each place where a term may and may not be explained."""
    maker.write("book/glossary.md", GLOSSARY)
    maker.write("book/index.md", PAGE)
    maker.write("book/x.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    maker.add_result("trade-2014", text="45 bcm")
    return maker


def test_the_first_occurrence_in_prose_is_explained(small: BookMaker, tmp_path: Path) -> None:
    """Not in headings, code, links, tables and titles of figures; whole words, any case, plural; the longest first."""
    page = read_pages(small, tmp_path)[1]["index"]

    assert {word: href.partition("#")[0] for word, href in terms_of(page).items()} == dict.fromkeys(
        ["Mirrors", "bcm", "f.o.b.", "p-values", "proxies", "mirror gap"], "glossary.html"
    )
    assert len(terms_of(page)) == page.count('class="result term"')
    assert terms_of(page)["mirror gap"] == "glossary.html#term-mirror-gap"
    assert terms_of(page)["p-values"] == "glossary.html#term-p-value"
    assert "<em><span" in page


def test_the_note_holds_the_definition(small: BookMaker, tmp_path: Path) -> None:
    """Escaped, on one line, and tied to its link."""
    page = read_pages(small, tmp_path)[1]["index"]
    notes = dict(re.findall(r'class="result-note" role="tooltip" id="(term-note-\d+)">([^<]*)</span>', page))

    assert "Billion cubic metres &amp; no more." in notes.values()
    assert "How often chance alone would do." in notes.values()
    assert sorted(re.findall(r'aria-describedby="(term-note-\d+)"', page)) == sorted(notes)
    for anchor in re.findall(r"glossary.html#([^\"]+)", page):
        assert f'id="{anchor}"' in read_pages(small, tmp_path)[1]["glossary"]


def test_the_glossary_itself_has_no_notes(small: BookMaker, tmp_path: Path) -> None:
    """There each word stands with its definition."""
    page = read_pages(small, tmp_path)[1]["glossary"]

    assert "read from the partner" in page
    assert terms_of(page) == {}


def test_pages_are_read_again_when_the_glossary_changes(small: BookMaker, tmp_path: Path) -> None:
    """All that were looked through, also one without a term: a new entry may be on it."""
    assert read_pages(small, tmp_path)[0] == ["book/glossary", "book/index", "book/rerun"]
    assert read_pages(small, tmp_path)[0] == []
    small.write(
        "book/glossary.md", GLOSSARY.replace("Something else.", "A stand-in.").replace("run\n  One", "words\n  O")
    )
    read, pages = read_pages(small, tmp_path)

    assert read == ["book/glossary", "book/index", "book/rerun"]
    assert "A stand-in." in pages["index"]
    assert list(terms_of(pages["rerun"])) == ["Words"]


def test_pages_of_runs_are_explained_too(small: BookMaker, tmp_path: Path) -> None:
    """In what people wrote and in what a cell has made, counted together."""
    shown: dict[str, Any] = {"text/plain": "a proxy", "text/markdown": "The mirror and a proxy."}
    output = nbformat.v4.new_output("execute_result", shown, execution_count=1)
    cells = [nbformat.v4.new_markdown_cell("# Mirror\n\nA mirror.", id="words"),
             nbformat.v4.new_code_cell("mirror = 1", outputs=[output], execution_count=1, id="made")]  # fmt: skip
    node = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "P"}})
    small.write("book/dependence/kgz.ipynb", nbformat.writes(node))
    page = read_pages(small, tmp_path)[1]["kgz"]

    assert terms_of(page) == {"mirror": "../glossary.html#term-mirror", "proxy": "../glossary.html#term-proxy"}
    assert page.index("result term") < page.index("The mirror and a")


def test_a_book_without_a_glossary_is_left_alone(small: BookMaker, tmp_path: Path) -> None:
    """Nothing is explained, and nothing fails."""
    (small.project.book / "glossary.md").unlink()

    assert terms_of(read_pages(small, tmp_path)[1]["index"]) == {}


def test_everyday_words_and_comments_are_no_terms() -> None:
    """They stand in the glossary alone; without a list there are none."""
    assert "run" not in [term for entry in read_glossary(GLOSSARY) for term in entry.terms]
    assert Entry(("p value", "p-value"), "How often chance alone would do.") in read_glossary(GLOSSARY)
    assert read_glossary(GLOSSARY.replace("% everyday", "% other"))[-1].terms == ("run",)
    assert read_glossary("# Glossary\n\nWords.\n") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mirror gaps", "Mirror gaps"),
        ("a gap", "gap"),
        ("mirroring", None),
        ("a half-gap", None),
        ("two ladies", "ladies"),
        ("boys", "boys"),
        ("prices f.o.b., not", "f.o.b."),
        ("fixed effects", "fixed effects"),
        ("black dots", None),
        ("Dots are drawn", None),
        ("the DOTS of the Fund", "DOTS"),
        ("Bic pens", None),
        ("many BICs", None),
        ("hs codes", None),
        ("five HS codes", "HS"),
    ],
)
def test_whole_words_are_found(text: str, found: str | None) -> None:
    """In the singular and the simple plural, of the longest term that fits."""
    terms = ("mirror", "mirror gap", "gap", "lady", "boy", "f.o.b.", "fixed effects", "DOTS", "BIC", "HS")
    match = compile_terms([Entry((term,), "") for term in terms]).search(text)

    assert (match[0] if match else None) == found


def test_the_glossary_of_the_book_is_in_order() -> None:
    """Sorted, each term once, each entry one sentence of plain text, and the everyday words are among them."""
    text = (ROOT / "book" / "glossary.md").read_text("utf-8")
    entries = read_glossary(text.replace("% everyday words:", "% left out:"))
    terms = [term.lower() for entry in entries for term in entry.terms]
    everyday = re.search(r"^% everyday words: (.+)$", text, re.MULTILINE)

    assert [entry.terms[0].lower() for entry in entries] == sorted(entry.terms[0].lower() for entry in entries)
    assert len(terms) == len(set(terms))
    assert everyday is not None
    assert set(everyday[1].split(", ")) <= set(terms)
    for entry in entries:
        assert re.fullmatch(r"[A-Z][^`*\[\]{}<>]+\.", entry.definition), entry
        assert len(entry.definition) <= 200, entry


@pytest.mark.parametrize(
    "word",
    ["bcm", "c.i.f.", "denominator", "difference in differences", "Hamed-Rao", "ideal point", "log point",
     "Mann-Kendall", "mean deviation", "mirror", "not identified", "p value", "sup-F", "testability", "turns on"],
)  # fmt: skip
def test_technical_terms_of_the_book_are_in_the_glossary(word: str) -> None:
    """Those that a newcomer would stumble over first."""
    entries = read_glossary((ROOT / "book" / "glossary.md").read_text("utf-8"))

    assert word in [term for entry in entries for term in entry.terms]
