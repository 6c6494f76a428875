"""The store of finished runs in `_build/runs`: one folder per run id, and an index of the latest run of every key.

A run is put together in a staging folder and renamed into place, so that a folder with a run id is always whole.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from scoledger.errors import UnknownRunError
from scoledger.paths import Project
from scoledger.results import Result, output_error, write_json, write_text
from scoledger.runs.digests import Basis, changed_code, changed_inputs, notebook_digest
from scoledger.runs.failure import Failure
from scoledger.runs.plan import PlannedRun

RECORD = "run.json"


@dataclass(frozen=True)
class RunRecord:
    """What is known of a finished run: the content of its ``run.json``.

    Parameters
    ----------
    run : str
        Run id, twelve hexadecimal digits.
    notebook, parameters, slug, page, heading
        What was run, and the page that it becomes.
    inputs : list of dict
        ``kind``, ``id``, ``digest`` and ``vintage`` of everything that it read.
    notebook_digest, code_digest, lock_digest : str
    code_files : dict of str to str
        sha256 by file of the code.
    edition, started : str
    seconds : float
        Time that the notebook took.
    versions : dict of str to str
        Of Python and the libraries.
    files : dict of str to str
        sha256 by path within the folder of the run.
    """

    run: str
    notebook: str
    parameters: dict[str, Any]
    slug: str
    page: str
    heading: str
    inputs: list[dict[str, str]]
    notebook_digest: str
    code_digest: str
    code_files: dict[str, str]
    lock_digest: str
    edition: str
    started: str
    seconds: float
    versions: dict[str, str]
    files: dict[str, str]


class RunStore:
    """The finished runs of one checkout.

    Parameters
    ----------
    project : Project
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self._folder = project.runs
        self._staging = project.runs / ".staging"

    def folder(self, run_id: str) -> Path:
        """Folder of a run."""
        return self._folder / run_id

    def record(self, run_id: str) -> RunRecord:
        """Read the record of a run.

        Raises
        ------
        UnknownRunError
            If there is no such run, or something of it is missing.
        """
        folder = self.folder(run_id)
        try:
            record = RunRecord(**json.loads((folder / RECORD).read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            record = None
        if record is None or not all((folder / name).is_file() for name in record.files):
            raise UnknownRunError(
                f"_build/runs holds no whole run {run_id!r}.\nRun 'scoledger book', or 'scoledger run NOTEBOOK'."
            )
        return record

    def latest(self, planned: PlannedRun) -> RunRecord | None:
        """Latest finished run of a plan's row; None when there is none."""
        try:
            return self.record(self._read_index(planned).get("run") or "-")
        except UnknownRunError:
            return None

    def results(self, record: RunRecord) -> list[Result]:
        """Results of a run, sorted by id."""
        paths = sorted((self.folder(record.run) / "results").glob("*.json"))
        return [Result.from_dict(json.loads(path.read_text("utf-8"))) for path in paths]

    def why(self, planned: PlannedRun, basis: Basis) -> list[str]:
        """Say in words why a run is stale; nothing when it is current."""
        failed = self._read_index(planned).get("failed")
        if failed:
            return [f"the last run failed: {Failure(**failed)}"]
        record = self.latest(planned)
        if record is None:
            return ["never run"]
        words, basis = list[str](), basis.of(planned.notebook)
        path = self.project.notebooks / f"{planned.notebook}.ipynb"
        if notebook_digest(path) != record.notebook_digest:
            words.append(f"notebook {path.name} changed")
        code = changed_code(record.code_files, basis.code)
        if code:
            words.append(f"code changed: {', '.join(code)}")
        if basis.lock != record.lock_digest:
            words.append(f"{self.project.lock.name} changed")
        return words + changed_inputs(self.project, record.inputs)

    @contextmanager
    def stage(self) -> Iterator[Path]:
        """Give a folder for one run under way; what is left of it in the end is removed.

        Raises
        ------
        OutputError
            If it cannot be made.
        """
        try:
            self._staging.mkdir(parents=True, exist_ok=True)
            folder = Path(tempfile.mkdtemp(dir=self._staging, prefix=f"{os.getpid()}-"))
        except OSError as error:
            raise output_error(self._staging, error) from error
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def keep(self, planned: PlannedRun, record: RunRecord, folder: Path) -> None:
        """Take a finished run into the store."""
        write_json(folder / RECORD, asdict(record))
        # The index comes first: a run that it names is never swept, and one that is not there yet counts as not run.
        write_json(self._index_path(planned), {"run": record.run})
        target = self.folder(record.run)
        try:
            if target.is_dir() and self._holds(record):
                return
            if target.is_dir():
                target.rename(folder.with_name("replaced"))
            folder.rename(target)
            self._failed_path(planned).unlink(missing_ok=True)
        except OSError as error:
            raise output_error(target, error) from error

    def keep_failed(self, planned: PlannedRun, failure: Failure, notebook: str) -> Path:
        """Keep the notebook of a failed run for whoever mends it; the last finished run stays in the store."""
        path = self._failed_path(planned)
        write_text(path, notebook)
        run = self._read_index(planned).get("run")
        write_json(self._index_path(planned), {"run": run, "failed": asdict(failure)})
        return path

    def sweep(self) -> None:
        """Remove what killed runs have left, and runs that no key names any more."""
        for folder in self._staging.glob("*-*"):
            if not _is_alive(int(folder.name.split("-")[0])):
                shutil.rmtree(folder, ignore_errors=True)
        named = {json.loads(path.read_text("utf-8")).get("run") for path in (self._folder / "index").glob("*.json")}
        for path in self._folder.glob(f"*/{RECORD}"):
            if path.parent.name not in named:
                shutil.rmtree(path.parent, ignore_errors=True)

    def _holds(self, record: RunRecord) -> bool:
        with contextlib.suppress(UnknownRunError):
            return self.record(record.run).files == record.files
        return False

    def _index_path(self, planned: PlannedRun) -> Path:
        return self._folder / "index" / f"{planned.key}.json"

    def _failed_path(self, planned: PlannedRun) -> Path:
        return self._folder / "failed" / f"{planned.slug}-{planned.key[:8]}.ipynb"  # runs of a sweep share slugs

    def _read_index(self, planned: PlannedRun) -> dict[str, Any]:
        try:
            entry: dict[str, Any] = json.loads(self._index_path(planned).read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return entry


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
