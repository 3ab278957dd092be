"""Check every record of assessment against its seal and the journal's chain; names the first bad row and ends with 1."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from touyan.assessment.verify import check


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        held = check()
        self.stdout.write(f"日志 {held.entries} 条，链头 {held.head}；考评 {held.runs} 次，结果 {held.results} 份")
        for one in held.broken:
            self.stdout.write(one.told())
        if held.broken:
            sys.exit(1)
        self.stdout.write("全部相符")
