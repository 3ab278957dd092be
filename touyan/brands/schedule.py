"""When the brands are read (Shanghai)."""

from __future__ import annotations

from touyan.brands.tasks import read_brands
from touyan.core.jobs import Scheduled

SCHEDULE = [Scheduled("brands.read", "20 5 * * *", read_brands)]
