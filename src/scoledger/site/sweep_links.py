"""An extension for the small book of a sweep: what it does not have itself, it links to in the published book."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import Any

from docutils import nodes  # type: ignore[import-untyped]
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import docname_join

from scoledger.site.nodes import relative_address

#: Name of the setting: the published book, as seen from the folder of the small book.
SETTING = "scoledger_published"


def link_published(app: Sphinx, env: BuildEnvironment, node: pending_xref, content: Any) -> Any:
    """Link to a page of the published book; where that is not built, keep the words.

    A reference to anything but a page stays unresolved, and so a fault.
    """
    if node.get("reftype") != "doc":
        return None
    folder, page = str(app.config[SETTING]), docname_join(node["refdoc"], node["reftarget"])
    if not (Path(env.srcdir) / folder / f"{page}.html").is_file():
        return content
    # Built pages stand two folders below the small book.
    address = relative_address(node["refdoc"], posixpath.join("..", "..", folder, f"{page}.html"))
    link = nodes.reference("", "", internal=False, refuri=address)
    link += content
    return link


def setup(app: Sphinx) -> dict[str, Any]:
    """Declare the setting and the event to Sphinx."""
    app.add_config_value(SETTING, "", "env")
    app.connect("missing-reference", link_published)
    return {"version": "1", "parallel_read_safe": True}
