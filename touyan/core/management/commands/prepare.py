"""Make the product ready to serve: migrate, compile translations, collect static files, fill an empty demonstration."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from touyan.core import database, translations


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="不装入示例城市 / leave the database empty")

    def handle(self, *args: Any, **options: Any) -> None:
        self._step("整理译文", lambda: translations.compile_all())
        self._step("更新数据库", lambda: call_command("migrate", verbosity=0, interactive=False))
        self._step("建立缓存表", lambda: call_command("createcachetable", verbosity=0))
        database.refuse_unsafe()
        self._step("收集静态文件", lambda: call_command("collectstatic", verbosity=0, interactive=False))
        if settings.DEMO and not options["no_demo"]:
            # The demonstration stands above this floor, so it is looked up by name.
            city = import_module("touyan.demo.city")
            self._step("装入示例城市", lambda: city.load_if_empty(say=self.stdout.write))

    def _step(self, label: str, work: Callable[[], Any]) -> None:
        started = time.perf_counter()
        self.stdout.write(f"  {label} …", ending="")
        self.stdout.flush()
        work()
        self.stdout.write(f" {time.perf_counter() - started:.1f} 秒")
