"""Sphinx for tests: each build in a process forked from one that has imported everything that builds import.

The command, the folder, the variables and what is printed are those of `scoledger.site.build`; only imports, two thirds
of the time that a small book takes, are done once.  `cold` has a test start a process of its own.
"""

from __future__ import annotations

import functools
import gc
import importlib
import json
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from scoledger.site import build as site_build
from scoledger.site.leash import run_leashed

#: What `scoledger.site.build` has Python execute.
CODE = "from jupyter_book.cli.main import main; main()"
#: What a build imports: the command, and the extensions that Jupyter Book and `_config.yml` add.
MODULES = (
    *("jupyter_book.cli.main", "sphinx.cmd.build", "sphinx.builders.html", "sphinx.search.en", "myst_nb"),
    *("myst_nb.sphinx_ext", "sphinx_togglebutton", "sphinx_copybutton", "sphinx_thebe", "sphinx_comments"),
    *("sphinx_external_toc", "sphinx.ext.intersphinx", "sphinx.ext.mathjax", "sphinx_design", "sphinx_book_theme"),
    *("sphinx_jupyterbook_latex", "sphinx_multitoc_numbering", "sphinxcontrib.bibtex", "scoledger.site.extension"),
)


class SphinxAhead:
    """Builds books in the stead of `run_leashed`."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            env={**os.environ, "PYTHONWARNINGS": "ignore"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(
        self, statements: str, words: Sequence[str], folder: Path, environment: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        """Do in a forked process what a Python of its own would; what it prints is kept."""
        assert statements == CODE, statements
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with tempfile.TemporaryDirectory() as said:
            asked = {"words": list(words), "cwd": str(folder), "env": dict(environment), "folder": said}
            self._process.stdin.write(json.dumps(asked) + "\n")
            self._process.stdin.flush()
            status = int(self._process.stdout.readline())
            out, err = (Path(said, name).read_text("utf-8", errors="replace") for name in ("out", "err"))
        return subprocess.CompletedProcess([statements, *words], status, out, err)


@functools.cache
def sphinx_ahead() -> SphinxAhead:
    """One for all tests of this process; it ends when nobody can ask it any more."""
    return SphinxAhead()


@pytest.fixture(scope="module", autouse=True)
def warm_sphinx() -> Iterator[None]:
    """Have the small books of a module built by processes that need not import anything."""
    with pytest.MonkeyPatch.context() as patch:
        # Sphinx's process is started with the first build.
        patch.setattr(site_build, "run_leashed", lambda *asked: sphinx_ahead().run(*asked))
        yield


@pytest.fixture
def cold(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have this test's books built as a user's: by a process of their own, with another hash seed."""
    monkeypatch.setattr(site_build, "run_leashed", run_leashed)


def _serve() -> None:
    """Build whatever is asked for on the standard input, a line each, until it ends."""
    sys.path[0] = ""  # as with ``python -c``
    for name in MODULES:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            _build(asked)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
        sys.stdout.flush()


def _build(asked: dict[str, Any]) -> None:
    """Become the process of one build, and end."""
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["env"])
    for number, name in ((0, os.devnull), (1, f"{asked['folder']}/out"), (2, f"{asked['folder']}/err")):
        os.dup2(os.open(name, os.O_RDWR | os.O_CREAT), number)
    sys.argv = ["-c", *asked["words"]]
    status = 1
    try:
        from jupyter_book.cli.main import main

        main()
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - the process ends, and its output says why
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    _serve()
