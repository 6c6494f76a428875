"""Which scripts and styles a page loads: those that something on it uses, none before its text."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

#: Part of a file's name -> what a page must contain to use it.
USES = {
    "clipboard": 'class="highlight',
    "copybutton": 'class="highlight',
    "design-tabs": "sd-tab-",
    "mystnb": 'class="cell ',
    "pygments": 'class="highlight',
    "sphinx-design": "sd-",
    "togglebutton": ("toggle", "dropdown"),
}
#: Words of a script without a file -> the file that it prepares.
_PREPARES = {"toggleHint": "togglebutton", "toggleOpenOnPrint": "togglebutton", "togglebuttonSelector": "togglebutton"}


def slim_assets(app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Leave out the files that a page does not use, and let no script hold up its text.

    Notes
    -----
    A script without a file that sets an option of the page runs as a module: after the scripts with a file, which are
    deferred, and in the order of the page, as those are.
    """
    del app
    body = context.get("body") or ""
    for key in ("script_files", "css_files"):
        files = context[key]
        files[:] = [file for file in files if is_used(_name(file), body)]
    for script in context["script_files"]:
        if script.filename:
            script.attributes.setdefault("defer", "defer")
        elif script.attributes.get("body", "").startswith("DOCUMENTATION_OPTIONS."):
            script.attributes.setdefault("type", "module")


def is_used(name: str, body: str) -> bool:
    """Whether a page with this text uses a file.

    Examples
    --------
    >>> is_used("_static/copybutton.js", "<p>Words.</p>"), is_used("_static/ledger.js", "<p>Words.</p>")
    (False, True)
    """
    for part, needed in USES.items():
        if part in name:
            marks = (needed,) if isinstance(needed, str) else needed
            return any(mark in body for mark in marks)
    return True


def _name(file: Any) -> str:
    """Name of a file, or of the file that a script without one prepares."""
    if file.filename:
        return str(file.filename)
    body = file.attributes.get("body", "")
    return next((name for words, name in _PREPARES.items() if words in body), "")
