"""Compute one run in a process of its own, so that the engine's heavy parts never load into the web process."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from touyan.assessment.compute import compute


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("run", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        run = compute(options["run"])
        self.stdout.write(f"{run.label}: {run.get_state_display()}, {run.subjects} 个对象, {run.facts} 条记录")
