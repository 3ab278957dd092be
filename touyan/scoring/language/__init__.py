"""The language of scheme files: text in, documents out, and everything wrong with a text at once."""

from touyan.scoring.language.dump import dump
from touyan.scoring.language.load import Loaded, load
from touyan.scoring.language.problems import Mark, Problem

__all__ = ["Loaded", "Mark", "Problem", "dump", "load"]
