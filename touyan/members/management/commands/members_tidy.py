"""Make sort keys anew, delete telephones of those who left a month ago, and files of old imports: what every night does."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from touyan.members import schedule


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Three numbers: keys renewed, telephones deleted, files deleted."""
        done = schedule.tidy.func()
        self.stdout.write(", ".join(f"{name} {number}" for name, number in done.items()))
