"""What travels when a member is written down or corrected."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from touyan.members.models import Sector


@dataclass(frozen=True)
class MemberData:
    """A member as an officer states it. `start` None means: from today, or from the first day of the term."""

    name: str
    affiliation: str
    is_party_member: bool = False
    standing: bool = False
    number: str = ""
    sector: Sector | None = None
    gender: str = ""
    ethnicity: str = ""
    work: str = ""
    expertise: str = ""
    phone: str = ""
    sort_as: str = ""
    reading: str = ""
    start: dt.date | None = None


STATED = (
    "affiliation",
    "is_party_member",
    "standing",
    "number",
    "sector",
    "gender",
    "ethnicity",
    "work",
    "expertise",
    "phone",
    "sort_as",
    "reading",
)
"""Fields of Member that MemberData states one to one."""
