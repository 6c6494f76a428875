"""The bundle for a paper in LaTeX: that it compiles without an error or a warning, and what is then on the page."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from bookmaker import BookMaker
from paper_project import IDS, add_results, write_tex

from scoledger.citations import escape_latex
from scoledger.exports.paper import write_paper

needs_latex = pytest.mark.skipif(
    not (shutil.which("pdflatex") and shutil.which("bibtex")), reason="pdflatex and bibtex are not installed"
)


@pytest.fixture
def cited(maker: BookMaker) -> BookMaker:
    """A project with everything that a paper cites."""
    return add_results(maker)


def compile_tex(path: Path, passes: int = 3) -> str:
    """Compile a paper, its bibliography after the first pass; gives the log of the last."""
    command = ["pdflatex", "-interaction=nonstopmode", path.name]
    for number in range(passes):
        subprocess.run(command, cwd=path.parent, capture_output=True, check=False)
        if not number and passes > 1:
            subprocess.run(["bibtex", path.stem], cwd=path.parent, capture_output=True, check=True)
    return path.with_suffix(".log").read_text("latin-1")


def text_of(path: Path) -> str:
    """Words of a compiled paper; where no reader of PDF is installed, the test is skipped."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed")
    done = subprocess.run(["pdftotext", path.with_suffix(".pdf"), "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode("utf-8").split())


@needs_latex
@pytest.mark.slow
def test_the_example_compiles_and_shows_every_number(cited: BookMaker, tmp_path: Path) -> None:
    """Without an error, a reference that is missing or a citation that is not found."""
    write_paper(cited.project, IDS, tmp_path / "sco")
    log = compile_tex(tmp_path / "sco" / "example.tex")
    text = text_of(tmp_path / "sco" / "example.tex")

    assert re.findall(r"^!.*|.*undefined.*|.*multiply.*", log, re.MULTILINE) == []
    shown = [
        "45.0 billion USD (interval 27.1 billion USD to 45.0 billion USD; n = 1,234)",
        "\N{MINUS SIGN}3.2 percent",
        "Title of alpha: mixed",
        "trade-2014@2026.1",
        "Fall & rise, 100 % of R",
        "Statistics & Prob",
        "[A] one",
        "Source: Test Statistics Office (2024-05)",
    ]

    for words in shown:
        assert words in text


@needs_latex
@pytest.mark.slow
def test_a_misspelt_id_is_an_error_of_latex(cited: BookMaker, tmp_path: Path) -> None:
    """It is named, what to do is said, and the page shows a gap that nobody overlooks; so for what an id lacks."""
    write_paper(cited.project, IDS, tmp_path / "sco")
    tex = write_tex(tmp_path, "It is \\sco{trade-2041}, not \\sco[interval]{alpha}; \\sco[value]{trade-2014}.")
    log = compile_tex(tex, passes=1).replace("\n", "")

    assert "results.tex defines no result 'trade-2041'" in log
    assert "scoledger export paper --ids trade-2041" in log
    assert "Result 'alpha' is a verdict" in log
    assert "[no result trade-2041], not [no interval of alpha]; 45.0." in text_of(tex)


@needs_latex
@pytest.mark.slow
def test_the_bibliography_gives_bibtex_nothing_to_warn_of(cited: BookMaker, tmp_path: Path) -> None:
    """In the plain style, which asks a book for its publisher; the book and edition of a result are printed."""
    write_paper(cited.project, IDS, tmp_path / "sco")
    compile_tex(tmp_path / "sco" / "example.tex")
    log = (tmp_path / "sco" / "example.blg").read_text("latin-1")

    assert [line for line in log.splitlines() if "scoledger-" in line and line.startswith("Warning")] == []
    assert "Trade in 2014. In: Partnership, Put to the Test" in text_of(tmp_path / "sco" / "example.tex")


@needs_latex
@pytest.mark.slow
@pytest.mark.parametrize("preamble", ["\\usepackage{hyperref}\n\\input{sco/results}", "\\input{sco/results}"])
def test_a_heading_shows_its_value(cited: BookMaker, tmp_path: Path, preamble: str) -> None:
    """In the text, and with hyperref also in the bookmark, by text and by field."""
    write_paper(cited.project, IDS, tmp_path / "sco")
    tex = write_tex(tmp_path, "\\section{Of \\sco{trade-2014} or \\sco[value]{fall-1999}}", preamble=preamble)
    log = compile_tex(tex, passes=1)
    marks = tex.with_suffix(".out").read_text("latin-1").replace("\\000", "") if "hyperref" in preamble else ""

    assert re.findall(r"^!.*", log, re.MULTILINE) == []
    assert "Of 45.0 billion USD or \N{MINUS SIGN}3.2" in text_of(tex)
    assert ("Of\\04045.0\\040billion\\040USD\\040or\\040-3.2" in marks) == ("hyperref" in preamble)


@needs_latex
@pytest.mark.slow
def test_letters_that_the_fonts_lack_do_not_stop_latex(tmp_path: Path) -> None:
    """Greek becomes mathematics, a bar stays a bar, and Latin letters with marks stay as they are."""
    words = [escape_latex("β of Kürşat İnan, |x| ≤ 2 → 3, \u0420, a\u202eb, \u4e2d, \U0001f600\ufe0f.")]
    words += [escape_latex(chr(code)) for code in range(0x20, 0x2C00)]
    tex = write_tex(tmp_path, "\n\n".join(words), preamble="\\sloppy")
    log = compile_tex(tex, passes=1)

    assert re.findall(r"^!.*|^Missing character.*", log, re.MULTILINE) == []
    assert "[U+0420], ab, [U+4E2D], [U+1F600]." in text_of(tex)
    assert "|x|" in text_of(tex).replace(" ", "")
