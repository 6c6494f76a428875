"""`scoledger lab`: the notebook of a page, with its parameters, in JupyterLab."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys

import click

from scoledger.errors import LedgerError
from scoledger.paths import ROOT_VARIABLE, Project
from scoledger.runs import find_planned, open_notebook

_TOOL = "jupyterlab"


class ToolMissingError(LedgerError):
    """A program that a command starts is not installed."""


@click.command()
@click.argument("name", metavar="PAGE|SLUG")
def lab(name: str) -> None:
    """Open a page's notebook in JupyterLab.

    It holds the page's parameters and lies in _build/lab, which version control ignores: the book stays as it is.
    """
    project = Project.find()
    planned = find_planned(project, name)
    if importlib.util.find_spec(_TOOL) is None:
        raise ToolMissingError(
            "JupyterLab is not installed beside scoledger.\nExpected what requirements.lock lists; run 'make setup', "
            f"or write the notebook and open it elsewhere: scoledger notebook {name} --to FILE"
        )
    path = open_notebook(project, planned)
    click.echo(path.relative_to(project.root).as_posix())
    command = [sys.executable, "-m", _TOOL, path.relative_to(project.root).as_posix()]
    done = subprocess.run(  # noqa: S603 - our own Python, a path of our own
        command, cwd=project.root, env={**os.environ, ROOT_VARIABLE: str(project.root)}, check=False
    )
    if done.returncode:
        raise click.ClickException(f"JupyterLab ended with status {done.returncode}; its own message stands above")
