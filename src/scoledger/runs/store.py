"""The store of finished runs in `_build/runs`: one folder per run id, and an index of the latest run of every key.

A run is put together in a staging folder and renamed into place, so that a folder with a run id is always whole.
"""

from __future__ import annotations

import contextlib
import errno
import json
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from scoledger.builds.underway import own_prefix
from scoledger.builds.whole import SEEN, STAGING
from scoledger.errors import UnknownRunError
from scoledger.paths import Project
from scoledger.results import Result, output_error, write_json, write_text
from scoledger.runs.digests import Basis, changed_code, changed_inputs, digest_of, notebook_digest
from scoledger.runs.failure import Failure
from scoledger.runs.faults import DamagedRunError
from scoledger.runs.integrity import find_damage
from scoledger.runs.leftovers import remove_left, remove_parts, remove_tree
from scoledger.runs.plan import PlannedRun

RECORD = "run.json"
#: How the reason begins that a run is stale because its files are not what was stored.
DAMAGED = "damaged in the store: "

_NEXT = "Run 'scoledger book', or 'scoledger run NOTEBOOK': what is missing or damaged is executed again."


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

    @property
    def stamp(self) -> str:
        """Digest of all but the times: two executions of one run have one."""
        return digest_of({name: value for name, value in vars(self).items() if name not in ("started", "seconds")})


class RunStore:
    """The finished runs of one checkout.

    Parameters
    ----------
    project : Project
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self._folder = project.runs
        self._staging = project.runs / STAGING
        self._seen = project.runs / SEEN

    def folder(self, run_id: str) -> Path:
        """Folder of a run."""
        return self._folder / run_id

    def record(self, run_id: str) -> RunRecord:
        """Read the record of a run.

        Raises
        ------
        UnknownRunError
            If there is no such run.
        DamagedRunError
            If a file of it is missing or is not what was stored.
        """
        folder = self.folder(run_id)
        try:
            record = RunRecord(**json.loads((folder / RECORD).read_text("utf-8")))
            damage = find_damage(folder, record.files, self._seen / f"{run_id}.json")
        except FileNotFoundError as error:
            raise UnknownRunError(f"_build/runs holds no whole run {run_id!r}.\n{_NEXT}") from error
        except (OSError, ValueError, TypeError, AttributeError, RecursionError) as error:
            raise DamagedRunError(_tell_damage(run_id, f"{RECORD} is no record")) from error
        if damage:
            raise DamagedRunError(_tell_damage(run_id, damage))
        return record

    def latest(self, planned: PlannedRun) -> RunRecord | None:
        """Latest finished run of a plan's row; None when there is none, or it is damaged."""
        try:
            return self._named(self._read_index(planned))
        except UnknownRunError:
            return None

    def places(self, planned: Iterable[PlannedRun]) -> list[Path]:
        """List where the store keeps the latest runs of a plan's rows.

        Parameters
        ----------
        planned : iterable of PlannedRun

        Returns
        -------
        list of pathlib.Path
            The file of the index of every row, and the folder of the run that it names.
        """
        paths = [self._index_path(run) for run in planned]
        named = [_entry_of(path).get("run") for path in paths]
        return [*paths, *(self.folder(run) for run in named if run)]

    def results(self, record: RunRecord) -> list[Result]:
        """Results of a run, sorted by id."""
        names = sorted(name for name in record.files if name.startswith("results/"))
        paths = [self.folder(record.run) / name for name in names]
        return [Result.from_dict(json.loads(path.read_text("utf-8"))) for path in paths]

    def why(self, planned: PlannedRun, basis: Basis) -> list[str]:
        """Say in words why a run is stale; nothing when it is current."""
        try:
            entry = self._read_index(planned)
            if entry.get("failed"):
                return [f"the last run failed: {Failure(**entry['failed'])}"]
            record = self._named(entry)
        except DamagedRunError as error:
            return [DAMAGED + str(error).splitlines()[0]]
        except UnknownRunError:
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
            folder = Path(tempfile.mkdtemp(dir=self._staging, prefix=own_prefix()))
        except OSError as error:
            raise output_error(self._staging, error) from error
        try:
            yield folder
        finally:
            remove_tree(folder)

    def keep(self, planned: PlannedRun, record: RunRecord, folder: Path) -> None:
        """Take a finished run into the store.

        Raises
        ------
        OutputError
            If it cannot be written; no half of a run is then in the store.
        """
        write_json(folder / RECORD, asdict(record))
        # The index comes first: a run that it names stays (`clear`), and one that is not there yet counts as not run.
        write_json(self._index_path(planned), {"run": record.run, "record": record.stamp})
        target = self.folder(record.run)
        try:
            if not self._holds(record):
                with contextlib.suppress(FileNotFoundError):
                    target.rename(folder.with_name("replaced"))
                with contextlib.suppress(FileExistsError):
                    _rename(folder, target)
            self._failed_path(planned).unlink(missing_ok=True)
        except OSError as error:
            raise output_error(target, error) from error

    def keep_failed(self, planned: PlannedRun, failure: Failure, notebook: str) -> Path:
        """Keep the notebook of a failed run for whoever mends it; the last finished run stays in the store."""
        path = self._failed_path(planned)
        write_text(path, notebook)
        try:
            entry = self._read_index(planned)
        except DamagedRunError:  # which run was the last is no longer known
            entry = {}
        write_json(self._index_path(planned), {"run": None, **entry, "failed": asdict(failure)})
        return path

    def clear(self) -> None:
        """Remove what killed runs have left, and runs that no key names any more; the checkout must be held."""
        self.remove_left()
        if not any(self._staging.glob("*")):  # else somebody may be about to rename what looks like a left part
            remove_parts(self._folder / name for name in ("index", "failed", self._seen.name))
        # Folders first: another process may keep a run meanwhile, which is then in the index but not in this list.
        runs = [path.parent for path in self._folder.glob(f"*/{RECORD}")]
        named = self._read_named()
        unnamed = [run for run in runs if run.name not in named]
        if unnamed:
            named = self._take_away(unnamed)
        for path in self._seen.glob("*.json"):
            if path.stem not in named:
                path.unlink(missing_ok=True)

    def remove_left(self) -> None:
        """Remove what runs of killed processes have left under way."""
        remove_left(self._staging)

    def _read_named(self) -> set[str | None]:
        """Read which runs the index names; a file of it that cannot be read names none, and is written anew."""
        return {_entry_of(path).get("run") for path in (self._folder / "index").glob("*.json")}

    def _take_away(self, runs: Iterable[Path]) -> set[str | None]:
        """Remove runs that no key names, unless one does by now; give the runs that the index names.

        Whoever keeps such a run again meanwhile first writes the index and then looks for the folder: it is put back
        here, or found missing there.
        """
        with self.stage() as folder:
            for run in runs:
                with contextlib.suppress(OSError):  # it stays, until it can be moved
                    run.rename(folder / run.name)
            named = self._read_named()
            for taken in list(folder.iterdir()):
                if taken.name in named:
                    with contextlib.suppress(FileExistsError):  # kept anew, meanwhile
                        _rename(taken, self.folder(taken.name))
        return named

    def _holds(self, record: RunRecord) -> bool:
        with contextlib.suppress(UnknownRunError):
            return self.record(record.run).stamp == record.stamp
        return False

    def _index_path(self, planned: PlannedRun) -> Path:
        return self._folder / "index" / f"{planned.key}.json"

    def _failed_path(self, planned: PlannedRun) -> Path:
        return self._folder / "failed" / f"{planned.slug}-{planned.key[:8]}.ipynb"  # runs of a sweep share slugs

    def _read_index(self, planned: PlannedRun) -> dict[str, Any]:
        """Read what is noted of a plan's row; nothing before its first run."""
        path = self._index_path(planned)
        entry = _entry_of(path)
        if not entry and path.exists():
            raise DamagedRunError(f"index/{path.name} is no note of a run")
        return entry

    def _named(self, entry: dict[str, Any]) -> RunRecord:
        """Read the run that an entry of the index names, and see that it is the one that was meant."""
        record = self.record(entry.get("run") or "-")
        if entry.get("record", record.stamp) != record.stamp:
            raise DamagedRunError(_tell_damage(record.run, f"{RECORD} is not the record that was kept"))
        return record


def clear_leftovers(project: Project) -> None:
    """Remove what a killed command has left, and runs that no key names any more; the checkout must be held."""
    RunStore(project).clear()
    remove_parts((project.registry, project.result_pages, project.exports, project.book))


def _entry_of(path: Path) -> dict[str, Any]:
    """Content of a file of the index; nothing where it is missing or damaged."""
    try:
        entry = json.loads(path.read_text("utf-8"))
        Failure(**entry.get("failed") or {"error": ""})
        is_entry = isinstance(entry["run"], str | None)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}
    return entry if is_entry else {}


def _tell_damage(run_id: str, what: str) -> str:
    return f"run {run_id}: {what}\nExpected every file of _build/runs/{run_id} as it was stored.\n{_NEXT}"


def _rename(folder: Path, target: Path) -> None:
    """Rename a folder; a target that somebody else has put there meanwhile is told from other errors."""
    try:
        folder.rename(target)
    except OSError as error:
        if error.errno == errno.ENOTEMPTY:
            raise FileExistsError(error.errno, error.strerror, str(target)) from error
        raise
