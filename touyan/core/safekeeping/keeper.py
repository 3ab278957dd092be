"""Who the journal names when a command keeps or brings back: the person at the machine, as the system knows them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Keeper:
    """Somebody at the command line, without an account."""

    account_id: None = None
    name: str = "系统维护"
    role_names: str = ""


KEEPER = Keeper()
