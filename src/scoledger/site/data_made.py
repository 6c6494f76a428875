"""Pages made from data hold words, not programs: no HTML of their own, and no page reads a file of somebody else.

Whoever writes a card, a claim or a record need not be trusted with what runs in a reader's browser.  Their words are
escaped where pages are made; what slips through is found here, and fails the build.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from docutils import nodes  # type: ignore[import-untyped]
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

import scoledger
from scoledger.builds.whole import MARK
from scoledger.site.writing import RUN_KEY, is_generated

LOGGER = logging.getLogger(__name__)

#: What our own templates write.
OUR_HTML = frozenset({MARK, '<a href="../exports/outputs.csv" download>', "</a>"})
#: Letters of foreign HTML that a message shows.
_SHOWN = 60


class RefuseRaw(SphinxTransform):
    """Show HTML on a page made from data as the text that it is, and warn of it."""

    default_priority = 690

    def apply(self, **kwargs: Any) -> None:
        """Look at one page."""
        del kwargs
        found = [node for node in self.document.findall(nodes.raw) if node.astext().strip() not in OUR_HTML]
        if not found or not is_made_from_data(Path(self.env.doc2path(self.env.docname))):
            return
        for node in found:
            text = node.astext()
            LOGGER.warning(
                "HTML on a page that is made from data: %r. Write it as words in the file that states it.",
                text[:_SHOWN],
                location=self.env.docname,
                type="scoledger",
                subtype="raw",
            )
            literal = nodes.literal("", text)
            node.replace_self(
                literal if isinstance(node.parent, nodes.TextElement) else nodes.paragraph("", "", literal)
            )


def is_made_from_data(path: Path) -> bool:
    """Whether a page was written by a generator or by a run, and not by a person."""
    if path.suffix == ".ipynb":
        return RUN_KEY in json.loads(path.read_text("utf-8")).get("metadata", {})
    return is_generated(path)


def check_files_read(app: Sphinx, doctree: nodes.document) -> None:
    """Warn of a page that shows a file from outside the checkout."""
    del doctree
    env: BuildEnvironment = app.env
    for name in find_foreign(Path(app.srcdir), env.dependencies[env.docname], app.config.scoledger_root):
        LOGGER.warning(
            "the page reads %r, which is no file of the checkout. Copy it there.",
            name,
            location=env.docname,
            type="scoledger",
            subtype="file",
        )


def find_foreign(root: Path, names: set[str], real: str = "") -> list[str]:
    """Name the files that lie neither in a folder nor in this package, sorted; a link is where it leads.

    Parameters
    ----------
    root : pathlib.Path
        The folder, from which names are taken.
    names : set of str
    real : str
        The checkout to which the links of a preview's own lead; empty where the folder is no preview's.

    Returns
    -------
    list of str
    """
    allowed = [root.resolve(), Path(scoledger.__file__).resolve().parent, *([Path(real).resolve()] if real else [])]
    return sorted(
        name for name in map(str, names) if not any((root / name).resolve().is_relative_to(at) for at in allowed)
    )
