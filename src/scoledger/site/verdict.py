"""The verdict box: the answer first, then how firm it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from docutils import nodes  # type: ignore[import-untyped]
from docutils.parsers.rst import directives  # type: ignore[import-untyped]
from sphinx.util.docutils import SphinxDirective

from scoledger.errors import LedgerError
from scoledger.paths import Project
from scoledger.results import Result
from scoledger.site.folds import fold_long, make_fold
from scoledger.site.indexes import article_name
from scoledger.site.listings.links import make_listed
from scoledger.site.lock import describe_lock
from scoledger.site.lookup import claim_anchor, look_up, note_lock, project_of
from scoledger.site.nodes import link_page
from scoledger.site.readings import make_facts, make_readings, make_records
from scoledger.site.roles import make_badge


class VerdictBox(SphinxDirective):
    """``{verdict} id``: badge, sentence and claim; ``:short:`` leaves the claim out, ``:only:`` shows another piece.

    The pieces are the ``readings`` and the ``records``: on a claim's page they stand after the picture.
    """

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {
        "short": directives.flag,
        "only": lambda word: directives.choice(word, tuple(_PIECES)),
    }

    def run(self) -> list[nodes.Node]:
        """Make the node of a verdict."""
        result = look_up(self.env, self.arguments[0], self.lineno, kinds=("verdict",))
        if result is None:
            return []
        if "only" in self.options:
            return _PIECES[self.options["only"]](result)
        verdict = str(result.details.get("verdict", result.text))
        box = nodes.container(classes=["verdict-box", f"verdict-box-{verdict.replace(' ', '-')}"])
        if result.page == self.env.docname:
            box["ids"] = claim_anchor(self.env, result.id)
        box += nodes.paragraph("", "", make_badge(verdict), classes=["verdict-head"])
        box += nodes.paragraph("", str(result.details.get("sentence", "")), classes=["verdict-sentence"])
        if "short" in self.options:
            box.insert(1, nodes.paragraph("", _title(result), classes=["verdict-claim"]))
            way = link_page(self.env.docname, result.page, "How this was decided")
            box += nodes.paragraph("", "", way, classes=["verdict-more"])
            return [box]
        try:
            lock = describe_lock(project_of(self.env), result.id)
        except LedgerError as error:
            raise self.error(str(error)) from error
        note_lock(self.env, result.id)
        facts = _write_claim(project_of(self.env), result, lock)
        listed = make_listed(self.env, result.details.get("claim", {}))
        if listed is not None and facts:
            facts[0].append(listed)
        box += facts
        self.set_source_info(box)
        return [box]


_PIECES: dict[str, Callable[[Result], list[nodes.Node]]] = {"readings": make_readings, "records": make_records}


def _title(result: Result) -> str:
    return str(result.details.get("claim", {}).get("title") or result.title)


def _write_claim(project: Project, result: Result, lock: tuple[list[str], list[str]]) -> list[nodes.Node]:
    claim = result.details.get("claim", {})
    quote = f"“{claim['quote']}”" if claim.get("quote") else ""
    lines = [
        ("Claim", claim.get("paraphrase", "")),
        ("Words to find it by", quote),
        ("Where", _write_place(project, claim)),
        ("Voice", "The author quotes somebody else." if claim.get("voice") == "quoted" else ""),
    ]
    note, forecloses = str(claim.get("note") or ""), str(result.details.get("forecloses", ""))
    said, differing = lock
    return make_facts(
        [
            *((key, [str(text)]) for key, text in lines),
            ("Note", fold_long(note) if note else []),
            ("What the verdict rules out", [forecloses]),
            ("Lock", [*said, *make_fold("What changed", differing)]),
        ]
    )


def _write_place(project: Project, claim: dict[str, Any]) -> str:
    locator = claim.get("locator") or {}
    words = [article_name(project, str(claim.get("source", "")))]
    words += [f"section “{locator['section']}”"] if locator.get("section") else []
    words += [f"footnote {locator['footnote']}"] if locator.get("footnote") else []
    words += [f"page {locator['page_inferred']} (inferred)"] if locator.get("page_inferred") else []
    return ", ".join(words)
