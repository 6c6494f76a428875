"""Every mistake a user can make has one class here; nothing else is raised on purpose.

A message answers four questions in this order: what is wrong and where, what was expected, what was found,
and what to do next.  The command line prints it without a traceback and exits with status 2.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class LedgerError(Exception):
    """A mistake that the person at the keyboard can mend."""


class CardError(LedgerError):
    """A source card is missing, unreadable or does not state what it must."""


class UnknownTableError(LedgerError):
    """A table was asked for that no card describes."""


class ChecksumError(LedgerError):
    """The bytes of a table differ from those that its card names."""


class SchemaError(LedgerError):
    """A table lacks a column, or holds a type or a value that its card does not allow."""


class CorrectionError(LedgerError):
    """A correction does not fit its table any more: the producer has changed the value."""


class UnknownCountryError(LedgerError):
    """A country code that is neither ISO 3166-1 alpha-3 nor one of the groups in use."""


class UnknownUnitError(LedgerError):
    """A unit that `units` does not know, or two units that do not convert."""


class NoDataError(LedgerError):
    """The data hold nothing for what was asked."""


class UnknownNotebookError(LedgerError):
    """A notebook that does not exist or declares no parameters."""


class NotebookError(LedgerError):
    """A file that should be a notebook and is none."""


class UnknownParameterError(LedgerError):
    """A parameter that the notebook does not have."""


class InvalidParameterError(LedgerError):
    """A parameter with a value that its declaration does not allow."""


class WindowError(LedgerError):
    """A window of years that ends before it begins."""


class ClaimError(LedgerError):
    """A claim that does not state what it must."""


class UnknownClaimError(LedgerError):
    """A claim id that no file in data/claims has."""


class UnknownMeasureError(LedgerError):
    """A reading names a measure that `indicators` does not have, or an argument that the measure does not take."""


class InvalidArgumentError(LedgerError):
    """A measure was given a choice that it does not know."""


class UnknownRuleError(LedgerError):
    """A reading names a rule that rules.toml does not have."""


class LockError(LedgerError):
    """Readings or rules differ from the lock that was written before the results."""


class DuplicateIdError(LedgerError):
    """Two claims, cards or results carry one id."""


class ResultError(LedgerError):
    """A result that nobody could cite: no finite value, an id that is no id, a figure without alt text."""


class UnknownResultError(LedgerError):
    """A result id that the registry does not hold."""


class StaleResultError(LedgerError):
    """A result in the registry was not made by the present notebook, code and data."""


class UnknownRunError(LedgerError):
    """A run that the store does not hold."""


class AmbiguousRunError(LedgerError):
    """A short name that fits several runs of the store."""


class ComparisonError(LedgerError):
    """Two things that cannot be set side by side, since no result of one is a result of the other."""


class RunFailedError(LedgerError):
    """At least one notebook failed; the others were kept."""


class OutputError(LedgerError):
    """An output folder cannot be written: missing, full or read-only."""


class OverwriteError(LedgerError):
    """A file was named for output that somebody else has written."""


class ToolMissingError(LedgerError):
    """A program that a command starts is not installed."""


class BuildRunningError(LedgerError):
    """Another build is at work in this checkout."""


class BuildFailedError(LedgerError):
    """Sphinx found something wrong with the book."""


class RedirectError(LedgerError):
    """A page that moved is redirected nowhere, over a second redirect, or away from a page that is there."""


class CitationError(LedgerError):
    """CITATION.cff cannot be read or does not say how the book is cited, or a result cannot be cited."""


class UnknownEditionError(LedgerError):
    """An edition that data/editions does not hold."""


class EditionError(LedgerError):
    """The files of an edition do not fit together, or it exists already."""


class WithdrawnResultError(LedgerError):
    """A result that an edition had and that was withdrawn since."""


class PaperError(LedgerError):
    """A paper that cannot be read, or in which nothing cites the book."""


class ProjectNotFoundError(LedgerError):
    """No checkout of the project around the working folder."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Hint at the known word nearest to a misspelt one.

    Parameters
    ----------
    word : str
        What was written.
    known : iterable of str
        What could have been meant.

    Returns
    -------
    str
        `` Did you mean 'country'?`` with a leading space, or nothing when no known word is near.

    Examples
    --------
    >>> nearest("contry", ["country", "partner"])
    " Did you mean 'country'?"
    """
    words = sorted(set(known))
    folded = {candidate.casefold(): candidate for candidate in words}
    found = difflib.get_close_matches(word.casefold(), list(folded), n=1, cutoff=0.6)
    return f" Did you mean {folded[found[0]]!r}?" if found else ""
