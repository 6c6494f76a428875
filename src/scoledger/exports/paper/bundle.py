"""Writing a bundle: all of it or nothing, and never over somebody else's files."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from scoledger.editions.paper import SUMS, is_as_written, read_sums, write_sums
from scoledger.errors import OutputError
from scoledger.exports.paper.content import Content, gather, read_files, write_bibliography
from scoledger.exports.paper.guide import write_example, write_guide
from scoledger.exports.paper.macros import write_macros
from scoledger.exports.tables import latex_table
from scoledger.paths import Project
from scoledger.results import output_error
from scoledger.site.formats import FOLDERS

#: What LaTeX leaves beside example.tex.
_LEFT_BY_LATEX = tuple(
    f"example.{suffix}" for suffix in ("aux", "bbl", "blg", "log", "out", "pdf", "fls", "fdb_latexmk", "synctex.gz")
)
_MOST_NAMED = 5


def write_paper(project: Project, ids: Iterable[str], folder: Path) -> Content:
    """Write the bundle for a paper.

    Parameters
    ----------
    project : Project
    ids : iterable of str
        Of numbers, tables, figures and verdicts.
    folder : pathlib.Path
        Missing, empty, or an earlier bundle in which nothing was altered, whose files are replaced.

    Returns
    -------
    Content
        What is in it.

    Raises
    ------
    OutputError
        If the folder holds other or altered files, or cannot be written; then it is as it was.
    PaperError
        If the checksums of an earlier bundle cannot be read.
    LedgerError
        As `gather`.
    """
    target = folder.resolve()
    old = _check_target(target, folder)
    content = gather(project, ids)
    files = _make_files(content)
    _replace(target, old, {**files, SUMS: write_sums(files)})
    return content


def _make_files(content: Content) -> dict[str, bytes]:
    """All files of a bundle by path."""
    files = {
        "README.md": write_guide(content).encode(),
        "example.tex": write_example(content).encode(),
        "results.bib": write_bibliography(content).encode(),
        "results.tex": write_macros(content).encode(),
    }
    for result in content.of_kind(*FOLDERS):
        stem = f"{FOLDERS[result.kind]}/{result.id}"
        files |= {f"{stem}.{suffix}": data for suffix, data in read_files(content, result).items()}
        if result.kind == "table":
            files[f"{stem}.tex"] = latex_table(result, content.source_note(result)).encode()
    return files


def _check_target(target: Path, said: Path) -> list[str]:
    """Name what an earlier bundle wrote here; refuse a folder in which anything was added or altered since."""
    if not target.exists():
        return []
    if not target.is_dir():
        raise OutputError(f"{said} is a file.\nExpected a folder to write the bundle to. Name another.")
    sums = read_sums(target)
    found = sorted(
        path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_symlink() or not path.is_dir()
    )
    ours = {*sums, *((SUMS, *_LEFT_BY_LATEX) if sums else ())}
    if foreign := [name for name in found if name not in ours]:
        raise OutputError(
            f"{said} is not empty, and no earlier bundle alone: it holds {_list(foreign)}.\n"
            f"Expected a new folder, an empty one, or a bundle as it was written, with its {SUMS}. Name another."
        )
    if edited := [name for name in found if name in sums and not is_as_written(target / name, sums[name])]:
        raise OutputError(
            f"{said} is a bundle that was altered since it was written: {_list(edited)}.\n"
            "Expected files as they were written, so that nobody's changes are lost.\n"
            "Move these to another folder, or name another folder."
        )
    return found


def _list(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST_NAMED]) + (f" and {len(names) - _MOST_NAMED} more" if names[_MOST_NAMED:] else "")


def _replace(target: Path, old: Iterable[str], files: Mapping[str, bytes]) -> None:
    """Put the files into the place of the old ones; the folder itself stays, since somebody may be working in it."""
    is_new = not target.exists()
    try:
        target.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(dir=target, prefix=".scoledger-"))
    except OSError as error:
        raise output_error(target, error) from error
    is_done = False
    try:
        for name, data in files.items():
            (staging / "new" / name).parent.mkdir(parents=True, exist_ok=True)
            (staging / "new" / name).write_bytes(data)
        moves = [(target / name, staging / "old" / name) for name in old]
        _move_all([*moves, *((staging / "new" / name, target / name) for name in files)])
        is_done = True
    except OSError as error:
        if _has_files(staging / "old"):
            raise OutputError(
                f"{target} cannot be written: {error}.\nExpected to put the earlier files back, which failed, too.\n"
                f"They stand in {staging / 'old'}: move them back by hand."
            ) from error
        raise output_error(target, error) from error
    finally:
        if is_done or not _has_files(staging / "old"):
            shutil.rmtree(staging, ignore_errors=True)
        _remove_empty(target, is_new=is_new)


def _move_all(moves: Iterable[tuple[Path, Path]]) -> None:
    """Move every file, or none: when one cannot be moved, those before it are moved back."""
    done: list[tuple[Path, Path]] = []
    try:
        for source, goal in moves:
            goal.parent.mkdir(parents=True, exist_ok=True)
            source.rename(goal)
            done.append((source, goal))
    except BaseException:  # also when somebody interrupts
        for source, goal in reversed(done):
            goal.rename(source)
        raise


def _has_files(folder: Path) -> bool:
    return any(not path.is_dir() for path in folder.rglob("*"))


def _remove_empty(target: Path, *, is_new: bool) -> None:
    """Remove folders of the bundle that hold nothing now, and the folder itself where it was made for nothing."""
    for folder in (*(target / place for place in FOLDERS.values()), *((target,) if is_new else ())):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
