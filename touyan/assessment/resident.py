"""The process beside the web that stays after its first computation and takes further ones over a socket. Heavy."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from queue import Empty, Queue

from django.db import close_old_connections

log = logging.getLogger(__name__)
IDLE = 20 * 60  # seconds without work after which the process ends
LOOK = 30  # seconds between two looks whether the folder still stands
Work = Callable[[str, int], None]


def stay(path: Path, work: Work, idle: float = IDLE) -> bool:
    """Answer until nothing was asked for `idle` seconds, or its folder is gone; False when another process listens already."""
    door = _open(path)
    if door is None:
        return False
    waiting: Queue[tuple[str, int]] = Queue()
    threading.Thread(target=_listen, args=(door, waiting), daemon=True).start()
    left = idle
    try:
        while left > 0 and path.exists():
            try:
                kind, number = waiting.get(timeout=min(left, LOOK))
            except Empty:
                left -= LOOK
                continue
            close_old_connections()
            work(kind, number)
            left = idle
        return True
    finally:
        path.unlink(missing_ok=True)
        door.close()


def _open(path: Path) -> socket.socket | None:
    """A listening socket that only this account can open; None when another process has it."""
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            path.unlink(missing_ok=True)
        else:
            return None
    door = socket.socket(socket.AF_UNIX)
    before = os.umask(0o177)
    try:
        door.bind(str(path))
    except OSError:
        return None
    finally:
        os.umask(before)
    door.listen(8)
    return door


def _listen(door: socket.socket, waiting: Queue[tuple[str, int]]) -> None:
    """Put what is asked for into the queue. Anything but a kind and a number is dropped."""
    while True:
        try:
            caller, _address = door.accept()
        except OSError:
            return
        with caller:
            caller.settimeout(1)
            try:
                kind, number = caller.recv(64).decode("ascii").split()
                waiting.put((kind, int(number)))
                caller.sendall(b"ok\n")
            except (OSError, ValueError):
                log.warning("something else than work was sent to the socket")
