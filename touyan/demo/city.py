"""The demonstration city: builds everything in one transaction from one seed, or any other size for benchmarks.

Each room fills its part through `touyan/demo/<room>.py` with `build(city)`; the order stands in BUILDERS.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from random import Random

from django.db import transaction
from django.utils.module_loading import module_has_submodule

from touyan import demo
from touyan.core import clock
from touyan.organizations.models import Account, Person, Term, Unit

SEED = 20221
TERM_START = dt.date(2022, 4, 1)
# Ground floor first; a room adds its name when its module stands.
BUILDERS = (
    "organizations",
    "members",
    "documents",
    "duties",
    "planning",
    "activities",
    "contacts",
    "learning",
    "consultation",
    "brands",
    "ballots",
    "assessment",
    "standing",
    "units",
    "supervision",
    "modeloffice",
    "practices",
)


@dataclass
class Folk:
    """One fictional member: the person and what the roster says of it."""

    person: Person
    committee: Unit  # the CPPCC committee, of the city or of a district
    sector: str
    is_party: bool
    is_standing: bool
    affiliation: str = ""
    special_committee: Unit | None = None
    branch: Unit | None = None
    town: Unit | None = None


@dataclass
class City:
    """What has been built so far, for the rooms that build on it."""

    rng: Random
    today: dt.date
    city_members: int
    district_members: int
    root: Unit = None  # type: ignore[assignment]
    party_group: Unit = None  # type: ignore[assignment]
    office_group: Unit = None  # type: ignore[assignment]
    departments: list[Unit] = field(default_factory=list)
    office_branches: list[Unit] = field(default_factory=list)
    subgroups: list[Unit] = field(default_factory=list)
    special_committees: list[Unit] = field(default_factory=list)
    branches: list[Unit] = field(default_factory=list)
    groups: list[Unit] = field(default_factory=list)
    districts: list[Unit] = field(default_factory=list)
    towns: list[Unit] = field(default_factory=list)
    terms: dict[int, Term] = field(default_factory=dict)  # committee id → term
    folk: list[Folk] = field(default_factory=list)
    staff: list[Person] = field(default_factory=list)
    leaders: list[Person] = field(
        default_factory=list
    )  # chair, vice-chairs: members of the leading Party members' group
    secretaries: dict[int, Person] = field(default_factory=dict)  # unit id → secretary, head or leader
    accounts: dict[str, Account] = field(default_factory=dict)  # sign-in name → account

    @property
    def year(self) -> int:
        """The year that the demonstration shows: the running one."""
        return self.today.year

    def members_of(self, committee: Unit) -> list[Folk]:
        """The fictional members of one CPPCC committee."""
        return [folk for folk in self.folk if folk.committee.pk == committee.pk]


def load_if_empty(*, say: Callable[[str], object] = print) -> bool:
    """Build the city when no unit exists; True when it was built."""
    if Unit.objects.exists():
        return False
    load(say=say)
    return True


@transaction.atomic
def load(
    *,
    seed: int = SEED,
    city_members: int = 500,
    district_members: int = 100,
    today: dt.date | None = None,
    say: Callable[[str], object] = print,
) -> City:
    """Build a city of the given size; the same seed, size and day give the same city."""
    city = City(
        # The seed makes a fictional city, not a secret.
        rng=Random(seed),
        today=today or clock.today(),
        city_members=city_members,
        district_members=district_members,
    )
    for name in BUILDERS:
        if module_has_submodule(demo, name):
            started = time.perf_counter()
            import_module(f"touyan.demo.{name}").build(city)
            say(f"    {name}: {time.perf_counter() - started:.1f} 秒")
    return city
