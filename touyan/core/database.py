"""The live connection is asked what it really does; an answer that could lose an acknowledged record stops the start."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

SQLITE = {
    "journal_mode": ({"wal"}, "WAL"),
    "synchronous": ({"2", "3"}, "FULL"),
    "foreign_keys": ({"1"}, "ON"),
    "secure_delete": ({"1"}, "ON"),
}
POSTGRES = {"synchronous_commit": ({"on", "remote_apply", "remote_write", "local"}, "on"), "fsync": ({"on"}, "on")}


def unsafe_settings() -> list[str]:
    """One sentence for each setting of the live connection that differs from what the product promises."""
    table = SQLITE if connection.vendor == "sqlite" else POSTGRES
    verb = "PRAGMA" if connection.vendor == "sqlite" else "SHOW"
    problems = []
    with connection.cursor() as cursor:
        for name, (good, wanted) in table.items():
            cursor.execute(f"{verb} {name}")  # names come from the tables above, never from outside
            row = cursor.fetchone()
            value = str(row[0]).lower() if row else "?"
            if value not in good and not (name == "journal_mode" and value == "memory"):
                problems.append(f"{connection.vendor}: {name} = {value}，应为 {wanted} / must be {wanted}")
    mode = connection.settings_dict["OPTIONS"].get("transaction_mode")
    if connection.vendor == "sqlite" and mode != "IMMEDIATE":
        problems.append(f"sqlite: transaction_mode = {mode}，应为 IMMEDIATE / must be IMMEDIATE")
    return problems


def refuse_unsafe() -> None:
    """Raise ImproperlyConfigured with all problems when the live connection is not set as promised."""
    if problems := unsafe_settings():
        raise ImproperlyConfigured("\n".join(problems))
