"""Make sort keys anew, delete telephones of those who left a month ago, and files of old imports."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from touyan.members import importing
from touyan.members.tidy import keys_renew_all, phones_expire


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Three numbers: keys renewed, telephones deleted, files deleted."""
        self.stdout.write(f"keys {keys_renew_all()}, phones {phones_expire()}, files {importing.sweep()}")
