"""SQLite's own waiting lets newcomers push in: it asks again after 1, 2, 5 … 100 ms, so who has waited long asks seldom.

In a rush of check-ins on a busy machine some gave up after twenty seconds ("database is locked") while others went
straight through. Here the threads of one process take turns, and the one whose turn it is asks SQLite at short, even
intervals; so all processes have the same chance. Everything else is Django's.
"""

from __future__ import annotations

import random
import threading
import time

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

PATIENCE = 60.0  # seconds until a writer gives up
ASK_AGAIN = (0.001, 0.005)  # seconds between two questions
_turn = threading.Lock()


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that begins a transaction when its turn has come, and hands the turn on when the transaction ends."""

    _holds_turn = False

    def _start_transaction_under_autocommit(self) -> None:
        if self.is_in_memory_db() or self._holds_turn:
            super()._start_transaction_under_autocommit()
            return
        until = time.monotonic() + PATIENCE
        if not _turn.acquire(timeout=PATIENCE):
            raise OperationalError("database is locked: another thread of this process writes")
        self._holds_turn = True
        try:
            self._begin(until)
        except BaseException:
            self._hand_on()
            raise

    def _begin(self, until: float) -> None:
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            while True:
                try:
                    super()._start_transaction_under_autocommit()
                    return
                except OperationalError as error:
                    if "locked" not in str(error) or time.monotonic() > until:
                        raise
                time.sleep(random.uniform(*ASK_AGAIN))  # noqa: S311 - only to spread the questions
        finally:
            wait = int(float(self.settings_dict["OPTIONS"].get("timeout", 5)) * 1000)
            self.connection.execute(f"PRAGMA busy_timeout = {wait}")

    def _commit(self) -> None:
        super()._commit()
        self._hand_on()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._hand_on()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._hand_on()

    def _hand_on(self) -> None:
        if self._holds_turn:
            self._holds_turn = False
            _turn.release()
