"""What each page costs: its time as a ratio to a bare Django response measured in the same run, and its query count.

    python benchmarks/pages.py                    on SQLite and on a throw-away PostgreSQL, with the demonstration city
    python benchmarks/pages.py --only sqlite      one of them (sqlite, postgres)
    python benchmarks/pages.py --update           writes the query counts to benchmarks/query_counts.toml
    python benchmarks/pages.py --repeat 9         the best of so many visits (5)

Pages are found by walking the product as each demonstration account. The bare response is a view that answers "ok" with no
middleware, asked through the same client, so that the ratio says how much of a page is ours, whatever the machine.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
COUNTS = ROOT / "benchmarks" / "query_counts.toml"
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]


def best_ms(work: Callable[[], object], repeat: int) -> float:
    """Milliseconds of the quickest of so many calls: what the work costs when nobody else wants the machine."""
    times = []
    for _ in range(repeat):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return min(times)


def bare_ms(repeat: int) -> float:
    """Milliseconds of a view that does nothing, without middleware, through the same client."""
    from django.http import HttpResponse
    from django.test import Client, override_settings
    from django.urls import path

    class Bare:
        urlpatterns = [path("bare/", lambda request: HttpResponse("ok"))]

    with override_settings(MIDDLEWARE=[], ROOT_URLCONF=Bare):
        client = Client(SERVER_NAME="localhost")
        client.get("/bare/")
        return best_ms(lambda: client.get("/bare/"), repeat * 40)


def measure(repeat: int) -> dict[str, Any]:
    """The measurement itself, in the database that the environment names."""
    import django

    django.setup()
    from benchmarks.walk import visitor, walk

    stops = walk().stops
    bare = bare_ms(repeat)
    pages = {}
    for stop in stops:
        client = visitor(stop.username)
        client.get(stop.url)
        spent = best_ms(lambda client=client, url=stop.url: client.get(url), repeat)  # type: ignore[misc]
        pages[stop.route] = {"who": stop.username, "queries": stop.queries, "ms": spent, "ratio": spent / bare}
    return {"bare_ms": bare, "pages": pages}


def measured_in(database: str, repeat: int) -> dict[str, Any]:
    """Build the demonstration city in a fresh installation and measure there, each in its own process."""
    with tempfile.TemporaryDirectory(prefix="touyan-pages-") as folder:
        env = {
            **os.environ,
            "TOUYAN_DATA": folder,
            "TOUYAN_DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "touyan.config.settings",
        }
        env |= {"DATABASE_URL": database, "TOUYAN_LOG": "ERROR"}
        subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, env=env, check=True, stdout=sys.stderr)
        command = [sys.executable, __file__, "--measure", "--repeat", str(repeat)]
        ran = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE)
        return json.loads(ran.stdout.decode().splitlines()[-1])


def show(found: dict[str, dict[str, Any]]) -> None:
    """One line a page: queries, milliseconds and ratio in each database."""
    for name, result in found.items():
        print(f"{name}: bare Django response {result['bare_ms']:.3f} ms = 1")
    print(f"{'page':<34}{'who':<10}" + "".join(f"{name:>10} q{'ms':>9}{'ratio':>8}" for name in found))
    for route in sorted({route for result in found.values() for route in result["pages"]}):
        cells, who = "", ""
        for result in found.values():
            page = result["pages"].get(route)
            who = page["who"] if page else who
            cells += f"{page['queries']:>12}{page['ms']:>9.1f}{page['ratio']:>8.0f}" if page else f"{'–':>29}"
        print(f"{route:<34}{who:<10}{cells}")


def write_counts(pages: dict[str, Any]) -> None:
    """The committed counts; a test compares them with a smaller city."""
    head = "# Queries per page in the demonstration city; written by `python benchmarks/pages.py --update`.\n"
    COUNTS.write_text(head + "[pages]\n" + "".join(f'"{route}" = {page["queries"]}\n' for route, page in pages.items()))


def main() -> int:
    """The command line; see the head of this file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=["sqlite", "postgres"])
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        print(json.dumps(measure(asked.repeat)))
        return 0
    found = {}
    if asked.only != "postgres":
        found["SQLite"] = measured_in("", asked.repeat)
    if asked.only != "sqlite":
        import postgres

        with postgres.throwaway(postgres.choose(None), hasty=False) as running:
            found["PostgreSQL"] = measured_in(running.url, asked.repeat)
    show(found)
    if asked.update:
        write_counts(next(iter(found.values()))["pages"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
