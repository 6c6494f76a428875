"""What machines read on a page, and how the page is cited: tags in its head, a block at its foot."""

from scoledger.site.metadata.block import write_block
from scoledger.site.metadata.head import PageMetadata
from scoledger.site.metadata.linked import describe_page, write_linked
from scoledger.site.metadata.page import Page
from scoledger.site.metadata.tags import write_tags

__all__ = ["Page", "PageMetadata", "describe_page", "write_block", "write_linked", "write_tags"]
