"""The worker: a loop that makes up for dead workers, looks at the clock, and does what is due."""

from __future__ import annotations

import logging
import os
import socket
import threading
import uuid

from django.db import OperationalError, close_old_connections

from touyan.core.jobs import queue, schedule

log = logging.getLogger(__name__)
IDLE = 2.0  # seconds between looks when nothing is due


def new_name() -> str:
    """A name by which this worker is known in the queue."""
    return f"{socket.gethostname()[:20]}-{os.getpid()}-{uuid.uuid4().hex[:6]}"


def run_due(worker: str, *, most: int = 0) -> int:
    """Do what is due now, at most `most` jobs (0: all); returns how many were carried out to their end."""
    done = tried = 0
    while not most or tried < most:
        job = queue.claim(worker)
        if job is None:
            break
        tried += 1
        done += queue.carry_out(job)
    return done


def work(stop: threading.Event, *, idle: float = IDLE) -> None:
    """Work until `stop` is set. A database that does not answer for a while is waited for."""
    worker = new_name()
    while not stop.is_set():
        try:
            close_old_connections()
            queue.reap()
            schedule.tick()
            run_due(worker)
        except OperationalError:
            log.warning("the database is busy; the worker waits")
        stop.wait(idle)


def start_thread() -> threading.Event:
    """A worker inside the web process, for an installation that is one process; set the event to stop it."""
    stop = threading.Event()
    threading.Thread(target=work, args=(stop,), name="touyan-worker", daemon=True).start()
    return stop
