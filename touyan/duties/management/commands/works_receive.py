"""Receive works from another system's interface: its JSON answer, from a file or through a pipe. Nothing is booked yet.

    curl -fsS -H "Authorization: Bearer …" https://…/proposals?since=2026-01-01 |
        python manage.py works_receive - --as office --unit 某某市政协 --source 提案系统

The list waits under 导入成果清单 for the person named; headings that were mapped once are known the next time.
"""

from __future__ import annotations

import io
import sys
import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from touyan.core.errors import Refused
from touyan.core.intake import FileRefused
from touyan.duties import importing
from touyan.duties.models import WorkImport
from touyan.duties.records_json import LARGEST, list_of
from touyan.organizations.models import Account, Unit
from touyan.organizations.policy import Actor, actor_of

PAUSE = 0.2  # seconds between two looks at a running check


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.add_argument("file", help="JSON 文件；写 - 时从管道读取")
        parser.add_argument("--as", dest="username", required=True, help="以谁的账号接收，例如 office")
        parser.add_argument("--unit", required=True, help="记在哪个单位，写全称或简称")
        parser.add_argument("--source", required=True, help="来源系统的名称，例如 提案系统")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            one = _receive(options["file"], options["username"], options["unit"], options["source"])
        except (Refused, FileRefused) as refusal:
            raise CommandError(f"{refusal.message}\n{refusal.possible}") from refusal
        self.stdout.write(f"{one.get_state_display()}：新 {one.fresh}，已有 {one.known}，待改 {one.refused}")
        for row, column, message in one.problems[:20]:
            self.stdout.write(f"  第 {row} 行 {column}：{message}")
        if one.fault:
            self.stdout.write(f"  {one.fault}")
        self.stdout.write(f"请在“导入成果清单”里查看后入账：/works/imports/{one.pk}/")
        if one.state == WorkImport.State.FAILED:
            raise CommandError("没有读成。")


def _receive(file: str, username: str, unit: str, source: str) -> WorkImport:
    actor = _actor(username)
    upload = io.BytesIO(list_of(_bytes_of(file)))
    one = importing.list_receive(actor=actor, unit=_unit(unit), source=source, upload=upload, name=f"{source}.csv")
    while importing.settled(one).state == WorkImport.State.WORKING:
        time.sleep(PAUSE)
        one.refresh_from_db()
    one.refresh_from_db()
    return one


def _bytes_of(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read(LARGEST + 1)
    try:
        with Path(file).open("rb") as source:
            return source.read(LARGEST + 1)
    except OSError as error:
        raise CommandError(f"读不到 {file}：{error.strerror}") from error


def _actor(username: str) -> Actor:
    account = Account.objects.filter(username=username, is_active=True).first()
    if account is None:
        raise CommandError(f"没有可用的账号 {username}。")
    return actor_of(account)


def _unit(name: str) -> Unit:
    found = [*Unit.objects.filter(name=name), *Unit.objects.filter(short=name).exclude(name=name)]
    if len(found) != 1:
        raise CommandError(f"叫“{name}”的单位有 {len(found)} 个，请写全称。")
    return found[0]
