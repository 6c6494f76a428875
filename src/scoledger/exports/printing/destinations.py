"""What a printed PDF says of itself: on which page a place stands, and when it was made."""

from __future__ import annotations

import datetime as dt
import io
import re

from pypdf import PdfReader

_DATE = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}[+-]\d\d'\d\d'\)")


def read_places(pdf: bytes) -> dict[str, int]:
    """Read on which page each place stands that something in the document links to.

    Returns
    -------
    dict of str to int
        Page, counted from 1, by id.
    """
    reader = PdfReader(io.BytesIO(pdf))
    places = {}
    for name, target in reader.named_destinations.items():
        number = reader.get_destination_page_number(target)
        if number is not None:
            places[name.removeprefix("/")] = number + 1
    return places


def count_pages(pdf: bytes) -> int:
    """Count the pages of a PDF."""
    return len(PdfReader(io.BytesIO(pdf)).pages)


def settle_dates(pdf: bytes, date: dt.date) -> bytes:
    """Put one date in the place of the clock's, so that two prints of one book are the same bytes.

    Notes
    -----
    The dates keep their length: every offset in the file stays true.

    Examples
    --------
    >>> settle_dates(b"/ModDate (D:20300102030405+00'00')", dt.date(2026, 11, 27))
    b"/ModDate (D:20261127000000+00'00')"
    """
    return _DATE.sub(rb"/\1 (D:" + date.strftime("%Y%m%d000000+00'00'").encode() + b")", pdf)
