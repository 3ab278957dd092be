"""The language of scheme files: text in, documents out, and everything wrong or unwise with them at once."""

from touyan.scoring.language.cases import Case, Cases, Expected, load_tests
from touyan.scoring.language.dump import dump
from touyan.scoring.language.linting import Finding, Severity, lint
from touyan.scoring.language.load import Loaded, load
from touyan.scoring.language.problems import Mark, Problem

__all__ = [
    "Case",
    "Cases",
    "Expected",
    "Finding",
    "Loaded",
    "Mark",
    "Problem",
    "Severity",
    "dump",
    "lint",
    "load",
    "load_tests",
]
