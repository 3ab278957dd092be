"""Verify the journal's hash chain and print its head, to be kept elsewhere."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from touyan.core import journal


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        broken = journal.verify()
        if broken:
            raise CommandError(f"日志在第 {broken.seq} 条处断裂 / broken at entry {broken.seq}: {broken.reason}")
        seq, digest = journal.head()
        self.stdout.write(f"日志完整 / chain holds: {seq} 条, head {digest}")
