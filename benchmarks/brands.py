"""Readings of 5,000 brands with 1,000,000 linked records: all anew, then one after a new record; both must agree. From the checkout:

python benchmarks/brands.py [brands] [records]
"""

from __future__ import annotations

import datetime as dt
import os
import random
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "touyan.config.settings")
os.environ.setdefault("TOUYAN_DATA", tempfile.mkdtemp(prefix="touyan-bench-"))

NEST = 20  # brands under one parent
KINDS = ("enterprise_visit", "theme_party_day", "research_visit", "proposal", "sector_visit")
WORDS = "走访企业协商群众调研提案河道社区学校医院文化法律老人青年农田桥梁数据书屋议事清单回访联络"


def main(brands: int, records: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from touyan.brands import pulse
    from touyan.brands.models import Brand, Deed, Pulse

    call_command("migrate", verbosity=0, interactive=False)
    started = time.perf_counter()
    fill(brands, records)
    print(
        f"{connection.vendor}: {brands:,} brands, {records:,} records written in {time.perf_counter() - started:.1f} s",
        flush=True,
    )
    today = dt.date(2026, 11, 20)
    started = time.perf_counter()
    read = pulse.read_all(today)
    everything = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"all {read:,} brands read in {everything:.1f} s ({records / everything:,.0f} records a second), peak {memory} MiB",
        flush=True,
    )

    times = []
    rng = random.Random(7)
    for number in range(20):
        brand = Brand.objects.filter(parent__isnull=False).order_by("pk")[rng.randrange(brands)]
        deed = Deed.objects.filter(brand=brand).order_by("pk")[number]
        deed.pk, deed.work_id, deed.day, deed.kind = None, records + number + 1, today - dt.timedelta(days=1), "lecture"
        deed.save(force_insert=True)
        started = time.perf_counter()
        pulse.read_around([brand.pk], today)
        times.append((time.perf_counter() - started) * 1000)
    times.sort()
    print(
        f"one brand (with its {NEST - 1} siblings) after a new record: median {times[10]:.0f} ms, worst {times[-1]:.0f} ms",
        flush=True,
    )

    fields = ("brand_id", "state", *pulse.readings.CODES, "deeds", "kept", "promised", "last_day", "nearest_id")
    one_by_one = set(Pulse.objects.values_list(*fields))
    pulse.read_all(today)
    same = one_by_one == set(Pulse.objects.values_list(*fields))
    print(f"equal either way: {same}")
    raise SystemExit(0 if same else 1)


def fill(brands: int, records: int) -> None:
    """Brands in nests with two promises each, a work for every record, and the records."""
    from django.db import transaction

    from touyan.brands.models import Brand, Element, Promise
    from touyan.organizations.models import Unit

    rng = random.Random(1)
    unit = Unit.objects.create(
        code="B", name="示例支部", short="示例支部", kind="temporary_branch", line="committee", level="city"
    )
    since = dt.date(2024, 1, 1)
    common = {
        "unit": unit,
        "kind": "branch",
        "life": "published",
        "since": since,
        "published": since,
        "idea": "理念",
        "orientation": "导向",
    }
    parents = Brand.objects.bulk_create(
        [Brand(name=f"总{n}", **{**common, "kind": "city"}) for n in range(brands // NEST)], batch_size=500
    )
    rows = Brand.objects.bulk_create(
        [
            Brand(
                name="".join(rng.choices(WORDS, k=6)),
                slogan="".join(rng.choices(WORDS, k=10)),
                parent=parents[n // NEST],
                **common,
            )
            for n in range(brands // NEST * NEST)
        ],
        batch_size=500,
    )
    elements = Element.objects.bulk_create(
        [Element(brand=one, kind="carrier", name=f"载体{one.pk}") for one in rows], batch_size=1000
    )
    promises = Promise.objects.bulk_create(
        [
            Promise(
                brand=one,
                whom="企业",
                what="".join(rng.choices(WORDS, k=8)),
                rhythm=rhythm,
                sign="清单",
                start=since,
                carrier=element,
            )
            for one, element in zip(rows, elements, strict=True)
            for rhythm in ("month", "quarter")
        ],
        batch_size=1000,
    )
    with transaction.atomic():
        works(unit, records + 100)
        deeds(rows, promises, records // len(rows), rng)


def deeds(rows: list[Any], promises: list[Any], each: int, rng: random.Random) -> None:
    """The records of every brand, spread over 23 months."""
    from django.db import connection

    first = dt.date(2024, 12, 1)
    columns = "brand_id, promise_id, work_id, day, kind, title, party, duty, outcome, counts, residents, others, faces, sectors, linked_by, linked_at"
    insert = f"INSERT INTO brands_deed ({columns}) VALUES ({', '.join(['%s'] * 16)})"
    faces = [",".join(str(rng.randrange(1, 40)) for _ in range(6)) for _ in range(500)]
    at = dt.datetime(2026, 11, 1, tzinfo=dt.UTC).isoformat(" ")
    number = 0
    with connection.cursor() as cursor:
        for order, brand in enumerate(rows):
            batch = []
            for _each in range(each):
                number += 1
                day = (first + dt.timedelta(days=rng.randrange(700))).isoformat()
                batch.append(
                    (
                        brand.pk, promises[2 * order + number % 2].pk, number, day, KINDS[number % 5], "走访", False, number % 3 > 0,
                        number % 4 > 0, True, number % 5 == 0, number % 3, faces[number % 500], "a,b", "示例", at,
                    )
                )  # fmt: skip
            cursor.executemany(insert, batch)


def works(unit: Any, count: int) -> None:
    """So many works, written in one statement."""
    from django.db import connection

    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s)"
    columns = "id, committee_id, unit_id, kind, title, summary, day, source_name, source_no, page_kind, version"
    with connection.cursor() as cursor:
        cursor.execute(
            f"{numbers} INSERT INTO duties_work ({columns}) "
            "SELECT i, %s, %s, 'activity', '', '', '2026-01-01', '', '', '', 1 FROM n"
            if connection.vendor == "sqlite"
            else f"INSERT INTO duties_work ({columns}) "
            "SELECT i, %s, %s, 'activity', '', '', '2026-01-01', '', '', '', 1 FROM generate_series(1, %s) AS i",
            [count, unit.pk, unit.pk] if connection.vendor == "sqlite" else [unit.pk, unit.pk, count],
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000, int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000)
