"""The fork server: a process that has imported everything and forks a kernel for whoever asks.

Its libraries are kept from starting threads, and it opens no socket of Jupyter's, so that a fork is safe.  Each asker
keeps its connection open: when it closes, be it that the asker was killed, the kernel is killed too, and when a kernel
ends, the asker is told how.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import importlib
import json
import os
import random
import selectors
import signal
import socket
import sys
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

#: What notebooks import; importing it is nearly all that the start of a cold kernel takes.
PRELOADED = (
    *("ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.zmqshell", "ipykernel.debugger"),
    "matplotlib_inline.backend_inline",
    *("IPython.core.completerlib", "IPython.core.magics", "numpy", "pandas", "pandera.pandas", "pyarrow.parquet"),
    *("scipy.stats", "matplotlib.pyplot", "seaborn", "statsmodels.api", "statsmodels.stats.multitest"),
    *("scoledger.claims", "scoledger.figures", "scoledger.results", "scoledger.verdicts", "scoledger.chapters"),
    "scoledger.runs.warm.ahead",
)
#: Backend that ipykernel sets for every kernel; matplotlib reads the variable when it is imported.
BACKEND = "module://matplotlib_inline.backend_inline"
#: Variables that libraries have set when they were imported, as they do in an ordinary kernel.
_SET_BY_IMPORTS = dict[str, str]()
#: Said on the server's standard output when it can be asked.
READY = "ready"
#: Longest request, in bytes: an environment may be long.
LONGEST = 1 << 22


@dataclass
class Asker:
    """Somebody who is about to ask: what has been read of the request, and the handles that came with it."""

    connection: socket.socket
    content: bytes = b""
    handles: list[int] = field(default_factory=list)


@dataclass
class Kernel:
    """A kernel under way, and the connection of whoever asked for it."""

    pid: int
    connection: socket.socket


class Server:
    """Forks kernels until its owner is gone, or nobody has asked for a while; meanwhile, it reads the tables.

    Parameters
    ----------
    path : pathlib.Path
        Of the Unix socket on which it listens.
    idle : float
        Seconds after which a server without kernels ends; 0 for never.
    owned : bool
        Whether the server ends with its standard input, that is, with the process that started it.
    """

    def __init__(self, path: Path, idle: float, *, owned: bool) -> None:
        self._path, self._idle, self._owned = path, idle, owned
        self._kernels: dict[int, Kernel] = {}
        self._selector = selectors.DefaultSelector()
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._woken, self._waker = socket.socketpair()
        self._last = time.monotonic()

    def serve(self) -> None:
        """Serve until the end."""
        from scoledger.runs.warm.ahead import read_ahead  # noqa: PLC0415 - imported by `main`, with all the rest

        try:
            self._listen()
            print(READY, flush=True)  # noqa: T201 - read by the process that started this one
            ahead = read_ahead()
            reads = True
            while self._goes_on():
                asked = self._selector.select(timeout=0 if reads else self._idle or None)
                for key, _ in asked:
                    key.data(key.fileobj)
                if reads and not asked:
                    reads = next(ahead, None) is not None
        finally:
            for kernel in list(self._kernels.values()):
                self._kill(kernel)
            self._path.unlink(missing_ok=True)
            if self._owned:
                with contextlib.suppress(OSError):  # whoever owned it may have left it, or be at removing it
                    self._path.parent.rmdir()

    def _listen(self) -> None:
        old = os.umask(0o077)  # nobody else's business
        try:
            self._listener.bind(str(self._path))
        finally:
            os.umask(old)
        self._listener.listen(64)
        self._selector.register(self._listener, selectors.EVENT_READ, self._accept)
        for end in (self._woken, self._waker):
            end.setblocking(False)
        signal.set_wakeup_fd(self._waker.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the owner's business, and it ends us
        signal.signal(signal.SIGTERM, self._end)
        self._selector.register(self._woken, selectors.EVENT_READ, self._reap)
        if self._owned:
            self._selector.register(sys.stdin.buffer, selectors.EVENT_READ, self._end)

    def _goes_on(self) -> bool:
        idle = not self._kernels and time.monotonic() - self._last > self._idle
        return not self._idle or not idle

    def _accept(self, listener: Any) -> None:
        with contextlib.suppress(OSError):  # too many open files: the asker waits until one is closed
            connection, _ = listener.accept()
            connection.setblocking(False)
            asker = Asker(connection)
            self._selector.register(connection, selectors.EVENT_READ, lambda _: self._hear(asker))

    def _hear(self, asker: Asker) -> None:
        """Read what has come of a request; nobody who is slow, or silent, keeps the others waiting."""
        try:
            piece, handles, _, _ = socket.recv_fds(asker.connection, 65536, 2)
        except BlockingIOError:
            return
        except OSError:
            piece, handles = b"", []
        asker.content += piece
        asker.handles += handles
        if piece and not asker.content.endswith(b"\n") and len(asker.content) <= LONGEST:
            return
        self._selector.unregister(asker.connection)
        try:
            self._fork(asker, read_request(asker.content))
        except (ValueError, OSError) as error:
            answer(asker.connection, {"error": str(error)})
            asker.connection.close()
        finally:
            for handle in asker.handles:
                os.close(handle)

    def _fork(self, asker: Asker, request: dict[str, Any]) -> None:
        ready, begun = os.pipe()
        try:
            server, pid = os.getpid(), os.fork()
        except OSError:
            for end in (ready, begun):
                os.close(end)
            raise
        if pid == 0:
            status = 1
            try:
                os.setsid()
                for end in (ready, begun):
                    os.close(end)
                self._let_go(asker)
                status = become_kernel(request, asker.handles, server)
            except BaseException:  # noqa: BLE001 - whatever it is, this process ends here and says why in the log
                traceback.print_exc()
            finally:
                with contextlib.suppress(Exception):
                    sys.stdout.flush()
                    sys.stderr.flush()
                os._exit(status)
        os.close(begun)
        os.read(ready, 1)  # the end of the pipe: the kernel leads a session of its own, and can be sent signals
        os.close(ready)
        kernel = Kernel(pid, asker.connection)
        self._kernels[pid] = kernel
        self._last = time.monotonic()
        self._selector.register(asker.connection, selectors.EVENT_READ, lambda _: self._kill(kernel))
        answer(asker.connection, {"pid": pid})

    def _let_go(self, asker: Asker) -> None:
        """Drop, in the child, all that is the server's, its end of the asker's connection too."""
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        kept = [key.fileobj for key in self._selector.get_map().values() if isinstance(key.fileobj, socket.socket)]
        self._selector.close()
        for end in (self._waker, asker.connection, *kept):
            end.close()

    def _reap(self, woken: Any) -> None:
        with contextlib.suppress(BlockingIOError):
            while woken.recv(4096):
                pass
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            kernel = self._kernels.pop(pid, None)
            self._last = time.monotonic()
            if kernel is not None:
                with contextlib.suppress(KeyError):
                    self._selector.unregister(kernel.connection)
                answer(kernel.connection, {"exit": os.waitstatus_to_exitcode(status)})
                kernel.connection.close()

    def _kill(self, kernel: Kernel) -> None:
        """Whoever asked has hung up: nobody will ever use this kernel, nor what it has started."""
        if self._kernels.get(kernel.pid) is not kernel:  # it ended in the same moment, and its number may be another's
            return
        with contextlib.suppress(KeyError):
            self._selector.unregister(kernel.connection)
        for kill, number in ((os.killpg, kernel.pid), (os.kill, kernel.pid)):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                kill(number, signal.SIGKILL)

    def _end(self, *_: Any) -> None:
        raise SystemExit(0)


def read_request(content: bytes) -> dict[str, Any]:
    """Read what is asked for: one line of JSON with ``argv``, ``cwd`` and ``env`` of the kernel.

    Raises
    ------
    ValueError
        If it is no such line.
    """
    if not content.endswith(b"\n"):
        raise ValueError("the request is no whole line")
    request = json.loads(content)
    if not isinstance(request, dict) or {"argv", "cwd", "env"} - set(request):
        raise ValueError("the request lacks argv, cwd or env")
    return request


def answer(connection: socket.socket, words: dict[str, Any]) -> None:
    """Tell the asker, unless it is gone."""
    with contextlib.suppress(OSError):
        connection.sendall(json.dumps(words).encode() + b"\n")


def become_kernel(request: dict[str, Any], handles: list[int], server: int) -> int:
    """Turn this process, just forked, into the kernel that was asked for; it returns when the kernel has ended.

    Nothing is left of the server that a notebook could see: its own folder, environment and random state.
    """
    nothing = os.open(os.devnull, os.O_RDWR)
    for target, handle in enumerate((nothing, *(handles or (nothing, nothing)))):
        os.dup2(handle, target)
    for handle in {nothing, *handles} - {0, 1, 2}:
        os.close(handle)
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update({**_SET_BY_IMPORTS, "MPLBACKEND": BACKEND, **request["env"], "JPY_PARENT_PID": str(server)})
    _forget_random_state()
    sys.argv = ["ipykernel_launcher.py", *request["argv"]]
    from ipykernel.kernelapp import IPKernelApp  # noqa: PLC0415 - imported long since

    application: Any = IPKernelApp.instance()
    # By its parent's number a kernel sees, within a second, that the server was killed.  The variable alone would not
    # do: ipykernel reads it when it is imported.
    application.initialize([*request["argv"], f"--IPKernelApp.parent_handle={server}"])
    application.start()
    return 0


def _forget_random_state() -> None:
    """Give this process random numbers of its own, as a new interpreter would have."""
    import numpy as np  # noqa: PLC0415 - imported long since

    random.seed()
    np.random.seed()  # noqa: NPY002 - it is the global state that a fork shares


def main() -> None:
    """Import, then serve."""
    parser = argparse.ArgumentParser()
    parser.add_argument("socket", type=Path)
    parser.add_argument("--idle", type=float, default=0)
    parser.add_argument("--owned", action="store_true")
    given = parser.parse_args()
    os.environ["MPLBACKEND"] = BACKEND
    if sys.path[0] in {"", str(Path.cwd())}:  # the folder in which the server was started is no kernel's business
        del sys.path[0]
    before = dict(os.environ)
    for name in PRELOADED:
        importlib.import_module(name)
    _SET_BY_IMPORTS.update(set(os.environ.items()) - set(before.items()))
    gc.collect()
    gc.freeze()  # pages of what was imported stay shared
    Server(given.socket, given.idle, owned=given.owned).serve()


if __name__ == "__main__":
    main()
