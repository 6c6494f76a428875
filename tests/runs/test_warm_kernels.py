"""Tests of warm kernels: forked, one process per run, with nothing left of the run before."""

from __future__ import annotations

import ast
import asyncio
import json
import os
import random
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import numpy as np
import papermill
import pytest
from checkout import write_tiny_table
from dying import is_alive
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient

from scoledger.paths import Project
from scoledger.runs import execute_runs, executors, plan_run, read_plan
from scoledger.runs.failure import Failure
from scoledger.runs.kernels import execute_notebook
from scoledger.runs.warm import link, shared
from scoledger.runs.warm.ahead import read_ahead
from scoledger.runs.warm.link import ForkedKernel, ForkServer, WarmKernelError
from scoledger.runs.warm.provisioner import KERNELSPEC, SERVER_VARIABLE, WarmProvisioner
from scoledger.runs.warm.server import Asker, Kernel, Server

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not link.can_fork(), reason="this system cannot fork a process"),
]

VARIABLES = {"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1"}
#: What a kernel tells of itself.
TELL = (
    "import builtins, json, os, random, sys, threading\n"
    "import matplotlib, matplotlib.pyplot, numpy as np, pandas as pd\n"
    "names = [os.path.realpath('/proc/self/fd/' + name) for name in os.listdir('/proc/self/fd')]\n"
    "names = [name for name in names if os.path.exists(name) and not name.startswith('/proc')]\n"
    "files = sorted(map(os.path.basename, names))\n"
    "print(json.dumps({'process': os.getpid(), 'session': os.getsid(0), 'parent': os.getppid(),"
    " 'globals': 'left_behind' in globals(), 'builtins': hasattr(builtins, 'left_behind'),"
    " 'module': hasattr(pd, 'left_behind'), 'width': matplotlib.rcParams['figure.figsize'],"
    " 'random': [random.random(), float(np.random.random())], 'option': pd.get_option('display.max_rows'),"
    " 'variable': os.environ.get('LEFT_BEHIND'), 'folder': os.getcwd(), 'path': 'left/behind' in sys.path,"
    " 'figures': matplotlib.pyplot.get_fignums(), 'open': files, 'threads': threading.active_count()}))"
)
#: A notebook that leaves as much behind as one process can.
LITTER = (
    "import builtins, os, random, sys",
    "import matplotlib, numpy as np, pandas as pd",
    "from matplotlib import pyplot as plt",
    "left_behind = builtins.left_behind = pd.left_behind = True",
    "matplotlib.rcParams['figure.figsize'] = [1, 1]",
    "random.seed(1); np.random.seed(1)",
    "os.environ['LEFT_BEHIND'] = 'yes'; os.chdir('/'); sys.path.append('left/behind')",
    "pd.set_option('display.max_rows', 3)",
    "_, handle = plt.figure(), open(os.devnull)",
)


@pytest.fixture(scope="module")
def server() -> Iterator[ForkServer]:
    """One server for all tests of this module."""
    server = ForkServer({**os.environ, **VARIABLES})
    yield server
    server.close()


@pytest.fixture
def run(tmp_path: Path, server: ForkServer) -> Callable[..., tuple[Failure | None, list[Any]]]:
    """Execute lines of code in a warm kernel; give the failure and the outputs of the last cell."""

    def execute(*cells: str, **options: Any) -> tuple[Failure | None, list[Any]]:
        source, target = tmp_path / "source.ipynb", tmp_path / "target.ipynb"
        write_notebook(source, *cells)
        folder = tmp_path / "folder"
        folder.mkdir(exist_ok=True)
        environment = {**VARIABLES, "IPYTHONDIR": str(tmp_path / "ipython")}
        given = {"folder": folder, "environment": environment, "server": server.path, **options}
        failure = execute_notebook(source, target, {}, **given)
        return failure, nbformat.read(target, as_version=4).cells[-1].outputs

    return execute


def write_notebook(path: Path, *cells: str) -> None:
    """Write a notebook of code cells."""
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(
        nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells], metadata=metadata), path
    )


def wait_until(condition: Callable[[], bool]) -> bool:
    """Wait for what must come, up to half a minute."""
    end = time.monotonic() + 30
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


def count_open() -> int:
    """How many files this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))


def told(outputs: list[Any]) -> dict[str, Any]:
    """What a kernel told of itself."""
    return json.loads(outputs[0]["text"])


def test_nothing_leaks_from_one_run_to_the_next(run: Any) -> None:
    """Globals, modules, Matplotlib's state, options, variables, folder, path, figures and files are a newborn's."""
    before = told(run(TELL)[1])
    failure, _ = run("\n".join(LITTER))
    after = told(run(TELL)[1])
    same = set(before) - {"process", "session", "random"}
    seeded = {random.Random(1).random(), float(np.random.RandomState(1).random())}  # as the litter seeds both

    assert failure is None
    assert {key: after[key] for key in same} == {key: before[key] for key in same}
    assert seeded.isdisjoint(after["random"])
    assert not before["globals"]
    assert not before["builtins"]
    assert not before["module"]
    assert before["variable"] is None


def test_every_run_has_a_process_a_session_and_random_numbers_of_its_own(run: Any) -> None:
    """A fork would share the state of the server's generators."""
    one, other = told(run(TELL)[1]), told(run(TELL)[1])

    assert one["process"] != other["process"]
    assert one["session"] == one["process"]
    assert set(one["random"]).isdisjoint(other["random"])


def test_a_warm_kernel_says_what_a_cold_one_says(run: Any) -> None:
    """Folder, variables, path, options and backend are those of an ordinary kernel."""
    words = (
        "import os, sys, matplotlib\n"
        "print([os.getcwd(), sys.path, sys.argv[0].endswith('ipykernel_launcher.py'), sys.flags.hash_randomization,"
        " matplotlib.get_backend(), __name__, hash('a'), sorted(k for k in os.environ if 'FORK' not in k)])"
    )
    warm, cold = run(words)[1], run(words, server=None)[1]

    assert ast.literal_eval(warm[0]["text"]) == ast.literal_eval(cold[0]["text"])


def test_runs_of_a_batch_are_equal_warm_and_cold(
    tiny: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same run ids and the same bytes, figures included; that the kernels were cold is said."""
    warm = execute_runs(tiny, read_plan(tiny), jobs=2)
    before = {path.relative_to(tiny.runs): path.read_bytes() for path in files_of_runs(tiny)}
    monkeypatch.setattr(link, "can_fork", lambda: False)
    cold = execute_runs(tiny, read_plan(tiny), jobs=2, force=True)

    assert [outcome.failure for outcome in (*warm, *cold)] == [None] * 4
    assert [outcome.run for outcome in warm] == [outcome.run for outcome in cold]
    assert {path.relative_to(tiny.runs): path.read_bytes() for path in files_of_runs(tiny)} == before


def files_of_runs(project: Project) -> list[Path]:
    """Every file of every run but its record, which holds times."""
    return [path for path in project.runs.glob("*/*/*") if path.is_file()] + list(project.runs.glob("*/notebook.ipynb"))


def test_a_batch_without_forks_says_so(tiny: Project, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    """It goes on with cold kernels."""
    monkeypatch.setattr(link, "can_fork", lambda: False)
    with executors.warm_kernels(tiny, 2) as path:
        pass

    assert path is None
    assert "kernels start cold, because this system cannot fork a process" in capsys.readouterr().err


def test_a_checkout_newer_than_its_installation_says_so(
    tiny: Project, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    """After a pull, before `make setup`: jupyter_client does not know the provisioner, and kernels start cold."""
    monkeypatch.setattr(link, "PROVISIONER", "of-tomorrow")
    with executors.warm_kernels(tiny, 2) as path:
        pass

    assert path is None
    assert "installed before it had warm ones (run: make setup)" in capsys.readouterr().err


def test_a_kernel_that_is_killed_fails_its_run(run: Any) -> None:
    """The server goes on: the next run is none the worse."""
    failure, _ = run("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")
    after, outputs = run("print(1)")

    assert "Kernel died" in str(failure)
    assert after is None
    assert outputs[0]["text"] == "1\n"


def test_last_words_of_a_dying_kernel_are_kept(run: Any) -> None:
    """What the process itself wrote stands in the failure."""
    failure, _ = run("import os\nos.write(2, b'no memory left\\n')\nos._exit(3)")

    assert "no memory left" in str(failure)


def test_a_kernel_dies_with_whoever_asked_for_it(server: ForkServer, tmp_path: Path) -> None:
    """A kill -9 of a worker leaves no kernel behind: the connection closes, whatever ends its owner."""
    connection = tmp_path / "k.json"
    KernelManager(connection_file=str(connection), transport="ipc", ip=str(tmp_path / "s")).write_connection_file()
    kernel = ForkedKernel(server.path, ["-f", str(connection)], str(tmp_path), dict(os.environ), [])
    alive = is_alive(kernel.pid)
    kernel._connection.close()

    assert alive
    assert wait_until(lambda: not is_alive(kernel.pid))


def test_kernels_and_server_die_with_their_owner(tmp_path: Path) -> None:
    """A kill -9 of the process that started the server ends the server and its kernels."""
    code = (
        "import os, time\nfrom scoledger.runs.warm.link import ForkServer\n"
        "server = ForkServer(dict(os.environ))\nprint(server._process.pid, flush=True)\ntime.sleep(600)"
    )
    owner = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    pid = int(owner.stdout.readline())
    alive = is_alive(pid)
    owner.send_signal(signal.SIGKILL)
    owner.wait()

    assert alive
    assert wait_until(lambda: not is_alive(pid))


def test_kernels_die_with_a_server_that_is_killed(tmp_path: Path) -> None:
    """Whoever asked sees an end, and no process is left over."""
    server = ForkServer(dict(os.environ))
    connection = tmp_path / "k.json"
    KernelManager(connection_file=str(connection), transport="ipc", ip=str(tmp_path / "s")).write_connection_file()
    kernel = ForkedKernel(server.path, ["-f", str(connection)], str(tmp_path), dict(os.environ), [])
    server._process.kill()
    ended = wait_until(lambda: kernel.poll() is not None)
    server.close()

    assert ended
    assert wait_until(lambda: not is_alive(kernel.pid))


def test_the_kernelspec_serves_stock_papermill(tmp_path: Path) -> None:
    """With papermill -k scoledger: the kernel's parent is the fork server of this user."""
    source, target = tmp_path / "a.ipynb", tmp_path / "b.ipynb"
    write_notebook(source, "import os\nprint(os.getppid())")
    pids = []
    for _ in range(2):
        papermill.execute_notebook(source, target, kernel_name=KERNELSPEC, progress_bar=False)
        pids.append(int(nbformat.read(target, as_version=4).cells[-1].outputs[0]["text"]))
    end_server(pids[0])

    assert pids[0] == pids[1] != os.getpid()


def test_the_kernelspec_serves_a_manager_as_jupyterlab_has(tmp_path: Path) -> None:
    """A long cell is interrupted; a kernel that is started again is another fork of the same server."""
    tell = "import os\nprint(os.getpid(), os.getppid())"
    manager = KernelManager(kernel_name=KERNELSPEC)
    manager.start_kernel(cwd=str(tmp_path))
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=120)
        first = answer_of(client, tell)
        client.execute("import time\nprint('begun', flush=True)\ntime.sleep(600)")
        while client.get_iopub_msg(timeout=60)["msg_type"] != "stream":
            pass
        manager.interrupt_kernel()
        interrupted = client.get_shell_msg(timeout=60)["content"]
        manager.restart_kernel()
        client.wait_for_ready(timeout=120)
        second = answer_of(client, tell)
    finally:
        client.stop_channels()
        manager.shutdown_kernel()
    end_server(int(second[1]))

    assert interrupted["ename"] == "KeyboardInterrupt"
    assert first[0] != second[0]
    assert first[1] == second[1] != os.getpid()
    assert not manager.is_alive()
    assert wait_until(lambda: not is_alive(int(second[0])))


def end_server(process: int) -> None:
    """End the fork server of this user: the next test shall not find it while it ends."""
    os.kill(process, signal.SIGTERM)
    assert wait_until(lambda: not is_alive(process))


def answer_of(client: Any, code: str) -> list[str]:
    """Words that a cell prints."""
    said: list[str] = []
    client.execute_interactive(
        code, timeout=60, output_hook=lambda message: said.append(message["content"].get("text", ""))
    )
    return "".join(said).split()


def test_the_kernelspec_serves_stock_nbclient() -> None:
    """The kernel's parent is a fork server."""
    source = (
        "from pathlib import Path\nimport os\nprint(Path(f'/proc/{os.getppid()}/cmdline').read_text(), os.getppid())"
    )
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    NotebookClient(notebook, kernel_name=KERNELSPEC).execute()

    words = notebook.cells[0].outputs[0]["text"]
    end_server(int(words.split()[-1]))

    assert "scoledger.runs.warm.server" in words


def test_the_kernelspec_falls_back_to_a_cold_kernel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    """Where nothing can be forked the notebook is executed all the same, and Jupyter's log says why it took longer."""
    monkeypatch.setattr(shared, "can_fork", lambda: False)
    source, target = tmp_path / "a.ipynb", tmp_path / "b.ipynb"
    write_notebook(source, "print(6 * 7)")
    papermill.execute_notebook(source, target, kernel_name=KERNELSPEC, progress_bar=False)

    assert nbformat.read(target, as_version=4).cells[-1].outputs[0]["text"] == "42\n"
    assert "starting a cold kernel, because this system cannot fork a process" in capfd.readouterr().err


def test_a_server_that_is_gone_is_one_clear_error(tmp_path: Path) -> None:
    """The provisioner takes it for a reason to start a cold kernel."""
    with pytest.raises(WarmKernelError, match="does not answer"):
        ForkedKernel(tmp_path / "nobody", [], str(tmp_path), {}, [])


def test_a_server_that_does_not_answer_is_no_server_that_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes the connection and says nothing."""
    monkeypatch.setattr(link, "FORK", 0.1)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as silent:
        silent.bind(str(tmp_path / "silent"))
        silent.listen()
        with pytest.raises(WarmKernelError, match=r"has not answered for 0 seconds"):
            ForkedKernel(tmp_path / "silent", [], str(tmp_path), {}, [])


def test_jupyter_goes_on_while_a_server_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server may be slow to answer; whoever has many kernels serves the others meanwhile."""
    goes_on = threading.Event()

    def ask(*_: object) -> SimpleNamespace:
        return SimpleNamespace(pid=4711, goes_on=goes_on.wait(10))

    async def launch() -> WarmProvisioner:
        provisioner = WarmProvisioner()
        asyncio.get_running_loop().call_soon(goes_on.set)
        await provisioner.launch_kernel(["-f", "k.json"], env={SERVER_VARIABLE: "/nowhere"})
        return provisioner

    monkeypatch.setattr("scoledger.runs.warm.provisioner.ForkedKernel", ask)

    assert asyncio.run(launch()).kernel.goes_on


@pytest.mark.parametrize("request_", [b"no json\n", b"{}\n", b'{"argv": []}\n', b"[]\n", b"never ends"])
def test_a_server_refuses_what_is_no_request(server: ForkServer, request_: bytes, run: Any) -> None:
    """It says so, forks nothing and goes on."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asker:
        asker.connect(str(server.path))
        asker.sendall(request_)
        asker.shutdown(socket.SHUT_WR)
        words = json.loads(asker.recv(4096))

    assert "error" in words
    assert run("print(1)")[0] is None


def test_a_silent_asker_keeps_nobody_waiting(server: ForkServer, run: Any) -> None:
    """It may ask, or go, whenever it likes; kernels of others live on meanwhile."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as silent:
        silent.connect(str(server.path))
        silent.sendall(b'{"argv": ')
        during = run("print(1)")[0]
    after = run("print(1)")[0]

    assert during is None
    assert after is None


def test_a_fork_that_the_system_refuses_is_told_and_leaves_no_file_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The asker takes it for a reason to start a cold kernel; the server goes on."""

    def refuse() -> int:
        raise BlockingIOError("no process left")

    here, there = socket.socketpair()
    before = count_open()
    served = Server(tmp_path / "fork", 0, owned=False)
    made = count_open() - before
    there.setblocking(False)
    asker = Asker(there)
    served._selector.register(there, selectors.EVENT_READ)
    here.sendall(b'{"argv": [], "cwd": "/", "env": {}}\n')
    monkeypatch.setattr(os, "fork", refuse)
    served._hear(asker)

    assert json.loads(here.recv(4096)) == {"error": "no process left"}
    assert count_open() == before + made - 1  # its end of the connection is closed
    here.close()


def test_a_kernel_and_its_asker_that_end_at_once_disturb_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server hears of both in one batch: it has forgotten the kernel by the time it hears of the asker."""
    here, there = socket.socketpair()
    served = Server(tmp_path / "fork", 0, owned=False)
    served._woken.setblocking(False)
    kernel = served._kernels[4711] = Kernel(4711, there)
    served._selector.register(served._woken, selectors.EVENT_READ, served._reap)
    served._selector.register(there, selectors.EVENT_READ, lambda _: served._kill(kernel))
    ended, killed = [(4711, 0), (0, 0)], []
    monkeypatch.setattr(os, "waitpid", lambda *_: ended.pop(0))
    monkeypatch.setattr(os, "killpg", lambda *words: killed.append(words))
    monkeypatch.setattr(os, "kill", lambda *words: killed.append(words))
    served._waker.send(b"\0")
    here.close()
    asked = served._selector.select()
    for key, _ in asked:
        key.data(key.fileobj)

    assert [key.fileobj for key, _ in asked] == [served._woken, there]
    assert killed == []


def test_a_server_has_one_thread_and_leaves_nothing(tmp_path: Path) -> None:
    """A fork copies one thread only; the folder of the socket goes with the server, even when that is ended."""
    server = ForkServer({name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")})
    threads = len(list(Path(f"/proc/{server._process.pid}/task").iterdir()))
    server._process.send_signal(signal.SIGTERM)
    status = server._process.wait(30)

    assert threads == 1
    assert status == 0
    assert not server.path.parent.exists()
    server.close()


def test_tables_are_read_ahead_and_again_once_they_change(tiny: Project, run: Any) -> None:
    """A kernel inherits the tables from its server, which stays without a thread; a changed one it reads itself."""
    ask = (
        "from scoledger.paths import Project; from scoledger.tables import Library, load_table\n"
        "ahead, values = load_table.cache_info().misses, Library(Project.find()).read('tiny')['value_musd'].tolist()\n"
        "print([ahead, values, load_table.cache_info().misses - ahead])"
    )
    server = ForkServer({**os.environ, **VARIABLES})  # with the root of the tiny checkout
    try:

        def tell() -> list[Any]:
            failure, outputs = run(ask, server=server.path)
            assert failure is None
            return ast.literal_eval(outputs[0]["text"])

        assert wait_until(lambda: tell() == [1, [1.0, 2.0], 0])
        assert len(list(Path(f"/proc/{server._process.pid}/task").iterdir())) == 1

        write_tiny_table(tiny, (3.0, 4.0))
        assert tell() == [1, [3.0, 4.0], 1]
    finally:
        server.close()


def test_a_table_that_cannot_be_read_is_left_to_its_run(tiny: Project) -> None:
    """A server reads past it, and past a card that it cannot read at all."""
    (tiny.data / "tables" / "tiny.parquet").write_bytes(b"no table")
    assert list(read_ahead()) == ["tiny"]

    (tiny.cards / "tiny.toml").write_text("no card", encoding="utf-8")
    assert list(read_ahead()) == []


def test_a_server_that_cannot_start_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what Python said, and its folder is gone."""
    monkeypatch.setattr(tempfile, "mkdtemp", lambda prefix: str(made(tmp_path / "socket")))

    with pytest.raises(WarmKernelError, match=r"did not start: .*no such thing here"):
        ForkServer({**os.environ, "PYTHONPATH": str(broken(tmp_path))})
    assert not (tmp_path / "socket").exists()


def broken(folder: Path) -> Path:
    """Put something into a folder that stands in the way of a library."""
    (folder / "seaborn.py").write_text("raise ImportError('no such thing here')")
    return folder


def made(folder: Path) -> Path:
    """Make a folder."""
    folder.mkdir()
    return folder


def test_a_socket_with_too_long_a_name_is_refused_before_anything_starts(tmp_path: Path) -> None:
    """The system would refuse it after everything was imported."""
    with pytest.raises(WarmKernelError, match="too long"):
        link.start_server(tmp_path / ("x" * 120), {}, owned=True)


def test_a_folder_of_sockets_that_is_a_file_makes_kernels_cold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any reason for which there is no server is one kind of error."""
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    (tmp_path / f"scoledger-{os.getuid()}").write_text("")

    with pytest.raises(WarmKernelError, match="cannot be reached"):
        shared.shared_server({})


def test_the_code_of_a_batch_is_noted_before_it_is_imported(tiny: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is saved while the server imports makes the runs stale."""
    order = []
    read, start = executors.read_basis, executors.ForkServer
    monkeypatch.setattr(executors, "read_basis", lambda project: order.append("noted") or read(project))
    monkeypatch.setattr(executors, "ForkServer", lambda variables: order.append("imported") or start(variables))
    execute_runs(tiny, read_plan(tiny), jobs=2, force=True)

    assert order == ["noted", "imported"]


def test_one_run_alone_needs_no_server(tiny: Project) -> None:
    """To import everything in order to fork once would take longer."""
    with executors.warm_kernels(tiny, 1) as path:
        outcome = execute_runs(tiny, [plan_run(tiny, "plain", {})], jobs=1)[0]

    assert path is None
    assert outcome.failure is None
