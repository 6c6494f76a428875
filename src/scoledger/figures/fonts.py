"""The font of the figures of runs: Matplotlib's DejaVu Sans, cut down to the characters that words in figures need.

A PDF embeds the part of a font that its words use.  To cut that out of the whole font, of six thousand characters,
takes five times as long as to draw the figure in all three formats; to cut it out of this one is hardly to be measured.
"""

from __future__ import annotations

import functools
import hashlib
import os
from pathlib import Path

import fontTools
import matplotlib as mpl
from fontTools import subset
from matplotlib import font_manager

#: Family of the small font, and of the whole one, which lends the characters that the small one lacks.
FAMILY, WHOLE = "Ledger Sans", "DejaVu Sans"
FACES = ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSans-BoldOblique")

#: Latin, Greek and Cyrillic; punctuation, raised and lowered digits, arrows, signs of arithmetic, shapes.
_CHARACTERS = (
    *(range(0x20, 0x180), range(0x370, 0x460), range(0x2010, 0x2040), range(0x2070, 0x2095)),
    *(range(0x20A0, 0x20C0), range(0x2190, 0x2196), range(0x2208, 0x2270), range(0x25A0, 0x25D0)),
)
#: Tables of a font that set no word of a figure.
_LEFT_OUT = ["FFTM", "PfEd", "GPOS", "GSUB", "GDEF", "kern"]
#: Entries of a font's table of names that name its family.
_FAMILY_NAMES = {1, 4, 16}


@functools.cache
def figure_fonts() -> tuple[str, ...]:
    """Make the small font known to Matplotlib.

    Returns
    -------
    tuple of str
        Families in the order in which a character is looked for.
    """
    for face in FACES:
        font_manager.fontManager.addfont(_small_font(face))
    return FAMILY, WHOLE


def _small_font(face: str) -> Path:
    """File of one face: cut once for a version of Matplotlib, and kept where Matplotlib keeps what it has made."""
    source = Path(mpl.get_data_path()) / "fonts" / "ttf" / f"{face}.ttf"
    made_by = [mpl.__version__.encode(), fontTools.version.encode(), Path(__file__).read_bytes()]
    state = hashlib.sha256(b" ".join(made_by)).hexdigest()[:12]
    target = Path(mpl.get_cachedir()) / f"ledger-{face}-{state}.ttf"
    if not target.is_file():
        options = subset.Options(glyph_names=True, layout_features=[], drop_tables=_LEFT_OUT)
        font = subset.load_font(str(source), options)
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=[number for span in _CHARACTERS for number in span])
        cutter.subset(font)
        for record in font["name"].names:
            if record.nameID in _FAMILY_NAMES:
                record.string = str(record).replace(WHOLE, FAMILY)
        whole = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            font.save(whole)
            whole.replace(target)  # another process may be at the same
        finally:
            whole.unlink(missing_ok=True)
    return target
