r"""Reading a paper: the file, and what it inputs from its own folder.  Nothing outside that folder is opened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from scoledger.editions.paper.definitions import Definition, read_definitions
from scoledger.editions.paper.scanning import Command, Scan, scan_latex
from scoledger.errors import PaperError

#: Bytes of a paper with all its files, and files: more is no paper.
LARGEST = 20_000_000
MOST_FILES = 500

#: Anything before the name of an edition, also what is no id: a misspelt one must not pass in silence.
_CITED = re.compile(r"(?<![\w@.-])(?<!\\(?=_))((?:\\_|[\w.-])++)@(\d{4}\.\d+)(?![\w-]|\.\w)")
_DASHES = re.compile(r"-{2,}|\.{2,}")
_MACRO = re.compile(r"\s*(?:\[([^\[\]{}]*)\])?\s*\{([^{}]*)\}")
_INPUT = re.compile(r"\s*(?:\{([^{}]*)\}|([^\s{}\\%]+))")
_GRAPHIC = re.compile(r"\*?\s*(?:\[[^\]]*\])?\s*\{([^{}]*)\}")
_INPUTS = {"input", "include", "subfile"}
_OTHER_INPUTS = {"import", "subimport", "inputfrom", "includefrom", "subincludefrom"}


@dataclass(frozen=True)
class Place:
    """A line of a file, named as seen from the paper's folder."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Citation:
    """One place at which a paper cites an id; by macro, its edition is that of the definition and empty here."""

    id: str
    edition: str
    place: Place


@dataclass
class Paper:
    """What a paper cites.

    Parameters
    ----------
    path : pathlib.Path
    citations : list of Citation
        In the order of reading.
    definitions : dict of str to Definition
        What its ``results.tex`` says, by id.
    unchecked : list of str
        What could not be followed although it may cite the book.
    notes : list of str
        Files of the preamble that are not in the folder: packages, as a rule.
    files : list of str
    """

    path: Path
    citations: list[Citation] = field(default_factory=list)
    definitions: dict[str, Definition] = field(default_factory=dict)
    unchecked: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


def read_paper(path: Path) -> Paper:
    """Read a paper and the files below its folder that it inputs.

    Raises
    ------
    PaperError
        If a file is missing, no text, not UTF-8 or too large, or if nothing in the paper cites the book.
    """
    if not path.is_file():
        found = "a folder" if path.is_dir() else "nothing"
        raise PaperError(f"{path} is no paper.\nExpected a LaTeX file, found {found} there. Name the .tex file.")
    paper = Paper(path)
    _Reader(paper, path.resolve().parent).read(path.resolve(), is_body=False)
    if not paper.citations and not paper.unchecked:
        raise PaperError(
            f"{path} cites nothing of the book.\n"
            "Expected \\sco{ID} with the results.tex that 'scoledger export paper' writes, or ID@EDITION in the text.\n"
            f"Read: {', '.join(paper.files)}."
        )
    return paper


class _Reader:
    """Reads file after file into a paper."""

    def __init__(self, paper: Paper, root: Path) -> None:
        self.paper = paper
        self.root = root
        self._seen: set[Path] = set()
        self._bytes = 0

    def read(self, path: Path, *, is_body: bool) -> None:
        # A stack instead of a call for each file: a chain of inputs can be as long as it likes.
        waiting = [self._pieces(path, is_body=is_body)]
        while waiting:
            following = next(waiting[-1], None)
            if following is None:
                waiting.pop()
            elif following[0] not in self._seen:
                waiting.append(self._pieces(following[0], is_body=following[1]))

    def _pieces(self, path: Path, *, is_body: bool) -> Iterator[tuple[Path, bool]]:
        """Take in one file; gives the files that it inputs, where it does."""
        name = path.relative_to(self.root).as_posix()
        self._seen.add(path)
        self.paper.files.append(name)
        scan = scan_latex(self._text(path, name))
        for result_id, definition in read_definitions(scan).items():
            self.paper.definitions.setdefault(result_id, Definition(result_id, definition.line)).fields.update(
                definition.fields
            )
        begins = 0 if is_body or (scan.body is None and len(self.paper.files) == 1) else scan.body
        written: list[tuple[int, Citation | Command]] = [
            (found.start(), Citation(_read_id(found[1]), found[2], Place(name, scan.line(found.start()))))
            for found in _CITED.finditer(scan.text)
        ]
        commands: list[tuple[int, Citation | Command]] = [(command.start, command) for command in scan.commands]
        for start, found in sorted([*written, *commands], key=lambda pair: pair[0]):
            if isinstance(found, Citation):
                self.paper.citations.append(found)
            elif found.name in _INPUTS:
                is_in_body = begins is not None and start >= begins
                yield from self._input(scan, found, Place(name, scan.line(start)), is_body=is_in_body)
            else:
                self._command(scan, found, Place(name, scan.line(start)))

    def _command(self, scan: Scan, command: Command, place: Place) -> None:
        if command.name == "sco":
            argument = _MACRO.match(scan.text, command.end)
            if argument and "#" not in argument[2]:
                self.paper.citations.append(Citation(argument[2].strip(), "", place))
            elif scan.text[command.end : command.end + 1] not in {"}", "@"}:  # as results.tex defines it
                self.paper.unchecked.append(f"{place}: \\sco in another macro, or with an id that is no plain text")
        elif command.name == "includegraphics":
            argument = _GRAPHIC.match(scan.text, command.end)
            stem = PurePosixPath(argument[1].strip()).name if argument else ""
            known = [name for name in (stem, stem.rpartition(".")[0]) if name in self.paper.definitions]
            self.paper.citations += [Citation(result_id, "", place) for result_id in known[:1]]
        elif command.name in _OTHER_INPUTS:
            self.paper.unchecked.append(f"{place}: \\{command.name} is not followed; use \\input")

    def _input(self, scan: Scan, command: Command, place: Place, *, is_body: bool) -> Iterator[tuple[Path, bool]]:
        argument = _INPUT.match(scan.text, command.end)
        name = (argument[1] or argument[2] or "").strip() if argument else ""
        said = f"{place}: \\{command.name}{{{name}}}"
        if not name or "#" in name or "\\" in name:
            # \let\x\input and the like, or a name that is put together by macros.
            self.paper.unchecked.append(f"{place}: \\{command.name} without a plain name of a file")
            return
        path, is_inside = _find(self.root, name)
        if path is not None:
            yield path, is_body
        elif not is_inside:
            self.paper.unchecked.append(f"{said} leads out of the paper's folder and was not read")
        elif is_body:
            self.paper.unchecked.append(f"{said}: there is no such file in the paper's folder")
        else:
            self.paper.notes.append(f"{said}: not in the paper's folder, not read")

    def _text(self, path: Path, name: str) -> str:
        if len(self.paper.files) > MOST_FILES:
            raise PaperError(f"{self.paper.path} inputs more than {MOST_FILES} files.\nName one chapter at a time.")
        try:
            self._bytes += path.stat().st_size
            content = path.read_bytes() if self._bytes <= LARGEST else b""
        except OSError as error:
            raise PaperError(f"{name} cannot be read: {error.strerror}.\nMend its permissions.") from error
        if self._bytes > LARGEST:
            raise PaperError(
                f"{name} makes the paper larger than {LARGEST:,d} bytes.\nExpected LaTeX; name one chapter at a time."
            )
        if b"\0" in content:
            raise PaperError(f"{name} is no text: it holds zero bytes.\nName the .tex file, not what was made of it.")
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise PaperError(
                f"{name}:{line} is not UTF-8: found the byte {content[error.start]:#04x}.\n"
                "Save the file as UTF-8: another encoding is not guessed, since a wrong guess would change the text."
            ) from error


def _read_id(words: str) -> str:
    r"""Read what stands before an edition as an id, without dashes or dots of the sentence, and ``\_`` as ``_``.

    Examples
    --------
    >>> _read_id("see---trade\\_2014")
    'trade_2014'
    """
    return _DASHES.split(words.replace("\\_", "_"))[-1].lstrip("-.")


def _find(root: Path, name: str) -> tuple[Path | None, bool]:
    """Find an input as LaTeX does, from the paper's folder; says also whether it would lie inside."""
    is_inside = False
    for candidate in (f"{name}.tex", name):
        try:
            path = (root / candidate).resolve()
            is_inside = path.is_relative_to(root)
            if is_inside and path.is_file():
                return path, True
        except (OSError, ValueError, RuntimeError):  # a name that no file can have, or a ring of links
            return None, True
        if not is_inside:
            return None, False
    return None, is_inside
