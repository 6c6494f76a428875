"""The command line: every command is a thin layer over one public function."""

from __future__ import annotations

import errno
import importlib
import importlib.util
from pathlib import Path
from typing import Any

import click

from scoledger import __version__
from scoledger.cli.signs import write_plain
from scoledger.errors import BuildFailedError, InvalidParameterError, LedgerError, RunFailedError

#: Commands, each in the module of its name; a module is imported when its command is asked for.
COMMANDS = (
    *("book", "preview", "run", "sweep", "compare", "params", "why", "claims", "notebook", "lab"),
    *("cite", "export", "print", "verify", "resolve", "edition", "data", "lock"),
)

#: Letters of a name that a message repeats.
_SHOWN = 40
#: What the system says of a folder that is full, read-only or no folder.
_OUTPUT_ERRORS = {
    errno.EACCES,
    errno.EDQUOT,
    errno.EEXIST,
    errno.EFBIG,
    errno.EISDIR,
    errno.ENOSPC,
    errno.ENOTDIR,
    errno.EPERM,
    errno.EROFS,
}
#: Exit status after Ctrl-C.
INTERRUPTED = 130


class LedgerGroup(click.Group):
    """Loads commands when they are needed, and turns mistakes into messages."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is click's
        """Commands in the order in which they are needed."""
        return [name for name in COMMANDS if importlib.util.find_spec(f"{__name__}.{name}")]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = getattr(importlib.import_module(f"{__name__}.{cmd_name}"), cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command: a mistake becomes a plain message, with exit status 1 for failed runs and 2 for the rest.

        Ctrl-C ends it with 130, as in a shell.
        """
        try:
            return super().invoke(ctx)
        except LedgerError as error:
            _stop(ctx, error)
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                _stop(ctx, _name_error(str(error.filename or "")))
            elif error.errno not in _OUTPUT_ERRORS:
                raise
            else:
                from scoledger.results.writing import output_error  # noqa: PLC0415 - pandas takes a second to import

                _stop(ctx, output_error(error.filename or "the output", error))
        except KeyboardInterrupt:
            click.echo(
                "\nscoledger: interrupted.\n"
                "What was finished is kept and nothing is half-written; the same command goes on from here.",
                err=True,
            )
            ctx.exit(INTERRUPTED)


@click.group(cls=LedgerGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="scoledger")
def main() -> None:
    """Put claims to the test of open statistics, and build the book that shows the results."""


def _name_error(path: str) -> InvalidParameterError:
    name = Path(path).name
    return InvalidParameterError(
        f"{name[:_SHOWN]!r}... is too long for the name of a file: {len(name)} letters.\n"
        "Expected an id, the name of a notebook or page, or a path. Shorten it."
    )


def _stop(ctx: click.Context, error: LedgerError) -> None:
    click.echo(f"scoledger: {write_plain(str(error))}", err=True)
    ctx.exit(1 if isinstance(error, RunFailedError | BuildFailedError) else 2)
