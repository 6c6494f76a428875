"""Templates of pages outside Sphinx, all read in one way: whatever stands in a page's words is escaped."""

from __future__ import annotations

import functools
from pathlib import Path

import jinja2


@functools.cache
def html_templates(folder: Path) -> jinja2.Environment:
    """Make the environment of a folder of HTML templates.

    A name that a template lacks is an error, and the last line of a file ends.
    """
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
