"""The files that a page with an interactive chart loads: the library, and one script for each chart.

They are scripts, not data: a page that was opened from a disk may load a script, but not fetch a file.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from scoledger.errors import StaleResultError
from scoledger.paths import Project
from scoledger.results import SPEC, Result, write_bytes
from scoledger.site.stamp import remove_files

#: Folder of the files, below the built pages.
FOLDER = "_static/explore"


@functools.cache
def library_address() -> str:
    """Address of the library below the built pages; another version has another address."""
    return f"{FOLDER}/vega-{version('vl-convert-python')}.js"


def chart_address(result_id: str) -> str:
    """Address of the script of one chart below the built pages."""
    return f"{FOLDER}/{result_id}.js"


def write_chart_files(project: Project, charts: Iterable[Result], target: Path) -> list[Path]:
    """Write the library and the scripts of charts, and remove those of charts that are gone.

    Parameters
    ----------
    project : Project
    charts : iterable of Result
        Figures with a definition.
    target : pathlib.Path
        Folder of the built pages.

    Returns
    -------
    list of pathlib.Path
        All files; none when there is no chart.
    """
    contents = {
        chart_address(result.id): _write_script(result.id, project.registry / "files" / result.files[SPEC])
        for result in charts
    }
    paths = [target / name for name in contents]
    for path, content in zip(paths, contents.values(), strict=True):
        write_bytes(path, content)
    if paths:
        library = target / library_address()
        if not library.is_file():
            write_bytes(library, library_bytes())
        paths.append(library)
    remove_files(set((target / FOLDER).glob("*.js")) - set(paths))
    return sorted(paths)


def library_bytes() -> bytes:
    """The library that draws charts in a browser, as one script that sets ``vegaEmbed`` and nothing else.

    Notes
    -----
    It evaluates expressions by its interpreter when asked to, so that no text is run as code.
    """
    import vl_convert  # noqa: PLC0415 - only a build of the book needs it

    head = (
        f"/* Vega {vl_convert.get_vega_version()}, Vega-Lite {vl_convert.get_vegalite_versions()[-1]} and Vega-Embed"
        f" {vl_convert.get_vega_embed_version()}, with the D3 modules that they use.\n"
        "   Vega: copyright University of Washington Interactive Data Lab, BSD 3-Clause licence.  D3: copyright Mike"
        " Bostock, ISC licence. */\n"
    )
    # In a function of its own: the script has hundreds of short names that would be everybody's.
    script = vl_convert.javascript_bundle(snippet="window.vegaEmbed = vegaEmbed;")
    return f"{head}(() => {{\n{script}\n}})();\n".encode()


def _write_script(result_id: str, path: Path) -> bytes:
    name, definition = json.dumps(result_id), path.read_text("utf-8").strip()
    try:
        json.loads(definition)  # what is no JSON would be run as a script
    except (ValueError, RecursionError) as error:
        raise StaleResultError(
            f"figure {result_id!r} is damaged: the definition of its chart is no JSON: {error}.\n"
            f"Expected JSON in _build/registry/files/{path.name}. Remove that file, then run 'scoledger book'."
        ) from error
    return f"(window.scoledgerCharts ??= {{}})[{name}] = {definition};\n".encode()
