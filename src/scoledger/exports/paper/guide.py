"""What explains a bundle: its README.md, and example.tex, which uses everything once."""

from __future__ import annotations

from scoledger.citations import cite_book, escape_latex
from scoledger.exports.paper.content import Content, read_files
from scoledger.exports.tables import write_caption
from scoledger.results import Result
from scoledger.site.writing import escape_markdown

_USE = r"""## How to use it

Put this folder beside your paper, say as `sco/`, and write into the preamble

    \usepackage{graphicx,booktabs}
    \input{sco/results}

In the text, `\sco{ID}` prints a number with its unit or the word of a verdict; `\sco[value]{ID}`, `\sco[unit]{ID}`,
`\sco[interval]{ID}`, `\sco[n]{ID}`, `\sco[title]{ID}`, `\sco[edition]{ID}`, `\sco[id]{ID}` and `\sco[cite]{ID}` print
the rest.
A table is `\input{sco/tables/ID}` and has the label `tab:ID`; a figure is `\includegraphics{sco/figures/ID}`.
The references stand in `results.bib`: `\bibliography{sco/results}`.
`example.tex` uses everything once and compiles in this folder: `pdflatex example`, `bibtex example`, `pdflatex example`
twice.

## How to check it later

In a checkout of the book:

    scoledger verify PAPER.tex

says of every `\sco{ID}` and every `ID@EDITION` in the paper whether it is unchanged, changed, or withdrawn, what it is
worth now and why.
By the checksums in `.scoledger.json` it also names a table, a figure, `results.tex` or `results.bib` that was altered
by hand. Keep that file here: without it, the cells of tables and the pictures of figures are not checked.
For your own changes, copy a file to another folder: `scoledger export paper` does not write over a folder in which
something was altered or added.
"""


def write_guide(content: Content) -> str:
    """Write ``README.md``."""
    at = f", commit {content.commit}" if content.commit else ""
    plural = "" if len(content.results) == 1 else "s"
    lines = [
        f"# Results for a paper, from edition {content.edition}",
        "",
        f"{content.book.title}, edition {content.edition}{at}.",
        f"{len(content.results)} result{plural}, written by `scoledger export paper`.",
        "",
        *(_draft(content) if not content.is_frozen else []),
        *_warning(content),
        _USE,
        "## What is in it",
        "",
        "| Id | Kind | Value | What it is |",
        "|---|---|---|---|",
        *(_row(result) for result in content.results),
        "",
        *_pictures(content),
        "## Data",
        "",
        *(
            _data(content)
            or ["No table was read: these results rest on dated records and on the claims themselves.", ""]
        ),
        "## Terms",
        "",
        f"The book: {' and '.join(content.book.licences) or 'as its LICENSE says'}. The data are their producers'.",
        "Please cite the book, and the producers of the data: their entries stand in `results.bib`.",
    ]
    return "\n".join(lines) + "\n"


def write_example(content: Content) -> str:
    """Write ``example.tex``."""
    title = escape_latex(f"Results of edition {content.edition}")
    parts = [
        "% An example that uses everything of this folder once: pdflatex, bibtex, pdflatex, pdflatex.",
        "\\documentclass{article}\n\\usepackage{graphicx}\n\\usepackage{booktabs}",
        "\\input{results}",
        f"\\title{{{title}}}\n\\author{{}}\n\\date{{}}",
        "\\begin{document}\n\\maketitle",
        f"What follows stands in edition~\\scoedition{{}} of \\cite{{{cite_book(content.book).key}}}.",
    ]
    values = content.of_kind("number", "verdict")
    if values:
        items = "\n".join(_write_item(content, result) for result in values)
        parts.append(f"\\begin{{itemize}}\\raggedright\n{items}\n\\end{{itemize}}")
    parts += [_write_table(result) for result in content.of_kind("table")[:1]]
    parts += [_write_figure(content, result) for result in content.of_kind("figure")[:1]]
    parts.append("\\nocite{*}\n\\bibliographystyle{plain}\n\\bibliography{results}\n\\end{document}")
    return "\n\n".join(parts) + "\n"


def _write_item(content: Content, result: Result) -> str:
    entry = content.entries[result.id]
    more = [f"interval \\sco[interval]{{{result.id}}}"] if entry.interval else []
    more += [f"$n = \\mbox{{\\sco[n]{{{result.id}}}}}$"] if entry.n is not None else []
    words = f"\\sco[title]{{{result.id}}}: \\textbf{{\\sco{{{result.id}}}}}" + (f" ({'; '.join(more)})" if more else "")
    return f"  \\item {words}. Result \\sco[id]{{{result.id}}}~\\sco[cite]{{{result.id}}}."


def _write_table(result: Result) -> str:
    said = f"Table~\\ref{{tab:{result.id}}} is \\sco[id]{{{result.id}}}~\\sco[cite]{{{result.id}}}."
    return f"{said}\n\\input{{tables/{result.id}}}"


def _write_figure(content: Content, result: Result) -> str:
    caption = write_caption(result, content.source_note(result))
    return "\n".join(
        [
            f"Figure~\\ref{{fig:{result.id}}} is \\sco[id]{{{result.id}}}~\\sco[cite]{{{result.id}}}.",
            "\\begin{figure}[htbp]",
            f"  \\centering\\includegraphics[width=\\linewidth]{{figures/{result.id}}}",
            f"  \\caption[{{{escape_latex(result.title)}}}]{{{caption}}}\\label{{fig:{result.id}}}",
            "\\end{figure}",
        ]
    )


def _draft(content: Content) -> list[str]:
    return [
        f"**Edition {content.edition} is not published yet:** its values can still move, and a paper can be checked",
        "only against an edition that is kept. Write the bundle again once it is.",
        "",
    ]


def _warning(content: Content) -> list[str]:
    if not content.held:
        return []
    named = "; ".join(f"`{card.id}` ({escape_markdown(card.producer)})" for card in content.held)
    return [
        f"**Not all of this may be passed on freely.** It contains values taken from {named}.",
        "As we understand their producers' terms, the book ships only an extract of these tables, or may not pass them",
        "on whole; the figures and tables here hold an excerpt. Read the terms below before you publish the files.",
        "",
    ]


def _row(result: Result) -> str:
    value = escape_markdown(result.text) or "-"
    return f"| `{result.id}` | {result.kind} | {value} | {escape_markdown(result.title)} |"


def _pictures(content: Content) -> list[str]:
    figures = content.of_kind("figure")
    if not figures:
        return []
    lines = ["What the figures show, for those who cannot see them:", ""]
    for result in figures:
        kinds = ", ".join(suffix.upper() for suffix in read_files(content, result))
        lines.append(f"- `{result.id}` ({kinds}): {escape_markdown(result.alt)}")
    return [*lines, ""]


def _data(content: Content) -> list[str]:
    lines = []
    for card in content.cards:
        users = [f"`{result.id}`" for result in content.results if card in content.sources[result.id]]
        firmness = "" if card.licence.verified else ", as we understand the terms"
        terms = f"{card.licence.name}{firmness}" + (f", {card.licence.url}" if card.licence.url else "")
        whole = "passed on as an extract" if card.rule == "extract" else "passed on whole"
        whole += "" if card.redistributable else ", not redistributable as a whole"
        lines += [
            f"- `{card.id}`: {escape_markdown(card.citation.rstrip('.'))}. Vintage {card.vintage}.",
            f"  Terms: {escape_markdown(terms)}; {whole}.",
            f"  Behind {', '.join(users)}.",
        ]
    return [*lines, ""] if lines else []
