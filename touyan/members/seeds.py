"""The sectors of the national committee, as a beginning; city and county lists differ and are kept on the page 界别."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any


def sectors_seed(sector_model: Any) -> int:
    """Make every sector of data/sectors.csv that is not there yet; returns how many. Works with a migration's model too."""
    made = 0
    with (Path(__file__).parent / "data" / "sectors.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            end = dt.date.fromisoformat(row["end"]) if row["end"] else None
            _sector, fresh = sector_model.objects.get_or_create(
                code=row["code"],
                defaults={
                    "name": row["name"],
                    "short": row["short"],
                    "order": int(row["order"]),
                    "start": dt.date.fromisoformat(row["start"]),
                    "end": end,
                },
            )
            made += fresh
    return made
