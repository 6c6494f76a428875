"""What the theme writes, made light and accessible: fewer files, named controls, sized images, both schemes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes  # type: ignore[import-untyped]
from sphinx.application import Sphinx

from scoledger.site.lean.assets import slim_assets
from scoledger.site.lean.citations import depart_citation, visit_citation
from scoledger.site.lean.images import depart_image, visit_image
from scoledger.site.lean.menu import name_controls
from scoledger.site.lean.schemes import write_noscript_style

#: Theme of Jupyter Book.
_THEME = "sphinx_book_theme"
#: After the theme's own listeners, which add files and functions to the page.
_LAST = 900


def place_templates(app: Sphinx, config: Any) -> None:
    """Have our templates found before those of the book's theme, which they extend; another theme keeps its own."""
    del app
    if config.html_theme != _THEME:
        return
    theme = Path(__file__).parent / "theme"
    config.templates_path[:0] = [str(theme), str(theme / "components")]


def setup(app: Sphinx) -> None:
    """Declare the templates, what writes images and citations, and the events."""
    app.add_node(nodes.image, override=True, html=(visit_image, depart_image))
    app.add_node(nodes.citation, override=True, html=(visit_citation, depart_citation))
    app.connect("config-inited", place_templates)
    app.connect("html-page-context", slim_assets, priority=_LAST)
    app.connect("html-page-context", name_controls, priority=_LAST)
    app.connect("build-finished", write_noscript_style, priority=_LAST)
