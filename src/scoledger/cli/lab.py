"""`scoledger lab`: the notebook of a page, with its parameters, in JupyterLab."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys

import click

from scoledger.errors import ToolMissingError
from scoledger.paths import ROOT_VARIABLE, Project
from scoledger.runs import find_planned, open_notebook

_TOOL = "jupyterlab"


@click.command()
@click.argument("name", metavar="PAGE|SLUG")
@click.option("--fresh", "is_fresh", is_flag=True, help="Write it anew, over your changes.")
def lab(name: str, *, is_fresh: bool) -> None:
    """Open a page's notebook in JupyterLab.

    It holds the page's parameters and lies in _build/lab, which version control ignores: the book stays as it is.
    A notebook that you have changed there is opened as you left it.
    """
    project = Project.find()
    planned = find_planned(project, name)
    if importlib.util.find_spec(_TOOL) is None:
        raise ToolMissingError(
            "JupyterLab is not installed beside scoledger.\nExpected what requirements.lock lists; run 'make setup', "
            f"or write the notebook and open it elsewhere: scoledger notebook {name} --to FILE"
        )
    opened = open_notebook(project, planned, is_fresh=is_fresh)
    path = opened.path.relative_to(project.root).as_posix()
    click.echo(path)
    if opened.is_kept:
        click.echo("It differs from the page's notebook and is opened as it is; --fresh writes it anew.", err=True)
    command = [sys.executable, "-m", _TOOL, path]
    done = subprocess.run(  # noqa: S603 - our own Python, a path of our own
        command, cwd=project.root, env={**os.environ, ROOT_VARIABLE: str(project.root)}, check=False
    )
    if done.returncode:
        raise click.ClickException(f"JupyterLab ended with status {done.returncode}; its own message stands above")
