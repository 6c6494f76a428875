r"""The macros of a bundle: ``results.tex``, with ``\sco{id}`` and what it can say of every id."""

from __future__ import annotations

from scoledger.citations import escape_latex
from scoledger.editions.paper import defined_fields, write_definition
from scoledger.exports.paper.content import Content, cite_key

_MARK = "% results.tex: numbers, verdicts, tables and figures of a book, by id; written by 'scoledger export paper'."

_HEAD = r"""
% \input this file in the preamble. Then
%
%   \sco{ID}              what it is worth: a number with its unit, the word of a verdict
%   \sco[value]{ID}       the number alone            \sco[unit]{ID}   its unit in words
%   \sco[interval]{ID}    from its low to its high end \sco[n]{ID}     observations or specifications behind it
%   \sco[title]{ID}       what it is, in words         \sco[edition]{ID}
%   \sco[id]{ID}          ID@EDITION, for a reader who wants to look it up
%   \sco[cite]{ID}        its citation, from results.bib
%   \scoedition           the edition
%
% An id stands as an argument, not in the name of a macro, because ids hold digits and dashes, which names of macros
% cannot; because it is the id by which the book knows the result; and because a misspelt id can then be named.
% An id or a field that is not defined here is an error, and prints what is missing: nothing stays silently blank.
%
% Change nothing here by hand: 'scoledger verify PAPER.tex' compares it with what the edition says.
"""

_MACROS = r"""
\makeatletter
\providecommand{\scodefine}[3]{\expandafter\gdef\csname sco@#1@#2\endcsname{#3}}
\providecommand{\scoid}[1]{\textsf{#1}}
\DeclareRobustCommand{\sco}[2][text]{%
  \@ifundefined{sco@#2@kind}{\sco@unknown{#2}}{%
    \@ifundefined{sco@#2@#1}{\sco@lacks{#1}{#2}}{\@nameuse{sco@#2@#1}}}}
\providecommand{\sco@unknown}[1]{%
  \PackageError{scoledger}{results.tex defines no result '\detokenize{#1}'.\MessageBreak
    Correct the id, or write the bundle again with it:\MessageBreak
    scoledger export paper --ids \detokenize{#1},... --to FOLDER}{The ids that are defined stand in README.md.}%
  \textbf{[no result \texttt{\detokenize{#1}}]}}
\providecommand{\sco@lacks}[2]{%
  \PackageError{scoledger}{Result '\detokenize{#2}' is a \@nameuse{sco@#2@kind}\space
    and has no '\detokenize{#1}'.\MessageBreak
    Ask for what it has: see the lines of the id in results.tex}{A table is input, a figure is included.}%
  \textbf{[no \texttt{\detokenize{#1}} of \texttt{\detokenize{#2}}]}}
% In a heading, hyperref makes a bookmark of what expands by itself: there \sco is a macro that does.
\def\sco@mark#1{\ifx[#1\expandafter\sco@markfield\else\expandafter\sco@marktext\fi{#1}}
\def\sco@marktext#1{\@nameuse{sco@#1@text}}
\def\sco@markfield#1#2]#3{\@nameuse{sco@#3@#2}}
\AtBeginDocument{\ifdefined\pdfstringdefDisableCommands
  \pdfstringdefDisableCommands{\expandafter\let\csname sco\endcsname\sco@mark}\fi}
\makeatother
"""


def write_macros(content: Content) -> str:
    """Write ``results.tex``."""
    origin = f"% {escape_latex(content.book.title)}, edition {content.edition}"
    origin += f", commit {content.commit}.\n" if content.commit else ".\n"
    definitions = [
        write_definition(
            result.id, defined_fields(content.entries[result.id], content.edition, cite_key(content, result))
        )
        for result in content.results
    ]
    edition = f"\\providecommand{{\\scoedition}}{{}}\n\\renewcommand{{\\scoedition}}{{{content.edition}}}\n"
    return "\n".join([f"{_MARK}\n{origin}%{_HEAD}{_MACROS}\n{edition}", *definitions])
