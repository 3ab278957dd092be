"""Compute one run or study in a process of its own, so that the engine's heavy parts never load into the web process."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from touyan.assessment import launch, resident
from touyan.assessment.compute import compute
from touyan.assessment.studying import study


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", type=int, nargs="?", help="the run, or with --study the study")
        parser.add_argument("--study", action="store_true", help="the number is that of a study")
        parser.add_argument("--stay", action="store_true", help="stay for a while and take further ones over a socket")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["number"]:
            self.work("study" if options["study"] else "run", options["number"])
        if options["stay"]:
            resident.stay(launch.socket_path(), self.work)

    def work(self, kind: str, number: int) -> None:
        """Compute one and say what came of it."""
        if kind == "study":
            done = study(number)
            self.stdout.write(f"{done}: {done.get_state_display()}")
            return
        run = compute(number)
        self.stdout.write(f"{run.label}: {run.get_state_display()}, {run.subjects} 个对象, {run.facts} 条记录")
