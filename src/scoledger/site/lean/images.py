"""Images with their size, so that nothing moves when they arrive, and loaded when the reader comes near."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes  # type: ignore[import-untyped]
from sphinx.util.images import get_image_size

#: Attribute of the writer that counts the images of the page so far.
_COUNT = "scoledger_images"


def visit_image(writer: Any, node: nodes.image) -> None:
    """Write an image with its size; all but the first of a page wait until they are near the screen."""
    source = Path(writer.builder.srcdir) / node["uri"]
    size = None if {"width", "height", "scale"} & set(node.attributes) else get_image_size(str(source))
    before = getattr(writer, _COUNT, 0)
    setattr(writer, _COUNT, before + 1)
    start = len(writer.body)
    type(writer).visit_image(writer, node)
    written = [at for at in range(start, len(writer.body)) if writer.body[at].startswith("<img ")]
    for at in written:
        keys = f'width="{size[0]}" height="{size[1]}" style="width: {size[0]}px" ' if size else ""
        keys += 'loading="lazy" ' if before else ""
        writer.body[at] = f"<img {keys}{writer.body[at][5:]}"


def depart_image(writer: Any, node: nodes.image) -> None:
    """Close an image."""
    type(writer).depart_image(writer, node)
