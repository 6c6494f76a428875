"""Building the HTML: Sphinx works in a staging folder, and `_build/html` only ever holds a whole book."""

from __future__ import annotations

import hashlib
import html
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from scoledger.claims import lock_path
from scoledger.claims.contradictions import contradictions_path
from scoledger.errors import BuildFailedError
from scoledger.paths import Project
from scoledger.results import output_error, write_bytes, write_json, write_text
from scoledger.site.pages import write_pages

#: First page of the book, below the built HTML.
FRONT = "book/index.html"

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_FAULT = re.compile(r"(WARNING|ERROR|CRITICAL|[A-Za-z]+Error):")
#: Faults that are printed; the rest is counted.
_MOST = 30


def build_book(project: Project) -> Path:
    """Write the generated pages and build the book.

    Sphinx is not started when nothing that it reads has changed since the last success.  It builds into a staging
    folder; the pages reach ``_build/html`` only when it has found no fault.

    Returns
    -------
    pathlib.Path
        ``_build/html/index.html``.

    Raises
    ------
    BuildFailedError
        If Sphinx warns of anything; the message lists each fault with page and line.
    OutputError
        If a folder cannot be written.
    """
    write_pages(project)
    index = project.html / "index.html"
    digest = sources_digest(project)
    if _is_built(project, digest):
        return index
    stamp = _stamp(project)
    stamp.unlink(missing_ok=True)
    _note_look(project)
    _run_sphinx(project)
    write_text(_staging(project) / "index.html", _write_front())
    sizes = mirror_folders({"": _staging(project), "exports": project.exports}, project.html)
    write_json(stamp, {"digest": digest, "files": sizes})
    return index


def sources_digest(project: Project) -> str:
    """Digest of everything that the build reads."""
    digest = hashlib.sha256()
    for path in _read_by_build(project):
        name = path.relative_to(project.root) if path.is_relative_to(project.root) else path.name
        digest.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def mirror_folders(sources: dict[str, Path], target: Path) -> dict[str, int]:
    """Make a folder hold exactly the files of others.

    Parameters
    ----------
    sources : dict of str to pathlib.Path
        Folder to copy, by its name below the target; a later one wins.
    target : pathlib.Path

    Returns
    -------
    dict of str to int
        Size of each file, by its path below the target.

    Raises
    ------
    OutputError
        If the target cannot be written.
    """
    files = {
        (Path(below) / path.relative_to(source)).as_posix(): path
        for below, source in sources.items()
        for path in _files(source)
    }
    for name, path in files.items():
        write_bytes(target / name, path.read_bytes())
    for path in [path for path in _files(target) if path.relative_to(target).as_posix() not in files]:
        try:
            path.unlink()
        except OSError as error:
            raise output_error(path, error) from error
    return {name: path.stat().st_size for name, path in sorted(files.items())}


def find_faults(output: str, root: Path) -> list[str]:
    r"""Pick the faults out of what Sphinx wrote, with paths below the root.

    Examples
    --------
    >>> find_faults("/r/book/a.md:3: WARNING: there is no result 'x'.\nbuild finished", Path("/r"))
    ["book/a.md:3: there is no result 'x'."]
    """
    lines = [_ANSI.sub("", line).strip() for line in output.splitlines()]
    faults = [line.replace(f"{root}{os.sep}", "") for line in lines if _FAULT.search(line)]
    return list(
        dict.fromkeys(fault.replace("WARNING: ", "").replace("[scoledger.result]", "").strip() for fault in faults)
    )


def _note_look(project: Project) -> None:
    """Have every page written again when a style or script has changed: each names the checksum of these.

    Sphinx itself neither does so nor, when no page has changed, copies the new file.
    """
    look = hashlib.sha256(b"".join(path.read_bytes() for path in _files(project.book / "_static"))).hexdigest()
    if write_text(project.build / "sphinx" / "look.txt", look + "\n"):
        for page in _staging(project).rglob("*.html"):
            page.unlink()


def _run_sphinx(project: Project) -> None:
    command = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build", str(project.root)]
    command += ["-W", "-n", "--keep-going", "--path-output", str(_staging(project).parents[1])]
    environment = {**os.environ, "PYTHONWARNINGS": "ignore", "NO_COLOR": "1", "SCOLEDGER_ROOT": str(project.root)}
    done = subprocess.run(  # noqa: S603 - our own Python, no shell
        command, cwd=project.root, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode == 0 and (_staging(project) / FRONT).is_file():
        return
    # Sphinx remembers pages that it warned of as read; without its memory it reads, and warns, again.
    (_staging(project).parent / ".doctrees" / "environment.pickle").unlink(missing_ok=True)
    output = done.stderr + "\n" + done.stdout
    faults = find_faults(output, project.root) or output.strip().splitlines()[-_MOST:]
    more = [f"... and {len(faults) - _MOST} more"] if len(faults) > _MOST else []
    listing = "\n".join(f"  {fault}" for fault in [*faults[:_MOST], *more])
    raise BuildFailedError(
        f"the book cannot be built; faults found: {len(faults)}.\n{listing}\n"
        "Expected a book without a single warning; the last whole one, if any, is still in _build/html.\n"
        "Mend the pages named above, then run the same command again."
    )


def _read_by_build(project: Project) -> Iterator[Path]:
    single = (
        *(project.root / "_config.yml", project.root / "_toc.yml", project.lock),
        *(contradictions_path(project), lock_path(project)),
    )
    yield from (path for path in single if path.is_file())
    for folder in (project.book, project.registry, project.exports, Path(__file__).parent):
        yield from (path for path in _files(folder) if path.suffix != ".pyc" and ".ipynb_checkpoints" not in path.parts)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _staging(project: Project) -> Path:
    return project.build / "sphinx" / "_build" / "html"


def _stamp(project: Project) -> Path:
    return project.build / "sphinx" / "built.json"


def _is_built(project: Project, digest: str) -> bool:
    stamp = _stamp(project)
    if not stamp.is_file():
        return False
    built = json.loads(stamp.read_text(encoding="utf-8"))
    present = {path.relative_to(project.html).as_posix(): path.stat().st_size for path in _files(project.html)}
    return bool(built.get("digest") == digest and built.get("files") == present)


def _write_front() -> str:
    front = html.escape(FRONT)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="refresh" content="0; url={front}">\n<title>To the book</title>\n</head>\n'
        f'<body><p><a href="{front}">To the book</a></p></body>\n</html>\n'
    )
