"""Words of data on pages: whatever a file says, it is read as words and never as a program."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from bookmaker import ROOT, BookMaker
from bs4 import BeautifulSoup, Tag
from hostile import ADDRESSES, EVALUATED, HTML, MARKER, SECRET, WORDS, write_hostile
from sphinx.application import Sphinx

from scoledger.exports import write_result_pages
from scoledger.site import write_pages
from scoledger.site.data_made import find_foreign
from scoledger.site.extension import drop_thebe  # noqa: F401 - the extension is what is tested

EXTENSIONS = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))["parse"]["myst_enable_extensions"]
#: Types of a script that a browser does not run.
DATA = {"application/json", "application/ld+json"}


def build(maker: BookMaker, folder: Path) -> tuple[Path, str]:
    """Run plain Sphinx over the book, with the markup of ours; give the pages and what it warned of."""
    with (folder / "warnings.txt").open("w+", encoding="utf-8") as warnings:
        app = Sphinx(
            str(maker.project.root),
            None,
            str(folder / "out"),
            str(folder / "trees"),
            "html",
            confoverrides={
                "extensions": ["myst_nb", "scoledger.site.extension"],
                "root_doc": "book/index",
                "include_patterns": ["book/**.md", "book/**.ipynb"],
                "exclude_patterns": ["book/_static"],
                "nb_execution_mode": "off",
                "nb_render_markdown_format": "myst",
                "nb_mime_priority_overrides": [("html", "text/markdown", 0)],
                "myst_enable_extensions": EXTENSIONS,
            },
            status=None,
            warning=warnings,
        )
        app.build()
        warnings.seek(0)
        return folder / "out" / "book", warnings.read()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], str]:
    """Every page of such a book by its name, with its result pages, and the warnings of the build."""
    folder = tmp_path_factory.mktemp("hostile")
    maker = BookMaker.begin(folder / "project")
    (folder / "secret.txt").write_text(SECRET, encoding="utf-8")
    write_hostile(maker)
    write_pages(maker.project)
    pages, warnings = build(maker, folder)
    texts = {path.relative_to(pages).as_posix(): path.read_text("utf-8") for path in pages.rglob("*.html")}
    texts |= {f"r/{path.name}": path.read_text("utf-8") for path in write_result_pages(maker.project)}
    return texts, warnings


def faults_of(html: str) -> list[str]:
    """What a page would run, load or follow that came from the words."""
    found = []
    for tag in BeautifulSoup(html, "html.parser").find_all(True):
        assert isinstance(tag, Tag)
        if tag.name == "script" and tag.get("type") not in DATA and MARKER in tag.text:
            found.append(str(tag)[:80])
        for name, value in tag.attrs.items():
            text = " ".join(value) if isinstance(value, list) else str(value)
            if name.startswith("on") or (name in {"href", "src", "action"} and _is_program(text)):
                found.append(f"{tag.name} {name}={text[:60]}")
        if tag.name in {"img", "iframe", "object", "b"} and "x" in (
            tag.get("src"),
            MARKER if tag.get("onclick") else "",
        ):
            found.append(str(tag)[:80])
    return found


def _is_program(address: str) -> bool:
    return urlsplit(address.strip()).scheme.lower() in {"javascript", "data", "vbscript"}


def test_no_page_runs_what_data_say(hostile: tuple[dict[str, str], str]) -> None:
    """Neither elements nor attributes nor addresses come from cards, claims, records, articles, theses or results."""
    pages, _ = hostile
    faults = {name: found for name, html in pages.items() if (found := faults_of(html))}

    assert {"claims/alpha.html", "data/hostile-0.html", "dependence/kgz.html", "articles/wicked.html"} <= set(pages)
    assert {"r/alpha.html", "r/spoilt-figure.html"} <= set(pages)
    assert faults == {}


def test_the_words_are_on_the_pages_as_words(hostile: tuple[dict[str, str], str]) -> None:
    """They are shown and not dropped, so that a reader sees what somebody has tried."""
    pages, _ = hostile
    texts = {name: BeautifulSoup(pages[name], "html.parser").get_text() for name in pages}

    assert all(HTML in texts[name] for name in ("claims/alpha.html", "dependence/kgz.html", "data/hostile-0.html"))
    assert f":::{{raw}} html {HTML} :::" in " ".join(texts["data/hostile-7.html"].split())


def test_no_page_evaluates_a_template_or_reads_a_file(hostile: tuple[dict[str, str], str]) -> None:
    """Double braces stay; a file beside the checkout is on no page."""
    everything = "".join(hostile[0].values())

    assert EVALUATED not in everything
    assert SECRET not in everything


def test_every_card_leads_only_where_a_reader_may_go(hostile: tuple[dict[str, str], str]) -> None:
    """A licence with another address than http or https has no link; a sound one keeps its letters as numbers."""
    pages, _ = hostile
    linked = {
        number: BeautifulSoup(pages[f"data/hostile-{number}.html"], "html.parser").find(href=re.compile("example.org"))
        for number in range(len(ADDRESSES))
    }

    assert [number for number, link in linked.items() if link is not None] == [3]
    assert str(linked[3]["href"]).startswith("https://example.org/%29%20%3Cimg")  # type: ignore[index]


def test_html_that_slips_through_fails_the_build_and_is_shown(tmp_path: Path) -> None:
    """A run's Markdown is code's business; if it passes data on as they are, the page has no HTML all the same."""
    maker = BookMaker.begin(tmp_path / "project")
    import nbformat

    output = nbformat.v4.new_output("display_data", {"text/markdown": f"Said {HTML}\n\n```{{raw}} html\n{HTML}\n```\n"})
    maker.add_run(
        "run-kgz", "book/dependence/kgz", [nbformat.v4.new_code_cell("a", outputs=[output])], notebook="claim"
    )
    maker.write("book/method.md", "# Method\n\nOf a person: <b>bold</b>.\n")
    (tmp_path / "secret.txt").write_text(SECRET, encoding="utf-8")
    maker.write("book/lock.md", "# Lock\n\n```{literalinclude} ../../secret.txt\n```\n")
    write_pages(maker.project)
    pages, warnings = build(maker, tmp_path)

    page = (pages / "dependence" / "kgz.html").read_text("utf-8")
    assert faults_of(page) == []
    assert HTML in BeautifulSoup(page, "html.parser").get_text()
    assert "HTML on a page that is made from data" in warnings
    assert "<b>bold</b>" in (pages / "method.html").read_text("utf-8")
    assert "secret.txt', which is no file of the checkout" in warnings


def test_a_link_out_of_the_checkout_is_a_foreign_file(tmp_path: Path) -> None:
    """Whatever its name says, it is where it leads."""
    root = tmp_path / "root"
    (root / "book").mkdir(parents=True)
    (tmp_path / "outside.txt").write_text("x", encoding="utf-8")
    (root / "book" / "link.txt").symlink_to(tmp_path / "outside.txt")
    (root / "book" / "own.txt").write_text("x", encoding="utf-8")

    assert find_foreign(root, {"book/link.txt", "book/own.txt", "../outside.txt"}) == [
        "../outside.txt",
        "book/link.txt",
    ]
    assert WORDS


def test_a_preview_reads_the_data_to_which_its_checkout_links(tmp_path: Path) -> None:
    """And nothing to which a link within the real checkout, or at its top, leads on."""
    preview, data = tmp_path / "_build" / "preview" / "checkout", tmp_path / "data"
    data.mkdir()
    preview.mkdir(parents=True)
    (tmp_path.parent / f"{tmp_path.name}-away").mkdir()
    (tmp_path / "away").symlink_to(tmp_path.parent / f"{tmp_path.name}-away")
    (tmp_path / "away" / "secret.txt").write_text("x", encoding="utf-8")
    for folder in (data, tmp_path / "away"):
        (preview / folder.name).symlink_to(folder)
    (data / "listings.toml").write_text("x", encoding="utf-8")
    (data / "link.txt").symlink_to(tmp_path / "away" / "secret.txt")
    names = {"data/listings.toml", "data/link.txt", "away/secret.txt"}

    assert find_foreign(preview, names, str(tmp_path)) == ["away/secret.txt", "data/link.txt"]
    assert find_foreign(preview, names) == sorted(names)
