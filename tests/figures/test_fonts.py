"""Tests of the figures' font: cut down, known to Matplotlib, and embedded whole enough to be read."""

from __future__ import annotations

import io
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib import font_manager
from matplotlib import pyplot as plt
from pypdf import PdfReader

from scoledger.figures import fonts
from scoledger.figures.style import in_style

WORDS = "Türkiye, Østen, Кыргызстан, β ≥ 1 €, ☂"


def test_the_font_is_small_and_has_every_face() -> None:
    """Four files of less than a fifth of what they were cut from."""
    families = fonts.figure_fonts()
    for face in fonts.FACES:
        whole = Path(mpl.get_data_path()) / "fonts" / "ttf" / f"{face}.ttf"

        assert fonts._small_font(face).stat().st_size < whole.stat().st_size / 5
    assert families == (fonts.FAMILY, fonts.WHOLE)
    assert "ledger-DejaVuSans-Bold-" in font_manager.findfont(
        font_manager.FontProperties(family=fonts.FAMILY, weight="bold")
    )


def test_words_of_a_pdf_can_be_read() -> None:
    """Also those in characters that the small font lacks, which the whole one lends."""
    with in_style():
        figure = plt.figure()
        figure.text(0.1, 0.5, WORDS)
        content = io.BytesIO()
        with mpl.rc_context({"pdf.fonttype": 42}):
            figure.savefig(content, format="pdf")
    plt.close(figure)

    assert WORDS in PdfReader(content).pages[0].extract_text()


def test_the_small_font_follows_what_it_is_cut_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of a library makes another file."""
    monkeypatch.setattr(mpl, "get_cachedir", lambda: str(tmp_path))
    before = fonts._small_font("DejaVuSans")
    monkeypatch.setattr(fonts.fontTools, "version", "0")
    after = fonts._small_font("DejaVuSans")

    assert before != after
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([before.name, after.name])
