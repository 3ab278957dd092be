"""A progress bar on the error stream; silent when nobody watches."""

from __future__ import annotations

import sys
import time
from types import TracebackType

WIDTH = 30


class Bar:
    """Call it with (done, whole)."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.seen = sys.stderr.isatty()
        self.last = 0.0

    def __enter__(self) -> Bar:
        return self

    def __call__(self, done: int, whole: int) -> None:
        """Draw, at most ten times a second."""
        if not self.seen or (done < whole and time.monotonic() - self.last < 0.1):
            return
        self.last = time.monotonic()
        full = WIDTH * done // max(whole, 1)
        print(f"\r{self.what} [{'#' * full}{'.' * (WIDTH - full)}] {done}/{whole}", end="", file=sys.stderr, flush=True)

    def rows(self, done: int) -> None:
        """The same when the whole is not known."""
        if self.seen and time.monotonic() - self.last >= 0.1:
            self.last = time.monotonic()
            print(f"\r{self.what} {done} 条", end="", file=sys.stderr, flush=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        if self.seen:
            print(file=sys.stderr)
