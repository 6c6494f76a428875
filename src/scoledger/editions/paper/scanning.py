r"""One file of LaTeX: the commands that matter, and its text without comments and verbatim.

It is read from command to command and never nested, so that no depth of braces can exhaust it.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, field

from pylatexenc.latexwalker import LatexWalker, LatexWalkerError  # type: ignore[import-untyped]

#: Environments whose content LaTeX does not read as LaTeX.
VERBATIM = {"verbatim", "verbatim*", "Verbatim", "lstlisting", "minted", "comment", "filecontents"}
#: Commands that show their argument as it is.
_SHOWN = {"verb", "lstinline", "mintinline"}
_SPECIAL = re.compile(r"[\\%]")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_SPACE = re.compile(r"\s*")
_NO_LINE = re.compile(r"[^\n]")


@dataclass(frozen=True)
class Command:
    """A command: its name without the backslash, and where it begins and its arguments follow."""

    name: str
    start: int
    end: int


@dataclass
class Scan:
    """What is LaTeX of a file.

    Parameters
    ----------
    text : str
        As long as the file, with blanks for what LaTeX does not read.
    commands : list of Command
        In their order.
    body : int or None
        Where the document begins; None where the file begins none.
    """

    text: str
    commands: list[Command] = field(default_factory=list)
    body: int | None = None

    def __post_init__(self) -> None:
        self._lines = [found.end() for found in re.finditer("\n", self.text)]

    def line(self, position: int) -> int:
        """Number of the line of a position, from 1."""
        return bisect.bisect_right(self._lines, position) + 1

    def blank(self, start: int, end: int) -> None:
        """Take a stretch out of the text; lines keep their numbers."""
        self.text = self.text[:start] + _NO_LINE.sub(" ", self.text[start:end]) + self.text[end:]

    def group(self, position: int) -> tuple[str, int] | None:
        """Read the argument in braces that follows; gives its content and its end, or nothing where there is none."""
        position = _SPACE.match(self.text, position).end()  # type: ignore[union-attr]  # it matches nothing, too
        if self.text[position : position + 1] != "{":
            return None
        depth = 0
        for brace in _BRACE.finditer(self.text, position):
            depth += {"{": 1, "}": -1}.get(brace[0], 0)
            if not depth and brace[0] == "}":
                return self.text[position + 1 : brace.start()], brace.end()
        return None


def scan_latex(text: str) -> Scan:
    """Find the commands of a file, and blank comments, verbatim and what stands behind the end of the document."""
    walker, scan, position = LatexWalker(text, tolerant_parsing=True), Scan(text), 0
    blanks: list[tuple[int, int]] = []
    while found := _SPECIAL.search(text, position):
        start = position = found.start()
        position += 1
        try:
            token = walker.get_token(start)
        except LatexWalkerError:  # a backslash at the very end: no command
            continue
        if token.tok == "comment":
            position = token.pos + token.len
            blanks.append((start, position))
        elif token.tok == "begin_environment" and token.arg in VERBATIM:
            position = _after(text, f"\\end{{{token.arg}}}", token.pos + token.len)
            blanks.append((start, position))
        elif token.tok == "begin_environment" and token.arg == "document" and scan.body is None:
            position = scan.body = token.pos + token.len
        elif token.tok == "macro" and token.arg in _SHOWN:
            position = _after_shown(text, start + 1 + len(token.arg))
            blanks.append((start, position))
        elif (token.tok, token.arg) in {("end_environment", "document"), ("macro", "endinput")}:
            blanks.append((start, len(text)))
            break
        elif token.tok == "macro":
            position = start + 1 + len(token.arg)
            scan.commands.append(Command(token.arg, start, position))
    scan.text = _blank_all(text, blanks)
    return scan


def _blank_all(text: str, blanks: list[tuple[int, int]]) -> str:
    parts, last = [], 0
    for start, end in blanks:
        parts += [text[last:start], _NO_LINE.sub(" ", text[start:end])]
        last = end
    return "".join([*parts, text[last:]])


def _after(text: str, mark: str, position: int) -> int:
    found = text.find(mark, position)
    return len(text) if found < 0 else found + len(mark)


def _after_shown(text: str, position: int) -> int:
    r"""Find the end of what a command like ``\verb|...|`` shows."""
    opening = re.compile(r"\*?(\[[^\]\n]*\])?(\{[a-z]+\}(?=\S))?").match(text, position)
    position = opening.end() if opening else position
    mark = text[position : position + 1]
    line_end = _after(text, "\n", position)
    end = text.find("}" if mark == "{" else mark, position + 1, line_end) if mark else -1
    return position if end < 0 else end + 1
