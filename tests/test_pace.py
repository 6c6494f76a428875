"""What keeps the whole suite short is in force."""

from __future__ import annotations

import gc
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from pace import LONGEST, put_longest_first

ROOT = Path(__file__).resolve().parents[1]


def test_what_takes_longest_comes_first() -> None:
    """In the order of the list; all others stay as they were, and so do the tests of a module."""
    last, first = LONGEST[1], LONGEST[0]
    names = ("tests/b.py::one", f"{last}::two", f"{last}::one", "tests/a.py::one", f"{first}::one")
    items = [SimpleNamespace(nodeid=name) for name in names]
    put_longest_first(items)

    expected = [f"{first}::one", f"{last}::two", f"{last}::one", "tests/b.py::one", "tests/a.py::one"]
    assert [item.nodeid for item in items] == expected


@pytest.mark.parametrize("name", LONGEST)
def test_a_module_that_takes_long_is_there(name: str) -> None:
    """One that is renamed or split is renamed in the list."""
    assert (ROOT / name).is_file()


def test_what_stays_in_memory_is_out_of_the_collector_s_sight() -> None:
    """At least all that libraries have defined."""
    assert gc.get_freeze_count() > 100_000


#: Says how many threads its process has, once it has computed something.
COUNT = "import os, numpy; numpy.linalg.inv(numpy.eye(400)); print(len(os.listdir('/proc/self/task')))"


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="threads are counted where Linux lists them")
def test_libraries_compute_with_one_thread() -> None:
    """As in runs; a process that a test starts does so too."""
    done = subprocess.run([sys.executable, "-c", COUNT], capture_output=True, text=True, check=True)

    assert done.stdout == "1\n"


def test_ctrl_c_is_heard_also_where_tests_run_in_the_background() -> None:
    """A shell has it ignored there, and tests that wait for it would wait for ever."""
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
