"""One way to write a record down as bytes; chain, digests, exports and backup checks all use it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import unicodedata
from decimal import Decimal
from typing import Any


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, (bool, int)):
        return value
    return unicodedata.normalize("NFC", str(value))


def dumps(value: Any) -> str:
    """Canonical JSON: keys sorted, NFC, no spaces, decimals as text, instants in UTC. Floats are written as text."""
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(value: Any, *, domain: str) -> str:
    """SHA-256 in hex over `domain` and the canonical form of `value`; domains keep kinds of records apart."""
    return hashlib.sha256(f"touyan:{domain}\n{dumps(value)}".encode()).hexdigest()
