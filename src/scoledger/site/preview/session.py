"""A preview from its first look to Ctrl-C: what has changed, what is stale because of it, and the pages of that."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

import scoledger
from scoledger.builds import hold_checkout
from scoledger.claims import contents_path, lock_path
from scoledger.errors import BuildRunningError, LedgerError
from scoledger.paths import Project
from scoledger.runs import (
    Outcome,
    PlannedRun,
    RunRecord,
    RunStore,
    check_sources,
    default_jobs,
    find_planned,
    short_page,
)
from scoledger.site.preview.board import Board
from scoledger.site.preview.checkout import copy_page, hold_preview, make_checkout, remove_checkout
from scoledger.site.preview.environment import check_book
from scoledger.site.preview.faults import PageError, RestartNeededError
from scoledger.site.preview.registry import install_run, installed_run, write_run_page
from scoledger.site.preview.renderer import Renderer
from scoledger.site.preview.running import Workers
from scoledger.site.preview.serving import PreviewServer
from scoledger.site.preview.staleness import Sources
from scoledger.site.preview.watching import LOOK, Watcher, watched
from scoledger.site.writing import is_generated

#: First page of the book.
FRONT = "book/index"
_PACKAGE = Path(scoledger.__file__).parent
#: Changed files that a line names.
_MOST = 5
#: Files that Sphinx and the runs read once, when a preview begins.
_READ_ONCE = ("_config.yml", "_toc.yml", "CITATION.cff", "requirements.lock", "book/references.bib")


class Preview:
    """A preview of the book; a context manager, which leaves nothing behind but finished runs.

    Parameters
    ----------
    project : Project
    page : str
        Docname of the only page that is kept current; empty for all.
    port : int
        0 for any that is free.
    jobs : int, optional
        Runs at once; by default one per core.
    timeout : float, optional
        Seconds that one cell may take.
    say : callable
        Takes each line that is told on the terminal.

    Raises
    ------
    BookNeededError
        If there is no whole book of the present code.
    BuildRunningError
        If another build holds the checkout.
    PreviewRunningError
        If another preview is at work in it.
    PortTakenError
        If the port is taken.
    """

    def __init__(
        self,
        project: Project,
        page: str = "",
        port: int = 0,
        jobs: int | None = None,
        timeout: float | None = None,
        *,
        say: Callable[[str], None],
    ) -> None:
        self._project, self._page, self._say = project, page, say
        self._store, self._sources = RunStore(project), Sources(project)
        self._board = Board()
        self._stack = ExitStack()
        self._changed, self._pending = set[Path](), set[Path]()
        self._unmade: dict[str, None] = {}
        self._is_held_up = False
        self._told: dict[str, str] = {}
        try:
            self._begin(port, jobs or default_jobs(), timeout)
        except BaseException:
            self._stack.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @property
    def address(self) -> str:
        """Address of the page in a browser."""
        return self._server.address(self._page or FRONT)

    def follow(self) -> None:
        """Keep the pages current until Ctrl-C."""
        self.update(is_first=True)
        while True:
            if self._changed:  # an update was broken off by a change, or another build holds the checkout
                time.sleep(LOOK)
                self._changed |= self._watcher.poll()
            else:
                self._changed = self._watcher.wait()
                names = sorted(os.path.relpath(path, self._project.root) for path in self._changed)
                self._tell(f"changed: {', '.join(names[:_MOST])}{' ...' if names[_MOST:] else ''}")
            self.update()

    def update(self, *, is_first: bool = False) -> None:
        """Make what the changes concern; a mistake is told, and looked at again with the next change."""
        started = time.perf_counter()
        try:
            with hold_checkout(self._project):
                if self._is_held_up:
                    self._is_held_up = False
                    self._mend("")
                self._date_book()
                self._pending |= self._changed
                self._changed = set()
                if self._make(started, is_first=is_first):
                    self._pending = set()
                self._mend("")
        except BuildRunningError as error:
            self._is_held_up = True
            self._blame("", str(error))
        except LedgerError as error:
            self._blame("", str(error))
        self._board.working("")

    def _begin(self, port: int, jobs: int, timeout: float | None) -> None:
        project = self._project
        self._watcher = Watcher(watched(project, _PACKAGE))
        check_book(project)
        tell_address = self._stack.enter_context(hold_preview(project))
        with hold_checkout(project):
            self._stack.callback(remove_checkout, project)
            self._copy = make_checkout(project)
            self._renderer = Renderer(project, self._copy)
            self._stack.callback(self._renderer.close)
            self._workers = Workers(project, jobs, timeout)
            self._stack.callback(self._workers.close)
        folders = (self._renderer.served, project.html)
        self._server = PreviewServer(folders, self._board, port)
        self._stack.callback(self._server.close)
        tell_address(self.address)
        self._lists = self._find_lists()
        self._date_book()

    def _date_book(self) -> None:
        """Tell of when the last book is, which may have been made since the preview began."""
        index = self._project.html / "index.html"
        if index.is_file():
            made = dt.datetime.fromtimestamp(index.stat().st_mtime).astimezone()
            self._board.begin(self._lists, f"{made:%Y-%m-%d %H:%M}")

    def _find_lists(self) -> frozenset[str]:
        """Pages that are made from the whole ledger: they stay as they are until the next book."""
        pages = (path for path in self._copy.book.rglob("*.md") if is_generated(path))
        return frozenset(path.relative_to(self._copy.root).with_suffix("").as_posix() for path in pages)

    def _make(self, started: float, *, is_first: bool) -> bool:
        """Make what the pending changes concern; whether nothing is left to be done."""
        changed = self._pending
        self._refuse_code(changed)
        if is_first:
            check_sources(self._project)
        else:
            self._sources.check(changed)
        plan = self._sources.plan(changed)
        self._queue(self._follow_files(changed))
        if is_first:
            self._queue(self._renderer.outdated())
        stale = [run for run in (plan if is_first else self._sources.concerned(changed)) if self._is_stale(run)]
        if stale:
            work = f"{len(stale)} stale {'run is' if len(stale) == 1 else 'runs are'} executed"
            self._board.working(work, {*self._unmade, *(run.page for run in stale)})
            if len(stale) > 1:
                self._tell(work)
        order = sorted(stale, key=self._rank)
        for outcome in self._workers.execute(order, lambda: not self._poll(), self._is_stale):
            self._take(outcome, started)
        for page in list(self._unmade):
            if self._poll():
                return False
            self._write(page, started)
        return not self._changed

    def _refuse_code(self, changed: Iterable[Path]) -> None:
        once = {self._project.root / name for name in _READ_ONCE}
        found = sorted(path for path in changed if path in once or path.is_relative_to(_PACKAGE))
        if found:
            raise RestartNeededError(
                f"{found[0].name} has changed, which a preview reads when it begins.\n"
                "End it with Ctrl-C, run 'scoledger book', and begin it again."
            )

    def _follow_files(self, changed: Iterable[Path]) -> list[str]:
        """Bring changed pages, styles and scripts over; gives the pages that are made from changed files."""
        project, copy = self._project, self._copy
        paths = {copy.root / path.relative_to(project.root) for path in changed}
        static = project.book / "_static"
        for path in sorted(changed):
            if path.is_relative_to(static) and path.is_file():
                self._renderer.publish_file(path, f"_static/{path.relative_to(static).as_posix()}")
                self._board.made_all()
            elif path.is_relative_to(project.book):
                if path.suffix == ".ipynb" or (path.is_file() and path.suffix == ".md" and is_generated(path)):
                    paths.discard(copy.root / path.relative_to(project.root))  # a page that a book has written
                else:
                    copy_page(project, copy, path)
        for page in sorted(self._renderer.find_pages() - self._lists):
            self._unmade.pop(page, None)
            if self._page in {"", page}:
                self._blame(
                    page,
                    f"the page {page} is gone; the last whole one is still served, and other pages lead to it.\n"
                    "Put its file back; or take it out of _toc.yml, end the preview with Ctrl-C, run 'scoledger book', "
                    "and begin it again.",
                )
        pages = self._renderer.pages_reading(paths)
        if {lock_path(project), contents_path(project)} & set(changed):
            pages += self._renderer.pages_out_of_date()
        return pages

    def _is_stale(self, run: PlannedRun) -> bool:
        """Whether a run has to be executed; where not, its page is that of the latest run."""
        if self._page and run.page != self._page:
            return False
        if self._store.why(run, self._workers.basis):
            return True
        record = self._store.latest(run)
        if record is not None and record.run != installed_run(self._copy, run.slug):
            self._install(record)
        return False

    def _rank(self, run: PlannedRun) -> float:
        """What was quick the last time comes first."""
        record = self._store.latest(run)
        return record.seconds if record else 0.0

    def _take(self, outcome: Outcome, started: float) -> None:
        """Show what has come of a run."""
        page = outcome.planned.page
        self._sources.forget(outcome.planned)
        if outcome.failure:
            self._blame(page, f"{outcome.planned}: {outcome.failure}")
            return
        if self._store.why(outcome.planned, self._workers.basis):
            return  # what it was made from has changed meanwhile: the run that makes it anew is on its way
        self._install(self._store.record(outcome.run))
        if page in self._unmade:
            self._write(page, started, f"run {outcome.seconds:.1f} s, ")

    def _install(self, record: RunRecord) -> None:
        paths = install_run(self._copy, record)
        write_run_page(self._copy, record)
        self._renderer.find_pages()
        self._queue([record.page, *self._renderer.pages_reading(paths)])

    def _queue(self, pages: Iterable[str]) -> None:
        """Note pages that are to be made, but for those of the whole ledger."""
        wanted = (page for page in pages if page not in self._lists and self._page in {"", page})
        self._unmade.update(dict.fromkeys(wanted))

    def _write(self, page: str, started: float, note: str = "") -> None:
        """Make a page that is noted; one with a fault stays so, and is tried again with the next change."""
        clock = time.perf_counter()
        try:
            self._renderer.write(page)
        except PageError as error:
            self._blame(page, str(error))
            return
        self._unmade.pop(page, None)
        self._mend(page)
        self._board.made(page)
        now = time.perf_counter()
        self._tell(f"{page}: {now - started:.1f} s after the change was seen ({note}page {now - clock:.1f} s)")

    def _poll(self) -> bool:
        """Whether something has changed meanwhile."""
        self._changed |= self._watcher.poll()
        return bool(self._changed)

    def _blame(self, page: str, words: str) -> None:
        """Tell what is wrong, once."""
        if self._told.get(page) != words:
            self._told[page] = words
            self._tell(words)
        self._board.fault(page, words)

    def _mend(self, page: str) -> None:
        if self._told.pop(page, None) is not None:
            self._tell(f"mended: {page}" if page else "mended")
        self._board.mended(page)

    def _tell(self, words: str) -> None:
        self._say(f"{dt.datetime.now().astimezone():%H:%M:%S} {words}")


def find_page(project: Project, name: str) -> str:
    """Find a page by its docname, with or without ``book/``, or by the slug of its run.

    Raises
    ------
    UnknownRunError
        If there is no such page; the message names the nearest.
    """
    short = short_page(name.removesuffix(".html").removesuffix(".md"))
    if (project.book / f"{short}.md").is_file():
        return f"book/{short}"
    return find_planned(project, short).page
