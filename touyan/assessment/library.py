"""Published rules that come with the product, each with its source, the readings that were chosen, and its hand cases."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from touyan.assessment import scheme
from touyan.scoring.language import Finding, load_tests
from touyan.scoring.model import Scheme

PACKAGE = "touyan.scoring.schemes"


@dataclass(frozen=True)
class Published:
    """One published rule."""

    name: str
    text: str
    cases: str
    title: str
    source: str
    schemes: tuple[Scheme, ...]
    sentences: tuple[str, ...]

    @property
    def readings(self) -> list[tuple[str, str, str]]:
        """(clause, article, reading) wherever the text is silent and the scheme had to choose."""
        return [
            (line.title, line.article, line.assumed)
            for one in self.schemes
            for line in scheme.lines(one)
            if line.assumed
        ]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What public rules of today hold against it."""
        return scheme.findings(self.text)

    @property
    def people(self) -> bool:
        """Whether it scores members; units otherwise."""
        return scheme.scores_people(self.schemes[0])


@cache
def shelf() -> tuple[Published, ...]:
    """All published rules, those for members first."""
    names = sorted(
        one.name.removesuffix(".yaml")
        for one in files(PACKAGE).iterdir()
        if one.name.endswith(".yaml") and not one.name.endswith(".test.yaml")
    )
    return tuple(sorted((_read(name) for name in names), key=lambda one: (not one.people, one.name != "example-city")))


def _read(name: str) -> Published:
    folder = files(PACKAGE)
    text = folder.joinpath(f"{name}.yaml").read_text("utf-8")
    beside = folder.joinpath(f"{name}.test.yaml")
    cases = beside.read_text("utf-8") if beside.is_file() else ""
    document, _problems = scheme.parsed(text)
    if document is None:
        raise ValueError(name)
    head = [line.lstrip("# ").strip() for line in text.splitlines() if line.startswith("#")]
    sentences = tuple(case.name for case in load_tests(cases, name).cases) if cases else ()
    return Published(name, text, cases, document.title, "".join(head), document.schemes, sentences)


def get(name: str) -> Published | None:
    """One published rule; None when there is none of that name."""
    return next((one for one in shelf() if one.name == name), None)
