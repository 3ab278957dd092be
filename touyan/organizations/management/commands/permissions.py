"""Write docs/permissions.md from the permission table."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from touyan.organizations.permission_page import page


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.ROOT / "docs" / "permissions.md"
        path.write_text(page(), encoding="utf-8")
        self.stdout.write(str(path.relative_to(settings.ROOT)))
