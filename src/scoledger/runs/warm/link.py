"""The asker's end of a fork server: starting one, and asking it for a kernel."""

from __future__ import annotations

import contextlib
import importlib.metadata
import json
import os
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from scoledger.runs.leftovers import make_socket_folder
from scoledger.runs.warm.server import READY

#: Seconds that a server may take to import everything, and to fork.
START, FORK = 120.0, 30.0
#: Keeps libraries from starting threads when they are imported: a fork copies the one that forks, and no other.
ONE_THREAD = {
    **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
#: Name of the kernel provisioner, an entry point of the package.
PROVISIONER = "scoledger-warm"
#: Bytes that the name of a Unix socket may have on every system.
LONGEST_PATH = 100


class WarmKernelError(Exception):
    """There is no warm kernel to be had here; the message says why."""


def can_fork() -> bool:
    """Whether a process may be forked here after libraries were imported: elsewhere than on Linux that may crash."""
    return sys.platform == "linux"


class ForkServer:
    """A fork server that ends with this process.

    Parameters
    ----------
    environment : mapping of str to str
        Variables of the server; what libraries read when they are imported (``OMP_NUM_THREADS``) must be among them.

    Raises
    ------
    WarmKernelError
        If it does not start.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        if not can_fork():
            raise WarmKernelError("this system cannot fork a process")
        if PROVISIONER not in importlib.metadata.entry_points(group="jupyter_client.kernel_provisioners").names:
            raise WarmKernelError("the package was installed before it had warm ones (run: make setup)")
        self.path = make_socket_folder() / "fork"
        try:
            self._process = start_server(self.path, environment, owned=True)
        except BaseException:
            shutil.rmtree(self.path.parent, ignore_errors=True)
            raise

    def close(self) -> None:
        """End the server and every kernel that it has forked."""
        end_server(self._process)
        shutil.rmtree(self.path.parent, ignore_errors=True)


def start_server(
    path: Path, environment: Mapping[str, str], *, owned: bool, idle: float = 0
) -> subprocess.Popen[bytes]:
    """Start a fork server and wait until it can be asked.

    Raises
    ------
    WarmKernelError
        If it ends, or is not ready in time.
    """
    if len(os.fsencode(path)) > LONGEST_PATH:
        raise WarmKernelError(f"the name of a socket is too long: {path} (set TMPDIR to a shorter folder)")
    command = [sys.executable, "-m", "scoledger.runs.warm.server", str(path), "--idle", str(idle)]
    command += ["--owned"] if owned else []
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(  # noqa: S603 - our own Python, no shell
            command,
            env={**ONE_THREAD, **environment},
            stdin=subprocess.PIPE if owned else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,
        )
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        with process.stdout as said:
            if can_be_read(said, START) and said.readline().decode().strip() == READY:
                return process
        end_server(process)
        log.seek(0)
        words = log.read().decode(errors="replace").strip().splitlines()
    raise WarmKernelError(f"the fork server did not start: {words[-1] if words else 'it said nothing'}")


def end_server(process: subprocess.Popen[bytes]) -> None:
    """End a server; its kernels end with it."""
    if process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class ForkedKernel:
    """A kernel that a fork server has forked.

    Parameters
    ----------
    path : pathlib.Path
        Socket of the server.
    argv : sequence of str
        Arguments of the kernel.
    cwd : str
    environment : mapping of str to str
        All of the kernel's variables.
    outputs : sequence of file
        Where its output and errors go; empty for nowhere.

    Attributes
    ----------
    pid : int

    Raises
    ------
    WarmKernelError
        If the server is gone or refuses.
    """

    def __init__(
        self, path: Path, argv: Sequence[str], cwd: str, environment: Mapping[str, str], outputs: Sequence[IO[Any]]
    ) -> None:
        request = {"argv": list(argv), "cwd": cwd, "env": dict(environment)}
        self._connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._connection.settimeout(FORK)
        self._rest = b""
        self._exit: int | None = None
        try:
            self._connection.connect(str(path))
            content = json.dumps(request).encode() + b"\n"
            sent = socket.send_fds(self._connection, [content[:65536]], [output.fileno() for output in outputs])
            self._connection.sendall(content[sent:])
            words = self._read(FORK)
        except (OSError, ValueError) as error:
            self._connection.close()
            raise WarmKernelError(f"the fork server does not answer: {error}") from error
        if words is None or "pid" not in words:
            self._connection.close()
            if words is None:
                raise WarmKernelError(f"the fork server has not answered for {FORK:.0f} seconds")
            raise WarmKernelError(f"the fork server refuses: {words.get('error', 'it has ended')}")
        self.pid: int = words["pid"]

    def poll(self) -> int | None:
        """Exit status; None while the kernel is alive.  A kernel whose server is gone counts as killed."""
        if self._exit is None:
            words = self._read(0)
            if words is not None:
                self._exit = int(words.get("exit", -signal.SIGKILL))
                self._connection.close()
        return self._exit

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel and to what it has started."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, number)

    def _read(self, seconds: float) -> dict[str, Any] | None:
        """Next line of the server; None when there is none yet, an empty dict when the server is gone."""
        while b"\n" not in self._rest:
            if not can_be_read(self._connection, seconds):
                return None
            try:
                piece = self._connection.recv(65536)
            except ConnectionError:
                piece = b""
            if not piece:
                return {}
            self._rest += piece
        line, self._rest = self._rest.split(b"\n", 1)
        words: dict[str, Any] = json.loads(line)
        return words


def answers(path: Path) -> bool:
    """Whether a fork server listens on a socket."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            return False
    return True


def can_be_read(stream: Any, seconds: float) -> bool:
    """Wait until there is something to read, be it the end; whether it came in time."""
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        return bool(selector.select(seconds))
