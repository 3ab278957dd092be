"""`touyan-score`: check, lint, run, explain, replay, test and convert, for people without the web."""

from touyan.scoring.cli.arguments import main

__all__ = ["main"]
