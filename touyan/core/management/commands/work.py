"""Do the work in the background: reminders, hand-overs, long runs. Several may run; each job is done once."""

from __future__ import annotations

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from touyan.core.jobs import queue, schedule, worker


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="做完到期的就结束 / do what is due and end")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            reaped, ticked = queue.reap(), schedule.tick()
            done = worker.run_due(worker.new_name())
            self.stdout.write(f"恢复 {reaped}，到点 {ticked}，完成 {done} / recovered, scheduled, done")
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        self.stdout.write("后台任务已启动 / working")
        worker.work(stop)
