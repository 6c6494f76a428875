"""Writing a bundle: all of it or nothing, and never over somebody else's files."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from scoledger.editions.paper import read_definitions
from scoledger.editions.paper.scanning import scan_latex
from scoledger.errors import OutputError
from scoledger.exports.paper.content import Content, gather, read_files, write_bibliography
from scoledger.exports.paper.guide import write_example, write_guide
from scoledger.exports.paper.macros import MARK, write_macros
from scoledger.exports.tables import latex_table
from scoledger.paths import Project
from scoledger.results import PICTURES, output_error
from scoledger.site.formats import FOLDERS

_NAMES = ("README.md", "example.tex", "results.bib", "results.tex")
#: What LaTeX leaves beside example.tex.
_LEFT_BY_LATEX = ("aux", "bbl", "blg", "log", "out", "pdf", "fls", "fdb_latexmk", "synctex.gz")


def write_paper(project: Project, ids: Iterable[str], folder: Path) -> Content:
    """Write the bundle for a paper.

    Parameters
    ----------
    project : Project
    ids : iterable of str
        Of numbers, tables, figures and verdicts.
    folder : pathlib.Path
        Missing, empty, or an earlier bundle, which is replaced.

    Returns
    -------
    Content
        What is in it.

    Raises
    ------
    OutputError
        If the folder holds other things, or cannot be written; then it is as it was.
    LedgerError
        As `gather`.
    """
    target = folder.resolve()
    _check_target(target, folder)
    content = gather(project, ids)
    _replace(target, _make_files(content))
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


def _check_target(target: Path, said: Path) -> None:
    """Refuse a folder that holds anything which an earlier bundle did not."""
    if not target.exists():
        return
    if not target.is_dir():
        raise OutputError(f"{said} is a file.\nExpected a folder to write the bundle to. Name another.")
    found = {
        path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_symlink() or not path.is_dir()
    }
    foreign = sorted(found - _earlier_files(target))
    if foreign:
        raise OutputError(
            f"{said} is not empty and no earlier bundle: it holds {', '.join(foreign[:3])}"
            f"{' and others' if len(foreign) > 3 else ''}.\n"  # noqa: PLR2004 - three are named
            "Expected a new folder, an empty one, or one that 'scoledger export paper' wrote. Name another."
        )


def _earlier_files(target: Path) -> set[str]:
    """Files that an earlier bundle in this folder wrote, and what LaTeX made of its example."""
    path = target / "results.tex"
    try:
        text = path.read_text("utf-8") if path.is_file() else ""
    except (OSError, UnicodeDecodeError):  # then it is none of ours, and is named as foreign
        text = ""
    if not text.startswith(MARK):
        return set()
    ids = read_definitions(scan_latex(text))
    kinds = ((FOLDERS["figure"], (*PICTURES, "csv")), (FOLDERS["table"], ("csv", "tex")))
    files = {f"{place}/{name}.{suffix}" for place, suffixes in kinds for name in ids for suffix in suffixes}
    return {*_NAMES, *files, *(f"example.{suffix}" for suffix in _LEFT_BY_LATEX)}


def _replace(target: Path, files: Mapping[str, bytes]) -> None:
    """Put the files into a new folder and that into the place of the old one."""
    staging: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
        fresh, old = staging / "new", staging / "old"
        for name, data in files.items():
            (fresh / name).parent.mkdir(parents=True, exist_ok=True)
            (fresh / name).write_bytes(data)
        if target.exists():
            target.rename(old)
        try:
            fresh.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise
    except OSError as error:
        raise output_error(target, error) from error
    finally:
        if staging is not None:
            shutil.rmtree(staging, ignore_errors=True)
