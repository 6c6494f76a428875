"""Making results: every call makes one and shows it.

It is written only when a runner has named a folder; in JupyterLab and under plain papermill it is only shown.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from scoledger.errors import DuplicateIdError, UnknownTableError, nearest
from scoledger.parameters import Declaration
from scoledger.paths import Project
from scoledger.results.cells import executed_cells, read_cells
from scoledger.results.charting import SPEC, chart_bytes
from scoledger.results.display import (
    Shown,
    show_figure,
    show_heading,
    show_number,
    show_piece,
    show_table,
    show_text,
    show_verdict,
    write_cells,
)
from scoledger.results.protocols import Drawing, Explorer, Verdict
from scoledger.results.rendering import (
    MARKS,
    PICTURES,
    csv_bytes,
    marks_bytes,
    picture_bytes,
    plain_bound,
    plain_frame,
    plain_value,
)
from scoledger.results.result import Result, check_id
from scoledger.results.writing import write_bytes, write_json, write_text
from scoledger.tables import Library
from scoledger.units import write_value

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Maker:
    """One notebook at work: its parameters, its data and the results that it makes.

    Parameters
    ----------
    project : Project
    declaration : Declaration
    parameters : dict
        Complete and typed.
    folder : pathlib.Path or None
        Where results are written; None shows them only.

    Attributes
    ----------
    library : scoledger.tables.Library
        Through which the notebook reads; it remembers what was read.
    notebook : str
        Its name.
    slug : str
        Prefix of the ids.
    page : str
        Docname of the page that this run becomes.
    """

    def __init__(
        self, project: Project, declaration: Declaration, parameters: dict[str, Any], folder: Path | None
    ) -> None:
        self.project = project
        self.parameters = parameters
        self.library = Library(project)
        self.slug = check_id(declaration.slug_of(parameters))
        self.page = declaration.page_of(parameters)
        self.results: dict[str, Result] = {}
        self.notebook = declaration.name
        self._folder = folder
        self.write_inputs()

    def number(
        self,
        name: str,
        value: float,
        unit: str,
        *,
        title: str,
        caption: str = "",
        form: str | None = None,
        low: float | None = None,
        high: float | None = None,
        n: int | None = None,
        tables: Sequence[str] | None = None,
        is_main: bool = False,
    ) -> Shown:
        """Make a number of the run.

        Parameters
        ----------
        name : str
            The id is the slug, a dash and this.
        value, low, high : float
            In `unit`; an interval bound that is missing may be NaN, the value may not.
        unit : str
            One of `scoledger.units.UNITS`.
        title, caption : str
        form : str, optional
            Format specification, for example ``",.1f"``.
        n : int, optional
            Number of observations behind it.
        tables : sequence of str, optional
            Ids of the tables that it rests on; by default all that were read so far.
        is_main : bool
            Whether it is a main estimate of its chapter: those are listed together and kept in the golden table.

        Raises
        ------
        ResultError, DuplicateIdError, UnknownUnitError
            If it has no finite value, its id is in use, or nobody knows the unit.
        """
        value = plain_value(value)
        result = self._result(
            name,
            "number",
            title,
            tables,
            value=value,
            unit=unit,
            format=form or "",
            text=write_value(value, unit, form),
            low=plain_bound(low),
            high=plain_bound(high),
            n=None if n is None else int(n),
            caption=caption,
            details={"is_main": True} if is_main else {},
        )
        return self._keep(result, {}, show_number(result))

    def table(
        self,
        name: str,
        frame: pd.DataFrame,
        *,
        title: str,
        caption: str = "",
        formats: Mapping[str, str] | None = None,
        tables: Sequence[str] | None = None,
        is_quiet: bool = False,
    ) -> Shown:
        """Make a table of the run, and a CSV file of its raw values.

        Parameters
        ----------
        name : str
        frame : pandas.DataFrame
            Plain columns, named for a reader; a named index becomes columns.
        title, caption : str
        formats : mapping, optional
            Format specification by column.
        tables : sequence of str, optional
            As for `number`.
        is_quiet : bool
            Leave the sources out of the book's page, where the page states them anyway.
        """
        frame = plain_frame(frame)
        columns, rows = write_cells(frame, formats or {})
        details = {"columns": columns, "rows": rows}
        result = self._result(name, "table", title, tables, caption=caption, details=details, kinds=("csv",))
        return self._keep(result, {"csv": csv_bytes(frame)}, show_table(result, is_quiet=is_quiet))

    def figure(
        self,
        name: str,
        figure: Figure,
        *,
        data: pd.DataFrame,
        title: str,
        alt: str,
        caption: str = "",
        tables: Sequence[str] | None = None,
        marks: Mapping[str, Any] | None = None,
    ) -> Shown:
        """Make a figure of the run: SVG, PDF, PNG and the CSV of what it draws.  The figure is closed.

        Parameters
        ----------
        name : str
        figure : matplotlib.figure.Figure
        data : pandas.DataFrame
            The values that are drawn.
        title, caption : str
        alt : str
            What it shows, for those who cannot see it.
        tables : sequence of str, optional
            As for `number`.
        marks : mapping, optional
            Where what is drawn lies in the picture, for the page; kept as one more file.
        """
        more = {MARKS: marks_bytes(marks)} if marks else {}
        kinds = (*PICTURES, "csv", *more)
        result = self._result(name, "figure", title, tables, caption=caption, alt=alt, kinds=kinds)
        pictures = picture_bytes(figure, result.id, title)
        files = {**pictures, "csv": csv_bytes(plain_frame(data)), **more}
        return self._keep(result, files, show_figure(result, pictures["svg"]))

    def drawing(
        self, name: str, drawing: Drawing | None, otherwise: str = "", tables: Sequence[str] | None = None
    ) -> Shown:
        """Make a figure of a drawing that brings its own data and words.

        Parameters
        ----------
        drawing : Drawing, optional
            None says that there is nothing to draw; then `otherwise` stands in its place.
        tables : sequence of str, optional
            As for `number`.
        """
        if drawing is None:
            return self.text(name, otherwise)
        return self.figure(
            name, drawing.figure, data=drawing.data, title=drawing.title, alt=drawing.alt, caption=drawing.caption,
            tables=tables, marks=drawing.marks,
        )  # fmt: skip

    def chart(self, name: str, explorer: Explorer, tables: Sequence[str] | None = None) -> Shown:
        """Make a figure that a page can make interactive: SVG, PDF, PNG, its data as CSV, and its definition.

        Parameters
        ----------
        name : str
        explorer : Explorer
            A chart that brings its own data and words.
        tables : sequence of str, optional
            As for `number`.

        Raises
        ------
        ResultError
            If it cannot be drawn.
        """
        result = self._result(
            name, "figure", explorer.title, tables, caption=explorer.caption, alt=explorer.alt,
            kinds=(*PICTURES, "csv", SPEC),
        )  # fmt: skip
        files = {**chart_bytes(explorer.spec, result.id), "csv": csv_bytes(plain_frame(explorer.data))}
        return self._keep(result, files, show_figure(result, files["svg"]))

    def verdict(self, verdict: Verdict) -> Shown:
        """Make the verdict of the run; its id is the slug itself."""
        details = verdict.to_dict()
        title = str(details.get("claim", {}).get("paraphrase", self.slug))
        result = self._result(
            "", "verdict", title, None, text=details["verdict"], caption=details.get("sentence", ""), details=details
        )
        return self._keep(result, {}, show_verdict(result))

    def piece(self, name: str) -> Shown:
        """Show another piece of the verdict that was made: its ``readings`` or its ``records``."""
        return show_piece(self.results[self.slug], name)

    def text(self, name: str, markdown: str, *, title: str = "") -> Shown:
        """Make a short piece of markdown of the run; it may cite results with ``{result}`` roles."""
        result = self._result(name, "text", title or name, None, text=markdown)
        return self._keep(result, {}, show_text(result, self.results))

    def heading(self, title: str) -> Shown:
        """Set the title of the page that this run becomes."""
        if self._folder:
            write_text(self._folder / "heading.txt", title + "\n")
        return show_heading(title)

    def write_inputs(self, *_: Any) -> None:
        """Write what was read so far, so that the runner knows what the run rests on."""
        if self._folder:
            write_json(self._folder / "inputs.json", [asdict(item) for item in self.library.inputs])

    def _result(
        self,
        name: str,
        kind: str,
        title: str,
        tables: Sequence[str] | None,
        *,
        kinds: Sequence[str] = (),
        **fields: Any,
    ) -> Result:
        result_id = f"{self.slug}-{name}" if name else self.slug
        return Result(
            id=result_id,
            kind=kind,
            title=title,
            notebook=self.notebook,
            page=self.page,
            cell=self._cell(),
            parameters=self.parameters,
            inputs=self._inputs_of(tables),
            files={suffix: f"{result_id}.{suffix}" for suffix in kinds},
            **fields,
        )

    def _cell(self) -> str:
        """Id of the cell at work: the cell of the notebook that reads as the one that was executed last."""
        executed = executed_cells()
        return self._cells.get(executed[-1].rstrip(), "") if executed else ""

    @functools.cached_property
    def _cells(self) -> dict[str, str]:
        return read_cells(self.project, self.notebook)

    def _inputs_of(self, tables: Sequence[str] | None) -> list[dict[str, str]]:
        read = self.library.inputs
        names = {item.id for item in read if item.kind == "table"}
        for table in tables or ():
            if table not in names:
                raise UnknownTableError(
                    f"a result of {self.slug!r} names table {table!r}, which this notebook has not read."
                    f"{nearest(table, names)}\nRead so far: {', '.join(sorted(names)) or 'none'}."
                )
        return [asdict(item) for item in read if tables is None or item.kind != "table" or item.id in tables]

    def _keep(self, result: Result, files: Mapping[str, bytes], shown: Shown) -> Shown:
        if self._folder:
            if result.id in self.results:  # by hand, a cell may be executed twice
                raise DuplicateIdError(
                    f"notebooks/{self.notebook}.ipynb makes the result {result.id!r} twice.\nGive one another name."
                )
            for suffix, content in files.items():
                write_bytes(self._folder / "files" / result.files[suffix], content)
            write_json(self._folder / "results" / f"{result.id}.json", result.to_dict())
        self.results[result.id] = result
        self.write_inputs()
        return shown
