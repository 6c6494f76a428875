"""How a kernel is started: the one place that knows."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import papermill
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from papermill.engines import NBClientEngine, papermill_engines
from papermill.exceptions import PapermillExecutionError

from scoledger.runs.failure import Failure, has_no_room
from scoledger.runs.leftovers import make_socket_folder
from scoledger.runs.prompt import PromptClient
from scoledger.runs.warm.provisioner import SERVER_VARIABLE, warm_metadata
from scoledger.runs.watch import CellWatch

KERNEL_NAME, ENGINE = "python3", "scoledger"
LOG = "kernel.log"
#: Lines and bytes of it that a message quotes at most.
LOG_LINES, LOG_BYTES = 5, 10_000

#: Tags of cells that papermill adds: they do not count when a person counts cells.
_ADDED = {"injected-parameters", "papermill-error-cell-tag"}
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


#: A cell that says `exit()` asks a person's program to end the kernel; ours would be gone a tenth of a second later.
_STAY = "--IPKernelApp.exec_lines=get_ipython().ask_exit = lambda: None"


class PatientEngine(NBClientEngine):  # type: ignore[misc]
    """Writes the notebook when it has ended, however it has; the stock engine writes it before and after each cell."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, *arguments: Any, **options: Any) -> Any:
        """Execute the cells in the kernel."""
        path, nb_man.output_path = nb_man.output_path, None
        try:
            return super().execute_managed_notebook(nb_man, *arguments, **options)
        finally:
            nb_man.output_path = path
            nb_man.save()


papermill_engines.register(ENGINE, PatientEngine)


def execute_notebook(
    source: Path,
    target: Path,
    parameters: Mapping[str, Any],
    *,
    folder: Path,
    environment: Mapping[str, str],
    timeout: float | None = None,
    server: Path | None = None,
) -> Failure | None:
    """Execute a notebook in a kernel of its own, with this environment's Python.

    Parameters
    ----------
    source, target : pathlib.Path
        The stored notebook, and where the executed one is written, failed or not.
    parameters : mapping
        Checked ones: papermill ignores those that the notebook does not have.
    folder : pathlib.Path
        Working folder of the kernel.
    environment : mapping of str to str
        Variables that the kernel has beside those of this process.
    timeout : float, optional
        Seconds that a cell may take.
    server : pathlib.Path, optional
        Socket of the fork server that gives a warm kernel; without it, the kernel is cold.

    Returns
    -------
    Failure or None
        None when every cell was executed.  Where the kernel died, or sent or removed what breaks the execution, the
        notebook is written only if that can be done.

    Raises
    ------
    OSError
        If there is no room, or nobody may write.

    Notes
    -----
    Changes the working folder of the process meanwhile (papermill does): call it in a process of its own.
    """
    # Sockets are files here, and the name of a socket may have about 100 characters: not below the project.
    sockets, watch = make_socket_folder(), CellWatch(timeout)
    try:
        papermill.execute_notebook(
            source,
            target,
            parameters=dict(parameters),
            engine_name=ENGINE,
            kernel_name=KERNEL_NAME,
            language="python",
            progress_bar=False,
            log_output=False,
            cwd=folder,
            on_cell_execute=watch.begin,
            on_cell_executed=watch.end,
            # Nothing is left to do for a kernel whose last cell has ended: what it made is in files.
            shutdown_kernel="immediate",
            kernel_manager_class=_kernel_manager(sockets, environment, server, watch),
        )
    except PapermillExecutionError as error:
        words = watch.verdict or f"{error.ename}: {error.evalue}"
        return Failure(_COLOURS.sub("", words), _stored_number(target, error.cell_index))
    except Exception as error:  # whatever the kernel has sent or removed: it is the fault of this run
        if has_no_room(error):
            raise
        last_words = [] if watch.verdict else _read_log(sockets)
        words = watch.verdict or f"{type(error).__name__}: {error}".strip()
        return Failure(_COLOURS.sub("", "\n".join([words, *last_words])), _watched_number(target, watch))
    finally:
        shutil.rmtree(sockets, ignore_errors=True)
    # A cell may have caught its interruption.
    return Failure(watch.verdict, _watched_number(target, watch)) if watch.verdict else None


def _kernel_manager(
    sockets: Path, environment: Mapping[str, str], server: Path | None, watch: CellWatch
) -> type[AsyncKernelManager]:
    """Make the class of managers that papermill starts a kernel with."""
    asked = {} if server is None else {SERVER_VARIABLE: str(server)}

    class SocketKernelManager(AsyncKernelManager):
        """Starts this environment's kernel, whatever kernels the user has installed, over sockets that are files."""

        def __init__(self, **traits: Any) -> None:
            super().__init__(
                **traits,
                transport="ipc",
                connection_file=str(sockets / "k.json"),
                kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),
            )
            self.client_factory = PromptClient
            watch.manager = self
            if server is not None and self.kernel_spec is not None:
                self.kernel_spec.metadata = warm_metadata(self.kernel_spec.metadata)

        def client(self, **options: Any) -> Any:
            """Make a client whose outputs are measured."""
            return super().client(watch=watch, **options)

        async def start_kernel(self, **options: Any) -> None:  # type: ignore[override] # jupyter_client wraps its own
            """Start the kernel with the variables of the run; what it says outside of cells goes into a file."""
            options["extra_arguments"] = [*options.get("extra_arguments", ()), _STAY]
            with (sockets / LOG).open("wb") as log:
                await super().start_kernel(
                    env={**os.environ, **environment, **asked}, stdout=log, stderr=log, **options
                )

    return SocketKernelManager


def _read_log(sockets: Path) -> list[str]:
    log = sockets / LOG
    if not log.is_file():
        return []
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - LOG_BYTES))
        return file.read().decode("utf-8", errors="replace").splitlines()[-LOG_LINES:]


def _watched_number(target: Path, watch: CellWatch) -> int | None:
    return _stored_number(target, watch.cell) if watch.cell is not None and target.is_file() else None


def _stored_number(target: Path, index: int) -> int:
    """Count a cell as the stored notebook does; papermill's index leaves out the banner that it puts on top."""
    cells = nbformat.read(target, as_version=4).cells  # type: ignore[no-untyped-call]
    tags = [set(cell.metadata.get("tags", [])) for cell in cells]
    executed = [tag for tag in tags if "papermill-error-cell-tag" not in tag]
    return sum(1 for tag in executed[: index + 1] if not tag & _ADDED)
