"""Bring an archive back: it is read through first, and a damaged one is refused with the reason."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from touyan.core import journal
from touyan.core.errors import Refused
from touyan.core.safekeeping.archive import opened
from touyan.core.safekeeping.bring_back import bring_back
from touyan.core.safekeeping.keeper import KEEPER


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="只检查，不恢复 / only read it through")
        parser.add_argument(
            "--replace", action="store_true", help="原有数据移到一旁 / set aside what stands here (SQLite)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        try:
            archive = opened(options["file"])
            made = archive.manifest
            self.stdout.write(
                f"备份完好 / whole: {made.made_at}，版本 {made.product}，{sum(made.rows.values())} 条记录"
            )
            self.stdout.write(f"清单摘要 / seal: {archive.seal}")
            if made.key_elsewhere:
                self.stdout.write(
                    "注意：签名密钥不在备份里，在 TOUYAN_SECRET_KEY 中。/ The signing key is not in this backup."
                )
            if options["check"]:
                return
            bring_back(archive, replace=options["replace"], say=self.stdout.write)
        except Refused as refusal:
            raise CommandError(f"{refusal.message}\n{refusal.possible}") from refusal
        journal.record(KEEPER, "system.restore", detail={"made_at": made.made_at, "seal": archive.seal})
        self.stdout.write(f"已恢复 / restored（{time.monotonic() - started:.1f} 秒）")
