"""One Sphinx application that stays in memory and reads and writes single pages."""

from __future__ import annotations

import io
import shutil
import traceback
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from scoledger.paths import Project
from scoledger.results import output_error
from scoledger.site.build import find_faults
from scoledger.site.lookup import pages_out_of_date
from scoledger.site.preview.checkout import preview_folder
from scoledger.site.preview.environment import move_environment, refuse_other_code
from scoledger.site.preview.faults import PageError
from scoledger.site.stamp import files_of


class Renderer:
    """Sphinx over the preview's checkout.

    Parameters
    ----------
    project, copy : Project
        The real checkout and that of the preview.

    Attributes
    ----------
    served : pathlib.Path
        The pages that were written since the preview began, whole ones only.

    Raises
    ------
    BookNeededError
        If the last book is missing or was made by other code.
    """

    def __init__(self, project: Project, copy: Project) -> None:
        self._project, self._copy, self._folder = project, copy, preview_folder(project)
        self.served, self._staging = self._folder / "html", self._folder / "staging"
        self._said = io.StringIO()
        self._stack = ExitStack()
        move_environment(project, copy, self._folder / "doctrees")
        # Pages name the checksums of styles and scripts, which Sphinx takes from where it writes.
        shutil.copytree(project.html / "_static", self._staging / "_static")
        self.served.mkdir()
        self._app = self._start()
        self._env = self._app.env
        self._app.events.emit("env-updated", self._env)  # where each page leads on to is known from here on

    def close(self) -> None:
        """Give docutils its own roles and directives back."""
        self._stack.close()

    def pages_reading(self, paths: Iterable[Path]) -> list[str]:
        """Pages that depend on one of some files, or are made from it, sorted."""
        known = {str(path) for path in paths}
        below = {name.removeprefix(f"{self._copy.root}/") for name in known}
        depending = {page for page, files in self._env.dependencies.items() if not known.isdisjoint(map(str, files))}
        depending |= {page for page, files in self._env.dependencies.items() if not below.isdisjoint(map(str, files))}
        made = {page for name in below if (page := self._env.path2doc(name)) and page in self._env.found_docs}
        return sorted((depending | made) & set(self._env.found_docs))

    def pages_out_of_date(self) -> list[str]:
        """Pages that show results, or entries of the lock, which have changed since they were read."""
        return pages_out_of_date(self._app, self._env, set(), set(), set())

    def outdated(self) -> list[str]:
        """Pages that are older than what they are made from, sorted."""
        _, changed, _ = self._env.get_outdated_files(config_changed=False)
        return sorted({*changed, *self.pages_out_of_date()})

    def find_pages(self) -> set[str]:
        """Take notice of pages that are new or gone; gives the latter."""
        before = set(self._env.found_docs)
        self._env.find_files(self._app.config, self._app.builder)
        return before - set(self._env.found_docs)

    def write(self, page: str) -> None:
        """Read and write one page; it is served from here on, unless something is wrong with it.

        Raises
        ------
        PageError
            If Sphinx warns of anything, or what the page is made from cannot be read; the page that was served stays.
        OutputError
            If it cannot be written.
        """
        self._said.seek(0)
        self._said.truncate()
        try:
            self._read(page)
            if not self._said.tell():
                self._write(page)
        except OSError as error:
            self._clear()
            name, copy = str(error.filename or ""), f"{self._copy.root}/"
            if name.startswith(copy) or (name and not name.startswith(f"{self._folder}/")):  # read, not written
                raise PageError(
                    f"{page}: {name.removeprefix(copy)} cannot be read: {error.strerror}.\n"
                    "Expected a file that this user may read. Put it back or mend its permissions; the page is tried "
                    "again with the next change."
                ) from error
            raise output_error(self._staging, error) from error
        except Exception as error:  # whatever a page makes an extension do, the preview says so and goes on
            self._clear()
            last = traceback.extract_tb(error.__traceback__)[-1]
            raise PageError(
                f"{page}: {type(error).__name__}: {error} ({Path(last.filename).name}:{last.lineno})"
            ) from error
        output = self._said.getvalue()
        if output:
            self._clear()
            faults = find_faults(output, self._copy.root) or [output.strip()]
            raise PageError("\n".join(faults))
        self._publish()

    def publish_file(self, path: Path, name: str) -> None:
        """Serve a style or script that a person has changed."""
        target = self.served / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        except OSError as error:
            raise output_error(target, error) from error

    def _start(self) -> Any:
        # Imported here: it takes seconds, for whoever only asks for help.
        from jupyter_book.config import get_final_config  # type: ignore[import-untyped] # noqa: PLC0415
        from sphinx.application import Sphinx  # noqa: PLC0415
        from sphinx.environment import CONFIG_OK  # noqa: PLC0415
        from sphinx.util.docutils import docutils_namespace, patch_docutils  # noqa: PLC0415

        root = self._copy.root
        # What `jupyter-book build -n` gives, in the same words.
        given = {"external_toc_path": (root / "_toc.yml").as_posix(), "latex_individualpages": False, "nitpicky": True}
        config, _ = get_final_config(
            user_yaml=root / "_config.yml", cli_config=given, sourcedir=root, use_external_toc=True
        )
        self._stack.enter_context(patch_docutils(None))
        self._stack.enter_context(docutils_namespace())
        app = Sphinx(
            srcdir=root,
            confdir=None,
            outdir=self._staging,
            doctreedir=self._folder / "doctrees",
            buildername="html",
            confoverrides={**config, "scoledger_root": str(self._project.root)},
            status=None,
            warning=self._said,
        )
        if app.fresh_env_used:
            raise refuse_other_code("Sphinx would read every page again")
        if app.env.config_status != CONFIG_OK:
            raise refuse_other_code(f"the setting{app.env.config_status_extra} has changed")
        builder: Any = app.builder
        builder.search = False  # the index of all words is that of the last book
        return app

    def _read(self, page: str) -> None:
        from sphinx.util.build_phase import BuildPhase  # noqa: PLC0415 - as above

        env, events = self._env, self._app.events
        before = self._describe(page)
        self._app.phase = BuildPhase.READING
        events.emit("env-before-read-docs", env, [page])
        # Forgetting a page takes its entries out of these, and leaves the entries themselves as they are.
        places = [(place, _copies(place)) for place in (vars(env), *env.domaindata.values())]
        try:
            events.emit("env-purge-doc", env, page)
            env.clear_doc(page)
            self._app.builder.read_doc(page)
        except Exception:  # the navigation of other pages leads to this one
            for place, kept in places:
                place.update(kept)
            raise
        # Titles and citations are gathered over all pages; the page of a run that keeps its title changes neither.
        if self._describe(page) != before or env.doc2path(page).endswith(".md"):
            events.emit("env-updated", env)

    def _describe(self, page: str) -> tuple[str, str]:
        title, contents = self._env.titles.get(page), self._env.tocs.get(page)
        return (title.astext() if title is not None else "", contents.astext() if contents is not None else "")

    def _write(self, page: str) -> None:
        from sphinx.util.build_phase import BuildPhase  # noqa: PLC0415 - as above

        from scoledger.site.explorers import ExplorerBox, write_all_charts  # noqa: PLC0415 - it imports Sphinx

        builder: Any = self._app.builder
        builder.images.clear()
        builder.prepare_writing({page})
        self._app.phase = BuildPhase.RESOLVING
        doctree = self._env.get_and_resolve_doctree(page, builder)
        self._app.phase = BuildPhase.WRITING
        builder.write_doc_serialized(page, doctree)
        builder.write_doc(page, doctree)
        builder.copy_image_files()
        builder.copy_download_files()
        if next(iter(doctree.findall(ExplorerBox)), None) is not None:
            write_all_charts(self._app, None)

    def _publish(self) -> None:
        """Move what was written to where it is served from: pictures first, then the page that shows them."""
        try:
            for path in sorted(self._written(), key=lambda path: path.suffix == ".html"):
                target = self.served / path.relative_to(self._staging)
                target.parent.mkdir(parents=True, exist_ok=True)
                path.replace(target)
            charts = self._staging / "_static" / "explore"
            if charts.is_dir():
                shutil.copytree(charts, self.served / "_static" / "explore", dirs_exist_ok=True)
        except OSError as error:
            raise output_error(self.served, error) from error

    def _clear(self) -> None:
        for path in self._written():
            path.unlink(missing_ok=True)

    def _written(self) -> Iterator[Path]:
        return (path for path in files_of(self._staging) if path.relative_to(self._staging).parts[0] != "_static")


def _copies(place: dict[str, Any]) -> dict[str, Any]:
    return {name: held.copy() for name, held in place.items() if type(held) in {dict, defaultdict, list, set}}
