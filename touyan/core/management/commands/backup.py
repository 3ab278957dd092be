"""Write everything this installation owns into one archive: the database, uploads, keys. The site may stay open."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from touyan.core import clock, journal
from touyan.core.errors import Refused
from touyan.core.safekeeping.keep import keep
from touyan.core.safekeeping.keeper import KEEPER


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="默认 / default: var/backups/touyan-<时间>.zip")
        parser.add_argument(
            "--portable",
            action="store_true",
            help="按记录保存，可从 SQLite 移到 PostgreSQL / as records, fit for either database",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        moment = clock.now().astimezone(clock.SHANGHAI)
        target = options["file"] or Path(settings.DATA) / "backups" / f"touyan-{moment:%Y%m%d-%H%M%S}.zip"
        journal.record(KEEPER, "system.backup", detail={"file": target.name})
        try:
            seal = keep(target.resolve(), portable=options["portable"], say=self.stdout.write)
        except Refused as refusal:
            raise CommandError(f"{refusal.message}\n{refusal.possible}") from refusal
        size = target.stat().st_size / 1e6
        self.stdout.write(f"已备份 / kept: {target}（{size:.1f} MB，{time.monotonic() - started:.1f} 秒）")
        self.stdout.write(f"清单摘要 / seal: {seal}")
        self.stdout.write(
            "备份含有密钥和个人信息，请加密存放在别处。/ It holds keys and personal data: keep it encrypted, elsewhere."
        )
