"""The menu lists claims as previous and next lead through them: in the order of the articles' text."""

from __future__ import annotations

from typing import Any

from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from scoledger.site.argument import order_claims
from scoledger.site.indexes import LEDGER
from scoledger.site.lookup import project_of


class OrderMenu(SphinxTransform):
    """Put the claims below the ledger in order, once its list of pages stands and before the menu is made of it."""

    default_priority = 200

    def apply(self, **kwargs: Any) -> None:
        """Order the list of one page."""
        del kwargs
        if self.env.docname != f"book/{LEDGER}/index":
            return
        order = {page: place for place, page in enumerate(order_claims(project_of(self.env)))}
        for menu in self.document.findall(addnodes.toctree):
            menu["entries"].sort(key=lambda entry: order.get(entry[1], len(order)))
            menu["includefiles"].sort(key=lambda page: order.get(page, len(order)))
