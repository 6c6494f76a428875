"""What a person chose for the pages of countries and topics: which numbers, which words, which picture."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, field_validator

from scoledger.claims.toml import Model, read_model
from scoledger.paths import Project

#: Stands in the id of a number for the code of a country.
COUNTRY = "{country}"


class Topic(Model):
    """One topic.

    Parameters
    ----------
    title, about : str
        Its name for readers, and what its claims are about in one sentence.
    figure : str
        Id of the figure that its page shows; nothing where it has none.
    """

    title: str
    about: str = Field(default="", pattern=r"^$|\.$")
    figure: str = Field(default="", pattern=r"^$|^[a-z0-9]+(-[a-z0-9]+)*$")


class Settings(Model):
    """The choices of ``data/listings.toml``.

    Parameters
    ----------
    numbers : tuple of str
        Ids of the numbers on a country's page, with ``{country}`` for its code in lower case.
    books : dict of str to str
        Whose books a number of `numbers` rests on, in words that follow its title.
    topics : dict of str to Topic
        Topics by the word that claims use.
    kinds, testability : dict of str to str
        Words for readers, by the code that claims use.
    """

    numbers: tuple[str, ...] = ()
    books: dict[str, str] = Field(default_factory=dict)
    topics: dict[str, Topic] = Field(default_factory=dict)
    kinds: dict[str, str] = Field(default_factory=dict)
    testability: dict[str, str] = Field(default_factory=dict)

    @field_validator("numbers")
    @classmethod
    def _check_numbers(cls, numbers: tuple[str, ...]) -> tuple[str, ...]:
        for number in numbers:
            if set("{}") & set(number.replace(COUNTRY, "")):
                raise ValueError(f"{number!r} has a placeholder other than {COUNTRY}")
        return numbers

    def topic(self, name: str) -> Topic:
        """Words and picture of a topic; its own name where the file has no entry."""
        return self.topics.get(name) or Topic(title=name[:1].upper() + name[1:])


def settings_path(project: Project) -> Path:
    """The file that holds the choices."""
    return project.data / "listings.toml"


def read_settings(project: Project) -> Settings:
    """Read the choices; none where there is no file.

    Raises
    ------
    ClaimError
        If the file does not state what it must.
    """
    path = settings_path(project)
    return read_model(path, Settings) if path.is_file() else Settings()
