"""The block at the foot of a page that says how it is cited."""

from __future__ import annotations

import html

from scoledger.citations import FORMATS, write_citation
from scoledger.site.metadata.page import Page
from scoledger.site.nodes import relative_address

#: Formats that a page shows; LaTeX is for papers, which take results.
SHOWN = ("text", "bibtex", "csl", "ris")
_STATUS = "book/status.html"


def write_block(page: Page) -> str:
    """Write the block: one click away, and whole without a script.

    Its buttons are hidden until copy.js, which makes them work, shows them.
    """
    whole = "book" if page.kind == "book" else "page"
    forms = "".join(_write_form(form, write_citation(page.reference, form).rstrip("\n")) for form in SHOWN)
    status = html.escape(relative_address(page.docname, _STATUS))
    return (
        f'<details class="cite-page"><summary>Cite this {whole}</summary>\n{forms}'
        f'<p class="cite-more">Edition {html.escape(page.reference.edition)}: '
        f'<a href="{status}">what it was made with</a>.</p></details>\n'
    )


def _write_form(form: str, citation: str) -> str:
    name, words = FORMATS[form][0], f"cite-{form}-words"
    return (
        f'<div class="cite-form"><p id="cite-{form}">{name}</p>'
        f'<button type="button" data-copy="{words}" hidden aria-label="Copy {name}">Copy</button>'
        f'<pre id="{words}" role="group" aria-labelledby="cite-{form}">'
        f"{html.escape(citation, quote=False)}</pre></div>\n"
    )
