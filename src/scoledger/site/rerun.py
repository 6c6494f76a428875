"""The box that says how a page is made again: commands to copy, and the notebook with the page's parameters."""

from __future__ import annotations

import html
import json
import shlex
from typing import Any, ClassVar

from docutils import nodes  # type: ignore[import-untyped]
from docutils.parsers.rst import directives  # type: ignore[import-untyped]
from sphinx.util.docutils import SphinxDirective

from scoledger.runs import scratch_path, short_page
from scoledger.site.lookup import project_of
from scoledger.site.nodes import relative_address, repository_of
from scoledger.site.open_notebooks import COLAB, FOLDER

#: Id of the box on its page, and before the id of each command.
BOX = "rerun"
#: Where `make setup` puts the programs, from the root of a checkout.
_PROGRAMS = ".venv/bin"


class RerunBox(nodes.General, nodes.Element):  # type: ignore[misc]
    """Commands and links of one page's run; `is_top` for the line below the heading."""


class Rerun(SphinxDirective):
    """``{rerun} notebook``: how the page is made again; its content is the slug and the parameters as JSON."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {"top": directives.flag}

    def run(self) -> list[nodes.Node]:
        """Make the node."""
        notebook = self.arguments[0]
        given = json.loads("\n".join(self.content))
        has_notebook = (project_of(self.env).notebooks / f"{notebook}.ipynb").is_file()
        node = RerunBox(notebook=notebook, page=self.env.docname, has_notebook=has_notebook, **given)
        node["is_top"] = "top" in self.options
        return [node]


def write_commands(notebook: str, slug: str, parameters: dict[str, Any]) -> dict[str, str]:
    """Write the commands that make a page's run again, by the name of the tool; a run without a slug is not planned.

    Examples
    --------
    >>> write_commands("claim", "alpha", {"claim_id": "alpha"})["papermill"]
    '.venv/bin/papermill notebooks/claim.ipynb out.ipynb -p claim_id alpha'
    """
    options = [f"--{name.replace('_', '-')} {shlex.quote(str(value))}" for name, value in parameters.items()]
    pairs = [f"-p {name} {shlex.quote(str(value))}" for name, value in parameters.items()]
    commands = {
        "scoledger": " ".join([f"{_PROGRAMS}/scoledger run", notebook, *options]),
        "papermill": " ".join([f"{_PROGRAMS}/papermill", f"notebooks/{notebook}.ipynb", "out.ipynb", *pairs]),
    }
    return commands | ({"JupyterLab": f"{_PROGRAMS}/scoledger lab {slug}"} if slug else {})


def visit_rerun(writer: Any, node: RerunBox) -> None:
    """Write the box, or the line below the heading that leads to it."""
    ways = _write_ways(writer, node)
    if node["is_top"]:
        copy = _write_button("scoledger", "Copy the command")
        writer.body.append(f'<p class="rerun-top"><a href="#{BOX}">Rerun this page</a> {copy}{ways["top"]}</p>\n')
        raise nodes.SkipNode
    values = ", ".join(
        f"<code>{html.escape(name)} = {html.escape(str(value))}</code>" for name, value in node["parameters"].items()
    )
    rows = "".join(
        f'<div class="rerun-command"><p>{name}</p>'
        f'<pre id="{BOX}-{name}">{html.escape(command)}</pre>'
        f"{_write_button(name, 'Copy')}</div>"
        for name, command in write_commands(node["notebook"], node["slug"], node["parameters"]).items()
    )
    file = f"<code>notebooks/{html.escape(node['notebook'])}.ipynb</code>"
    writer.body.append(
        f'<div class="rerun-box" id="{BOX}"><p>This page is {file} with {values or "no parameters"}.</p>{ways["box"]}'
        f"<p>In a checkout of the project:</p>{rows}</div>\n"
    )
    raise nodes.SkipNode


def _write_button(name: str, words: str) -> str:
    label = f"Copy: the command for {name}" if words == "Copy" else f"{words}: {name}"
    return f'<button type="button" data-copy="{BOX}-{name}" aria-label="{label}" hidden>{words}</button>'


def _write_ways(writer: Any, node: RerunBox) -> dict[str, str]:
    """Links to the notebook itself and, where a public repository is known, to services that open it."""
    if not node["has_notebook"]:
        return {"top": "", "box": ""}
    short, repository = short_page(node["page"]), repository_of(writer.builder)
    local = relative_address(writer.builder.current_docname, f"{FOLDER}/{short}.ipynb")
    links = [f'<a href="{html.escape(local)}" download>Notebook with these parameters</a>']
    services = {}
    if repository is not None:
        services = {
            "Binder": repository.binder(scratch_path(node["page"])),
            "Colab": repository.colab(f"{FOLDER}/{COLAB}/{short}.ipynb"),
        }
    links += [f'<a href="{html.escape(address)}">{name}</a>' for name, address in services.items() if address]
    return {
        "top": "".join(f" {link}" for link in links[1:]),
        "box": f'<p class="rerun-ways">{" ".join(links)}</p>',
    }
