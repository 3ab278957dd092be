"""Begin real work in an empty installation: the committee and its first two system administrators."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from touyan.core.errors import Refused
from touyan.organizations.founding import house_found
from touyan.organizations.rules import Level


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", required=True, help="全称，例如 中国人民政治协商会议某某市委员会")
        parser.add_argument("--short", required=True, help="简称，例如 某某市政协")
        parser.add_argument("--level", choices=Level.values, default=Level.CITY)
        parser.add_argument("--admin", action="append", default=[], help="系统管理员的账号名，写两次")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = house_found(
                name=options["name"],
                short=options["short"],
                level=Level(options["level"]),
                usernames=options["admin"],
            )
        except Refused as refusal:
            raise CommandError(f"{refusal.message}\n{refusal.possible}") from refusal
        self.stdout.write(f"{options['name']} 已建立 / founded")
        for first in made:
            self.stdout.write(f"  {first.username}  {first.password}")
        self.stdout.write(
            "密码只显示这一次；首次登录请立即更改并设置第二验证。/ Shown once: change it at the first sign-in."
        )
