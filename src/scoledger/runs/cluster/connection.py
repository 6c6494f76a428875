"""The connection to a Dask scheduler."""

from __future__ import annotations

import importlib
import importlib.util
import logging
import re
from typing import Any

from scoledger.runs.cluster.faults import (
    ClusterMissingError,
    SchedulerAddressError,
    SchedulerMissingError,
    WorkersMissingError,
)

#: The library, and the extra of the package that brings it.
LIBRARY, EXTRA = "distributed", "cluster"
#: Seconds that a scheduler may take to answer, and that a first worker may take to come.
ANSWER, FIRST_WORKER = 10, 30

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


def connect(address: str) -> Any:
    """Connect to a scheduler that has a worker.

    Returns
    -------
    distributed.Client

    Raises
    ------
    SchedulerAddressError, ClusterMissingError
        As `check_scheduler`.
    SchedulerMissingError
        If no scheduler answers.
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
    except (OSError, TimeoutError) as error:
        client.close()
        raise WorkersMissingError(
            f"the scheduler at {address} has no worker, and none came within {FIRST_WORKER} seconds.\n"
            f"Start one for each run that is to be executed at once: dask worker --nthreads 1 {address}"
        ) from error
    return client


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
    client = connect(address)
    try:
        return max(1, len(client.nthreads()))
    finally:
        client.close()


def _hush() -> None:
    """Keep the library's log from the terminal: what goes wrong is said once, by an error that says what to do."""
    for name in list(logging.root.manager.loggerDict):
        if name.split(".")[0] == LIBRARY:
            logging.getLogger(name).setLevel(logging.CRITICAL)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
