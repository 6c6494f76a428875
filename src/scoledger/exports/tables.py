"""A table as LaTeX, for a paper."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scoledger.citations import escape_latex
from scoledger.errors import ResultError
from scoledger.results import Result

#: Lines on one page; a longer table goes on in a float of its own, since a float cannot break.
PAGE_LINES = 40
#: Letters of a cell that stay on one line.
LINE_LETTERS = 28
#: Width of such a line, in em.
_LINE_EM = 12.5

_NEGATIVE = re.compile(r"^-(?=[\d.])")


def latex_table(result: Result, note: str = "") -> str:
    r"""Write a table as LaTeX floats with the rules of ``booktabs``.

    It has the label ``tab:ID``; one wider than the text is made smaller (``graphicx``); one with more than
    `PAGE_LINES` lines goes on in further floats.

    Parameters
    ----------
    result : Result
        A table.
    note : str
        Plain text that ends the caption: sources, and id and edition.

    Raises
    ------
    ResultError
        If it is no table.

    Examples
    --------
    >>> table = Result("a-b", "table", "A & B", details={"columns": [{"name": "x", "numeric": True}], "rows": [["-1"]]})
    >>> print(latex_table(table, "Source: nobody."), end="")
    % a-b: needs \usepackage{booktabs} and \usepackage{graphicx}
    \begin{table}[htbp]
      \centering\small\setlength{\tabcolsep}{4pt}
      \caption[{A \& B}]{A \& B. {\footnotesize Source: nobody.\par}}\label{tab:a-b}\par\medskip
      \sbox0{\begin{tabular}{@{}r@{}}
        \toprule
        x \\
        \midrule
        $-$1 \\
        \bottomrule
      \end{tabular}}%
      \ifdim\wd0>\linewidth\resizebox{\linewidth}{!}{\usebox0}\else\usebox0\fi
    \end{table}
    """
    if result.kind != "table":
        raise ResultError(f"{result.id!r} is a {result.kind} and no table.\nName a table to write it as LaTeX.")
    columns, rows = result.details["columns"], result.details["rows"]
    parts = _split(rows)
    title, floats = escape_latex(result.title), list[str]()
    caption = write_caption(result, note)
    for number, part in enumerate(parts, start=1):
        further = f"Table~\\ref{{tab:{result.id}}}, part {number} of {len(parts)}"
        head = f"\\caption[{{{title}}}]{{{caption}}}\\label{{tab:{result.id}}}" if number == 1 else further
        floats.append(_write_float(columns, part, head))
    lead = f"% {result.id}: needs \\usepackage{{booktabs}} and \\usepackage{{graphicx}}"
    return "\n".join([lead, *floats]) + "\n"


def write_caption(result: Result, note: str = "") -> str:
    """Write the caption of a figure or table as LaTeX: its title, and smaller what it says and where it is from."""
    words = [text.strip() for text in (result.caption, note) if text.strip()]
    more = " ".join(text if text.endswith((".", "?", "!")) else f"{text}." for text in words)
    title = escape_latex(result.title.rstrip("."))
    return f"{title}. {{\\footnotesize {escape_latex(more)}\\par}}" if more else f"{title}."


def _split(rows: Sequence[Sequence[str]]) -> list[list[Sequence[str]]]:
    """Divide rows among pages; a row takes as many lines as its longest cell."""
    parts: list[list[Sequence[str]]] = [[]]
    filled = 0
    for row in rows:
        lines = max((1 + (len(cell) - 1) // LINE_LETTERS for cell in row), default=1)
        if parts[-1] and filled + lines > PAGE_LINES:
            parts.append([])
            filled = 0
        parts[-1].append(row)
        filled += lines
    return parts


def _write_float(columns: Sequence[dict[str, object]], part: Sequence[Sequence[str]], head: str) -> str:
    names = [str(column["name"]) for column in columns]
    sides = ["r" if column["numeric"] else "l" for column in columns]

    def write_row(cells: Sequence[str]) -> str:
        return f"    {' & '.join(map(_write_cell, cells, sides))} \\\\"

    lines = [
        "\\begin{table}[htbp]",
        "  \\centering\\small\\setlength{\\tabcolsep}{4pt}",
        f"  {head}\\par\\medskip",
        f"  \\sbox0{{\\begin{{tabular}}{{@{{}}{''.join(sides)}@{{}}}}",
        "    \\toprule",
        write_row(names),
        "    \\midrule",
        *map(write_row, part),
        "    \\bottomrule",
        "  \\end{tabular}}%",
        "  \\ifdim\\wd0>\\linewidth\\resizebox{\\linewidth}{!}{\\usebox0}\\else\\usebox0\\fi",
        "\\end{table}",
    ]
    return "\n".join(lines)


def _write_cell(text: str, side: str) -> str:
    words = _NEGATIVE.sub("$-$", escape_latex(text))
    if len(text) > LINE_LETTERS:
        ragged = "left" if side == "r" else "right"
        return f"\\parbox[t]{{{_LINE_EM}em}}{{\\ragged{ragged} {words}\\strut}}"
    # A cell that begins with a bracket would be read as the space behind the row before it.
    return f"{{{words}}}" if words.startswith(("[", "*")) else words
