"""A preview of a small book: what reaches its pages, what does not, and what is left when it ends."""

from __future__ import annotations

import errno
import os
import socket
import urllib.error
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
from click.testing import CliRunner
from previewing import RunningPreview, make_book, state

from scoledger.builds import hold_checkout
from scoledger.cli import main
from scoledger.errors import LedgerError, OutputError
from scoledger.paths import Project
from scoledger.runs import RunStore, execute_runs, plan_run, stale_runs
from scoledger.runs.warm import link
from scoledger.site.preview import Preview
from scoledger.site.preview.checkout import make_checkout, remove_checkout
from scoledger.site.preview.faults import PageError, PreviewRunningError
from scoledger.site.preview.renderer import Renderer

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not link.can_fork(), reason="this system cannot fork a process"),
]

ALPHA, BETA = "book/claims/alpha", "book/claims/beta"


@dataclass
class Scene:
    """A book, its preview, the state of the checkout before the preview began, and who served a killed one."""

    project: Project
    preview: RunningPreview
    before: dict[str, tuple[int, bytes]]
    killed: list[psutil.Process]

    def edit(self, claim: str, old: str, new: str) -> None:
        """Replace words of a claim's file, or of another below the root."""
        path = self.project.root / (claim if "/" in claim else f"data/claims/nobody/{claim}.toml")
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """One preview for the tests of this module; the one before it was killed, and a page of the book is gone."""
    project = make_book(tmp_path_factory.mktemp("preview"))
    (project.book / "status.md").unlink()
    before = state(project)
    killed = kill_preview(project)
    preview = RunningPreview(project)
    yield Scene(project, preview, before, killed)
    if preview.process.poll() is None:
        preview.end()
    for process in killed:
        if process.is_running():
            process.kill()


def kill_preview(project: Project) -> list[psutil.Process]:
    """Begin a preview, kill it, and note what it had served; gives the processes that it had started."""
    preview = RunningPreview(project)
    children = psutil.Process(preview.process.pid).children(recursive=True)
    preview.process.kill()
    preview.process.wait()
    (project.build / "preview" / "checkout" / "left").touch()
    return children


def test_a_killed_preview_leaves_no_process_and_the_next_clears_its_folder(scene: Scene) -> None:
    """A worker, the server of kernels and what counts the resources of both end by themselves."""
    _, alive = psutil.wait_procs(scene.killed, timeout=60)

    assert len(scene.killed) > 2
    assert alive == []
    assert "book" in scene.preview.fetch("book/index.html")
    assert not (scene.project.build / "preview" / "checkout" / "left").exists()


def test_a_second_preview_is_refused_and_leaves_the_first_as_it_is(scene: Scene) -> None:
    """The message names its process and its address, and nothing of what it serves is removed."""
    with pytest.raises(PreviewRunningError) as found, Preview(scene.project, say=print):
        pass
    words = str(found.value)

    assert f"another preview is at work in {scene.project.root}: process {scene.preview.process.pid}, since" in words
    assert f", at {scene.preview.address}.\n" in words
    assert (scene.project.build / "preview" / "checkout").is_dir()
    assert "book" in scene.preview.fetch("book/index.html")


def test_a_changed_claim_reaches_its_page_and_those_that_cite_it(scene: Scene) -> None:
    """Its words and its number; the page that was open is told to load itself again, the other claim's is not."""
    made, other = scene.preview.news(ALPHA)["made"], scene.preview.news(BETA)["made"]
    scene.edit("alpha", "Something is so.", "Something else is so.")
    scene.preview.shows(ALPHA, "Something else is so.")
    scene.preview.shows("book/method", "21")

    assert scene.preview.news(ALPHA)["made"] > made
    assert scene.preview.news(BETA)["made"] == other
    assert "this page is current (made " in scene.preview.fetch(f"{ALPHA}.html")


def test_a_broken_claim_shows_its_message_and_the_next_mend_goes_on(scene: Scene) -> None:
    """On the terminal and on the page, which stays as it was; then the mended claim."""
    scene.edit("beta", 'title = "A tiny claim"', 'title = "A tiny claim')
    scene.preview.until(lambda: bool(scene.preview.news(BETA)["fault"]))
    fault, page = scene.preview.news(BETA)["fault"], scene.preview.fetch(f"{BETA}.html")
    scene.edit("beta", 'title = "A tiny claim', 'title = "A mended claim"')
    scene.preview.shows(BETA, "A mended claim")

    assert "data/claims/nobody/beta.toml" in fault
    assert "data/claims/nobody/beta.toml" in scene.preview.log
    assert "Something is so." in page
    assert "data/claims/nobody/beta.toml" in page
    assert scene.preview.news(BETA)["fault"] == ""


def test_a_warning_of_sphinx_is_a_fault_and_the_last_whole_page_stays(scene: Scene) -> None:
    """A page that cites what there is not; when it is mended, it is shown."""
    scene.edit("book/method.md", "It has", "It {result}`no-such-id` has")
    scene.preview.until(lambda: "no-such-id" in scene.preview.news("book/method")["fault"])
    page = scene.preview.fetch("book/method.html")
    scene.edit("book/method.md", "It {result}`no-such-id` has", "By now it has")
    scene.preview.shows("book/method", "By now it has")

    assert "<p>It has" in page
    assert scene.preview.news("book/method")["fault"] == ""


def test_a_page_that_went_before_the_preview_began_is_told(scene: Scene) -> None:
    """Its last whole one is served."""
    scene.preview.until(lambda: bool(scene.preview.news("book/status")["fault"]))

    assert "the page book/status is gone" in scene.preview.log
    assert "<h1>Status" in scene.preview.fetch("book/status.html")


def test_a_renamed_page_is_gone_and_made_under_its_new_name(scene: Scene) -> None:
    """The last whole one is still served, and other pages are made as before; when it is back, so is its page."""
    path, other = scene.project.book / "method.md", scene.project.book / "methods.md"
    path.rename(other)
    try:
        scene.preview.until(lambda: "the page book/method is gone" in scene.preview.news("book/method")["fault"])
        scene.preview.until(lambda: scene.preview.news("book/methods")["made"] == 1)
        scene.edit("book/how-to-read.md", "Words.", "Other words.")
        scene.preview.shows("book/how-to-read", "Other words.")
        page = scene.preview.fetch("book/method.html")
    finally:
        other.rename(path)
    scene.preview.until(lambda: not scene.preview.news("book/method")["fault"])

    assert "<h1>Method" in page
    assert "cannot be written" not in scene.preview.log


def test_a_new_claim_gets_a_page(scene: Scene) -> None:
    """The list of claims is that of the last book, and says so."""
    new = (scene.project.claims / "nobody" / "beta.toml").read_text("utf-8").replace('"beta"', '"gamma"')
    (scene.project.claims / "nobody" / "gamma.toml").write_text(new, encoding="utf-8")
    try:
        scene.preview.until(lambda: scene.preview.news("book/claims/gamma")["made"] == 1)
        listed = scene.preview.fetch("book/claims/index.html")
    finally:
        (scene.project.claims / "nobody" / "gamma.toml").unlink()

    assert "Something is so." in scene.preview.fetch("book/claims/gamma.html")
    assert "this page is that of the last book, " in listed


def test_a_changed_style_is_served(scene: Scene) -> None:
    """And every open page is loaded again."""
    made = scene.preview.news(BETA)["made"]
    scene.edit("book/_static/ledger.css", "\n", "\n/* another look */\n")
    scene.preview.until(lambda: scene.preview.news(BETA)["made"] > made)

    assert "another look" in scene.preview.fetch("_static/ledger.css")


def test_a_book_that_was_made_meanwhile_is_the_last(scene: Scene) -> None:
    """Pages that stay as they are until the next book say of when it is."""
    index = scene.project.html / "index.html"
    made, page = index.stat(), "book/claims/index"
    os.utime(index, (0, 1_000_000_000))
    try:
        scene.edit("book/_static/ledger.css", "\n", "\n/* a third look */\n")
        scene.preview.until(lambda: "the last book, 2001-09-" in scene.preview.news(page)["words"])
    finally:
        os.utime(index, ns=(made.st_atime_ns, made.st_mtime_ns))


def test_nothing_is_made_while_another_build_holds_the_checkout(scene: Scene) -> None:
    """The page says who does; afterwards the change is made."""
    with hold_checkout(scene.project):
        scene.edit("alpha", "is so.", "is so, after all.")
        scene.preview.until(lambda: "another build is at work" in scene.preview.news(ALPHA)["fault"])
    scene.preview.shows(ALPHA, "is so, after all.")

    assert scene.preview.news(ALPHA)["fault"] == ""


@pytest.mark.parametrize("name", ["../../../../etc/passwd", "%2e%2e/%2e%2e/data/cards/tiny.toml", "book/nothing.html"])
def test_only_the_book_is_served(scene: Scene, name: str) -> None:
    """Nothing beside the built pages, whatever the address."""
    with pytest.raises(urllib.error.HTTPError) as found:
        scene.preview.fetch(name)

    assert found.value.code == 404


def test_only_this_machine_is_served(scene: Scene) -> None:
    """Bound to the loopback; and a page from elsewhere that calls our address by its own name gets nothing."""
    port = urlsplit(scene.preview.address).port
    bound = [one.laddr for one in psutil.Process(scene.preview.process.pid).net_connections() if one.laddr.port == port]
    with pytest.raises(urllib.error.HTTPError) as found:
        scene.preview.fetch("book/index.html", Host="example.org")

    assert {address.ip for address in bound} == {"127.0.0.1"}
    assert found.value.code == 421


def test_ctrl_c_leaves_nothing_but_finished_runs(scene: Scene) -> None:
    """No process, socket, folder or traceback; book, pages, registry and memory of Sphinx untouched in time and bytes.

    The runs of the preview are those that a book would make: by id, and byte for byte.
    """
    project, process = scene.project, psutil.Process(scene.preview.process.pid)
    children, port = process.children(recursive=True), urlsplit(scene.preview.address).port
    sockets = {Path(word).parent for child in children for word in child.cmdline() if word.endswith("/fork")}
    status = scene.preview.end()
    psutil.wait_procs(children, timeout=60)
    with socket.socket() as caller:
        answer = caller.connect_ex(("127.0.0.1", port))
    after = state(project)
    edited = {name for name in scene.before if scene.before[name] != after.get(name)}
    planned = plan_run(project, "claim", {"claim_id": "alpha"})
    record = RunStore(project).latest(planned)

    assert status == 0
    assert answer == errno.ECONNREFUSED
    assert "Traceback" not in scene.preview.log
    assert [child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE] == []
    assert sockets
    assert [folder for folder in sockets if folder.exists()] == []
    assert not (project.build / "preview").exists()
    assert not (project.build / ".preview-lock-holder.json").exists()
    assert edited <= {f"data/claims/nobody/{name}.toml" for name in ("alpha", "beta")} | {
        "book/method.md",
        "book/how-to-read.md",
        "book/_static/ledger.css",
    }
    assert set(after) - set(scene.before) == {"preview.log"}
    assert record is not None
    assert stale_runs(project, [planned]) == {}
    (again,) = execute_runs(project, [planned], jobs=1, force=True)
    assert again.run == record.run
    assert RunStore(project).record(again.run).files == record.files


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (
            PermissionError(errno.EACCES, "Permission denied", "/x"),
            PageError,
            "book/method: /x cannot be read: Permission",
        ),
        (OSError(errno.ENOSPC, "No space left on device"), OutputError, "staging cannot be written: No space left"),
        (ZeroDivisionError("by zero"), PageError, "book/method: ZeroDivisionError: by zero (test_preview.py:"),
    ],
)
def test_a_page_that_cannot_be_read_stays_in_the_navigation(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, error: Exception, kind: type[LedgerError], words: str
) -> None:
    """The message says what is wrong with it; another page, which leads to it, is made."""
    if scene.preview.process.poll() is None:
        scene.preview.end()

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("scoledger.site.lookup.read_result", fail)
    renderer = Renderer(scene.project, make_checkout(scene.project))
    try:
        with pytest.raises(kind) as found:
            renderer.write("book/method")
        renderer.write("book/how-to-read")
        page = (renderer.served / "book" / "how-to-read.html").read_text("utf-8")
    finally:
        renderer.close()
        remove_checkout(scene.project)

    assert words in str(found.value)
    assert 'href="method.html"' in page


def test_without_a_book_there_is_nothing_to_begin_with(tiny: Project) -> None:
    """The message says what to do, and nothing is left."""
    result = CliRunner().invoke(main, ["preview"], catch_exceptions=False)

    assert result.exit_code == 2
    assert "scoledger: no whole book stands in " in result.output
    assert "Run 'scoledger book' first" in result.output
    assert not (tiny.build / "preview").exists()


def test_a_page_that_there_is_not_is_refused(tiny: Project) -> None:
    """The nearest one is named, before anything is made."""
    result = CliRunner().invoke(main, ["preview", "plain/kgzz"], catch_exceptions=False)

    assert result.exit_code == 2
    assert "the plan has no run 'plain/kgzz'. Did you mean 'plain/kgz'?" in result.output
    assert not tiny.build.exists()
