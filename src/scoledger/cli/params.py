"""`scoledger params`: what a notebook can be asked."""

from __future__ import annotations

import click

from scoledger.cli.listing import echo_table
from scoledger.parameters import Parameter, read_declaration, read_declarations
from scoledger.paths import Project


@click.command()
@click.argument("notebook", required=False)
def params(notebook: str | None) -> None:
    """List the notebooks, or the parameters of one."""
    project = Project.find()
    if notebook is None:
        declarations = read_declarations(project).values()
        echo_table(
            ("notebook", "parameters", "summary"), [(d.name, ", ".join(d.parameters), d.summary) for d in declarations]
        )
        return
    declaration = read_declaration(project, notebook)
    click.echo(f"{declaration.path}: {declaration.summary}")
    echo_table(
        ("name", "type", "default", "expected", "unit", "help"),
        [_row(name, parameter) for name, parameter in declaration.parameters.items()],
    )


def _row(name: str, parameter: Parameter) -> tuple[str, ...]:
    return name, parameter.type, str(parameter.default), parameter.expected(), parameter.unit or "-", parameter.help
