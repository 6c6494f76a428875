"""The connection to a Dask scheduler."""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import logging
import re
from typing import Any

from scoledger.runs.cluster.faults import (
    ClusterMissingError,
    SchedulerAddressError,
    SchedulerLostError,
    SchedulerMissingError,
    WorkersMissingError,
)

#: The library, and the extra of the package that brings it.
LIBRARY, EXTRA = "distributed", "cluster"
#: Seconds that a scheduler may take to answer, and that a first worker may take to come.
ANSWER, FIRST_WORKER = 10, 30
#: Seconds that a lost or closed connection may take to end.
CLOSE = 5
#: What Dask raises when a scheduler is lost; RuntimeError once it has closed the connections itself.
LOST = (OSError, RuntimeError)

KEPT = "Finished runs are kept: the same command executes only the rest."

_ADDRESS = re.compile(r"(tcp|tls)://(\[[0-9A-Fa-f:.]+\]|[^\s:/\[\]]+):(\d{1,5})")


def check_scheduler(address: str) -> str:
    """Make sure that an address can be one, and that there is a library to call it with.

    Returns
    -------
    str
        The address.

    Raises
    ------
    SchedulerAddressError, ClusterMissingError
        If not.
    """
    if not _ADDRESS.fullmatch(address):
        raise SchedulerAddressError(
            f"{address!r} is not the address of a scheduler.\n"
            "Expected tcp://HOST:PORT or tls://HOST:PORT, as 'dask scheduler' prints it when it starts."
        )
    if importlib.util.find_spec(LIBRARY) is None:
        raise ClusterMissingError(
            f"a cluster needs the library {LIBRARY!r}, which is not installed here.\n"
            f"'make setup' installs it; by hand, in the checkout: python -m pip install '.[{EXTRA}]', "
            "on every machine that takes part."
        )
    return address


def load_library() -> Any:
    """Import Dask's library: only a command that is given a scheduler needs it."""
    return importlib.import_module(LIBRARY)


def connect(address: str) -> tuple[Any, int]:
    """Connect to a scheduler that has a worker.

    Returns
    -------
    distributed.Client
    int
        Number of its workers.

    Raises
    ------
    SchedulerAddressError, ClusterMissingError
        As `check_scheduler`.
    SchedulerMissingError
        If no scheduler answers.
    SchedulerLostError
        If it answers no more.
    WorkersMissingError
        If it has no worker, and none comes soon.
    """
    check_scheduler(address)
    library = load_library()
    _hush()
    try:
        client = library.Client(address, timeout=ANSWER, set_as_default=False)
    except (OSError, ValueError) as error:  # ValueError: the handshake, or a certificate that is not there
        raise SchedulerMissingError(
            f"no Dask scheduler answers at {address}: {_first_line(error)}.\n"
            "Is it running, and may this machine reach its port? Start one with: dask scheduler"
        ) from error
    try:
        client.wait_for_workers(1, timeout=FIRST_WORKER)
        return client, len(client.nthreads())
    except TimeoutError as error:
        leave(client)
        raise WorkersMissingError(
            f"the scheduler at {address} has no worker, and none came within {FIRST_WORKER} seconds.\n"
            f"Start one for each run that is to be executed at once: dask worker --nthreads 1 {address}"
        ) from error
    except LOST as error:
        leave(client)
        raise lost(address, "before a run was begun") from error


def leave(client: Any) -> None:
    """Close a connection, unless it is lost."""
    with contextlib.suppress(*LOST):
        client.close(timeout=CLOSE)


def lost(address: str, when: str) -> SchedulerLostError:
    """Make the error that a scheduler was lost."""
    return SchedulerLostError(
        f"the connection to the scheduler at {address} was lost {when}.\n"
        f"{KEPT}\nStart the scheduler and its workers again, or leave out --scheduler."
    )


def count_workers(address: str) -> int:
    """Ask a scheduler how many workers it has: so many runs are executed at once.

    Returns
    -------
    int
        One at least.

    Raises
    ------
    LedgerError
        As `connect`.
    """
    client, workers = connect(address)
    leave(client)
    return max(1, workers)


def _hush() -> None:
    """Keep the library's log from the terminal: what goes wrong is said once, by an error that says what to do."""
    for name in list(logging.root.manager.loggerDict):
        if name.split(".")[0] == LIBRARY:
            logging.getLogger(name).setLevel(logging.CRITICAL)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
