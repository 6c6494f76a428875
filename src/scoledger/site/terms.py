"""Terms of the glossary: where one first stands on a page, a note explains it and a link leads to the glossary."""

from __future__ import annotations

import functools
import html
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docutils import nodes  # type: ignore[import-untyped]
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from scoledger.paths import Project
from scoledger.site.ledger import ClaimRow
from scoledger.site.lookup import project_of
from scoledger.site.nodes import FileLinks, ResultValue, SourceFold, VerdictBadge

#: Docname of the glossary.
GLOSSARY = "book/glossary"

#: Line of the glossary that names its terms without a note on other pages.
_EVERYDAY = re.compile(r"^% everyday words: (?P<words>.+)$", re.MULTILINE)
_ENTRIES = re.compile(r"^:::\{glossary\}\n(?P<entries>.*?)^:::$", re.MULTILINE | re.DOTALL)
#: Where words stay as they are: headings, code, links, titles, tables (whose box would cut a note off), and sources.
_APART = (
    *(nodes.title, nodes.subtitle, nodes.rubric, nodes.caption, nodes.table, nodes.term, nodes.field_name),
    *(nodes.FixedTextElement, nodes.literal, nodes.raw, nodes.math, nodes.reference, nodes.Invisible),
    *(nodes.citation, nodes.system_message, nodes.label, nodes.footnote_reference, nodes.citation_reference),
    *(addnodes.pending_xref, addnodes.download_reference, addnodes.glossary),
    *(ResultValue, VerdictBadge, ClaimRow, FileLinks, SourceFold),
)
_SOURCES = "result-source"


@dataclass(frozen=True)
class Entry:
    """An entry of the glossary: its terms, of which the first is the usual one, and what they mean."""

    terms: tuple[str, ...]
    definition: str


class TermNote(nodes.Inline, nodes.TextElement):  # type: ignore[misc]
    """A term as it stands in the text, with its definition."""


class ExplainTerms(SphinxTransform):
    """Put a note to the first occurrence of each term on a page."""

    default_priority = 710

    def apply(self, **kwargs: Any) -> None:
        """Explain the terms of one page."""
        del kwargs
        project = project_of(self.env)
        path = glossary_path(project)
        if GLOSSARY not in self.env.found_docs or self.env.docname == GLOSSARY:
            return
        self.env.note_dependency(str(path))
        pattern, entries = _compile_once(path, path.stat().st_mtime_ns)
        if not entries:
            return
        open_terms = dict(entries)
        for text in [text for text in self.document.findall(nodes.Text) if _is_prose(text)]:
            pieces = self._explain(str(text), pattern, open_terms)
            if len(pieces) > 1:
                text.parent.replace(text, pieces)

    def _explain(self, text: str, pattern: re.Pattern[str], open_terms: dict[int, Entry]) -> list[nodes.Node]:
        """Part a text at its terms, each of which is closed to what follows."""
        pieces: list[nodes.Node] = []
        at = 0
        for match in pattern.finditer(text):
            number = int(str(match.lastgroup).rpartition("_")[2])
            entry = open_terms.pop(number, None)
            if entry is None:
                continue
            note = TermNote(match[0], match[0], term=entry.terms[0], definition=entry.definition)
            note["note_id"] = f"term-note-{self.env.new_serialno('scoledger-term')}"
            pieces += [nodes.Text(text[at : match.start()]), note]
            at = match.end()
        return [*pieces, nodes.Text(text[at:])]


def glossary_path(project: Project) -> Path:
    """Path of the one file where definitions stand."""
    return project.root / f"{GLOSSARY}.md"


def read_glossary(text: str) -> list[Entry]:
    r"""Read the entries of a glossary's page that are explained on other pages.

    Parameters
    ----------
    text : str
        Markdown: terms at the margin, each entry's definition indented below; those that a comment lists as everyday
        words are left out.

    Examples
    --------
    >>> read_glossary("% everyday words: run\n:::{glossary}\nrun\n  One go.\n\nbcm\n  A billion cubic metres.\n:::\n")
    [Entry(terms=('bcm',), definition='A billion cubic metres.')]
    """
    found = _ENTRIES.search(text)
    named = _EVERYDAY.search(text)
    everyday = {word.strip() for word in named["words"].split(",")} if named else set()
    entries = []
    for block in re.split(r"\n\s*\n", found["entries"].strip("\n")) if found else []:
        lines = block.splitlines()
        terms = tuple(line.strip() for line in lines if not line.startswith(" "))
        definition = " ".join(line.strip() for line in lines if line.startswith(" "))
        if not everyday.intersection(terms):
            entries.append(Entry(terms, definition))
    return entries


def compile_terms(entries: list[Entry]) -> re.Pattern[str]:
    """Make the pattern that finds any term, the longest first, as a whole word and also in the plural.

    A term written in capitals is found in capitals only, and not in the plural: dots are no DOTS.  The name of the
    group that has matched ends in the number of the entry.

    Examples
    --------
    >>> pattern = compile_terms([Entry(("mirror",), ""), Entry(("mirror gap", "gap"), ""), Entry(("DOTS",), "")])
    >>> [(match[0], match.lastgroup) for match in pattern.finditer("Mirror gaps in mirrors, dots of DOTS")]
    [('Mirror gaps', 'term0_1'), ('mirrors', 'term1_0'), ('DOTS', 'term3_2')]
    """
    terms = sorted(
        ((term, number) for number, entry in enumerate(entries) for term in entry.terms),
        key=lambda pair: (-len(pair[0]), pair[0]),
    )
    groups = [f"(?P<term{at}_{number}>{_write_pattern(term)})" for at, (term, number) in enumerate(terms)]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(groups)})(?![\w-])")


def _write_pattern(term: str) -> str:
    words = r"\s+".join(re.escape(word) for word in term.split())
    if term.isupper():
        return words
    if re.search(r"[^aeiou\W]y$", term):
        return f"(?i:{words[:-1]}(?:y|ies))"
    return f"(?i:{words}(?:s|es)?)" if term[-1].isalpha() and term[-1] != "s" else f"(?i:{words})"


@functools.lru_cache(maxsize=2)
def _compile_once(path: Path, _time: int) -> tuple[re.Pattern[str], dict[int, Entry]]:
    """Read the glossary again only when its file has changed: every page asks for it."""
    entries = read_glossary(path.read_text(encoding="utf-8"))
    return compile_terms(entries), dict(enumerate(entries))


def _is_prose(text: nodes.Text) -> bool:
    node = text.parent
    while node is not None:
        if isinstance(node, _APART) or _SOURCES in node.get("classes", []):
            return False
        node = node.parent
    return True


def visit_term(writer: Any, node: TermNote) -> None:
    """Open the link around a term; it behaves as that around a number does."""
    builder = writer.builder
    known = {
        name.lower(): place for (kind, name), place in builder.env.domains["std"].objects.items() if kind == "term"
    }
    page, anchor = known.get(node["term"].lower(), (GLOSSARY, ""))
    address = f"{builder.get_relative_uri(builder.current_docname, page)}{f'#{anchor}' if anchor else ''}"
    writer.body.append(
        f'<span class="result term"><a class="result-value" href="{html.escape(address)}"'
        f' aria-describedby="{node["note_id"]}">'
    )


def depart_term(writer: Any, node: TermNote) -> None:
    """Close the link around a term and add its note."""
    note = html.escape(node["definition"])
    writer.body.append(f'</a><span class="result-note" role="tooltip" id="{node["note_id"]}">{note}</span></span>')
