"""A rush at the door: 2,000 people scan the code, open the page and tap, all at once, against the real server.

    python benchmarks/checkin.py                      on SQLite, 2,000 people, 40 at a time
    python benchmarks/checkin.py --database postgres  on a throw-away PostgreSQL
    python benchmarks/checkin.py --people 5000 --at-once 100

Every person has an account and an open session, as after signing in at home. Each opens the address behind the door's code
(a GET), taps (a POST with its CSRF token) and reads that it is done (the GET to which the tap leads). Afterwards the records are counted: one arrival, one ledger row and one
journal entry for each person, and the journal's chain holds. It fails when anything is lost, any answer is an error, or
2,000 people take more than a minute.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]
CSRF = "a" * 32
SECONDS_PER_PERSON = 60 / 2000


def lay_out(people: int) -> dict[str, Any]:
    """People with accounts and sessions, and an activity that has just begun, to which all are invited."""
    import django

    django.setup()
    from django.db import transaction

    from touyan.activities import services, tokens
    from touyan.activities.models import ActivityKind, Invitation
    from touyan.core import clock
    from touyan.organizations.models import Account, Grant, Unit
    from touyan.organizations.policy import actor_of
    from touyan.organizations.rules import Role

    with transaction.atomic():
        office = actor_of(Account.objects.get(username="office"))
        root = Unit.objects.get(code="SZX")
        persons = _persons(people)
        accounts = Account.objects.bulk_create(
            Account(username=f"rush-{number}", person=person, password=f"!{number:040d}")
            for number, person in enumerate(persons)
        )
        Grant.objects.bulk_create(
            Grant(account=account, role=Role.MEMBER, unit=root, subtree=True, start=clock.today())
            for account in accounts
        )
        starts = clock.now() - dt.timedelta(minutes=1)
        planned = services.Planned(
            unit=root,
            kind=ActivityKind.objects.get(code="consultation"),
            title="全体会议（示例）",
            starts=starts,
            ends=starts + dt.timedelta(hours=2),
            is_duty=True,
        )
        activity = services.activity_plan(actor=office, planned=planned)
        Invitation.objects.bulk_create(Invitation(activity=activity, person=person) for person in persons)
        keys = [_session(account) for account in accounts]
    token = tokens.door_token(activity.sessions.get().pk, tokens.slot_of(clock.now()))
    return {"activity": activity.pk, "token": token, "sessions": keys}


def _persons(people: int) -> list[Any]:
    from touyan.organizations.models import Person

    return Person.objects.bulk_create(
        Person(name=f"示例{number}", sort_stroke=f"{number:06d}", sort_pinyin=f"{number:06d}")
        for number in range(people)
    )


def _session(account: Any) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session["second_factor_seen"] = True
    session.create()
    return str(session.session_key)


def count_up(activity: int) -> dict[str, Any]:
    """What the database holds after the rush."""
    import django

    django.setup()
    from touyan.activities.models import Arrival
    from touyan.core import journal
    from touyan.core.models import JournalEntry
    from touyan.duties.models import DutyRecord

    arrivals = Arrival.objects.filter(session__activity_id=activity)
    people = list(arrivals.values_list("person_id", flat=True))
    return {
        "arrivals": len(people),
        "people": len(set(people)),
        "ledger": DutyRecord.objects.filter(person_id__in=people).count(),
        "journal": JournalEntry.objects.filter(subject_kind="activities.arrival").count(),
        "chain": journal.verify() is None,
    }


class Rush:
    """So many phones at once, each taking the next person in line."""

    def __init__(self, port: int, token: str, sessions: list[str]) -> None:
        self.port, self.path = port, f"/in/{token}/"
        self.waiting: Iterator[str] = iter(sessions)
        self.lock = threading.Lock()
        self.answers: Counter[str] = Counter()
        self.times: list[float] = []

    def run(self, at_once: int) -> float:
        """Everybody has tapped; returns the seconds from the first request to the last answer."""
        phones = [threading.Thread(target=self._phone) for _ in range(at_once)]
        started = time.perf_counter()
        for phone in phones:
            phone.start()
        for phone in phones:
            phone.join()
        return time.perf_counter() - started

    def _phone(self) -> None:
        door = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        while True:
            with self.lock:
                session = next(self.waiting, None)
            if session is None:
                return
            for method, wanted in (("GET", 200), ("POST", 302), ("GET", 200)):
                started = time.perf_counter()
                try:
                    status = self._ask(door, method, session)
                except (OSError, http.client.HTTPException) as error:
                    status = 0
                    door.close()
                    self._note(f"{method} {type(error).__name__}", 0)
                    continue
                self._note("ok" if status == wanted else f"{method} {status}", time.perf_counter() - started)

    def _ask(self, door: http.client.HTTPConnection, method: str, session: str) -> int:
        headers = {"Host": "127.0.0.1", "Cookie": f"session={session}; csrf={CSRF}", "Accept": "text/html"}
        if method == "POST":
            headers |= {"X-CSRFToken": CSRF, "Content-Type": "application/x-www-form-urlencoded"}
        door.request(method, self.path, body="" if method == "POST" else None, headers=headers)
        answer = door.getresponse()
        answer.read()
        return answer.status

    def _note(self, answer: str, seconds: float) -> None:
        with self.lock:
            self.answers[answer] += 1
            self.times.append(seconds)


@dataclass(frozen=True)
class Served:
    """The server under the rush: its port, and the seconds of processor that it and its workers have used."""

    port: int
    process: psutil.Process

    def cpu(self) -> float:
        return sum(sum(one.cpu_times()[:2]) for one in [self.process, *self.process.children(recursive=True)])


@contextlib.contextmanager
def serving(env: dict[str, str]) -> Iterator[Served]:
    """The real server, set as ./run sets it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--workers",
        "2",
        "--blocking-threads",
        "8",
    ]
    command = [
        sys.executable,
        "-m",
        "granian",
        *words,
        "--backlog",
        "512",
        "--log-level",
        "error",
        "touyan.config.wsgi:application",
    ]
    server = subprocess.Popen(command, cwd=ROOT, env=env)
    try:
        _wait_for(port)
        yield Served(port, psutil.Process(server.pid))
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(port: int) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError, http.client.HTTPException):
            door = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            door.request("GET", "/account/login/", headers={"Host": "127.0.0.1"})
            door.getresponse()
            return
        time.sleep(0.2)
    sys.exit("the server did not answer")


def _step(env: dict[str, str], *words: str) -> Any:
    ran = subprocess.run([sys.executable, __file__, *words], cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE)
    return json.loads(ran.stdout.decode().splitlines()[-1])


def rush(database: str, people: int, at_once: int) -> bool:
    """Prepare, rush, count; prints what was measured. True when nothing was lost and nothing failed."""
    with tempfile.TemporaryDirectory(prefix="touyan-rush-") as folder:
        env = {
            **os.environ,
            "TOUYAN_DATA": folder,
            "TOUYAN_DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "touyan.config.settings",
        }
        env |= {"DATABASE_URL": database, "TOUYAN_LOG": "ERROR"}
        subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, env=env, check=True, stdout=sys.stderr)
        laid = _step(env, "--lay-out", str(people))
        with serving(env) as served:
            crowd = Rush(served.port, laid["token"], laid["sessions"])
            before = served.cpu()
            seconds = crowd.run(at_once)
            cpu = served.cpu() - before
        found = _step(env, "--count-up", str(laid["activity"]))
    times = sorted(crowd.times)
    print(
        f"{people} people, {at_once} at once: {seconds:.1f} s, {people / seconds:.0f} people/s (each a GET, a POST and the GET after it)"
    )
    print(
        f"an answer takes {times[len(times) // 2] * 1000:.0f} ms (median), {times[-len(times) // 100] * 1000:.0f} ms (99 %)"
    )
    print(f"the server used {cpu:.1f} s of processor, {cpu / people * 1000:.1f} ms for each person")
    print(f"answers: {dict(crowd.answers)}")
    print(f"kept: {found}")
    whole = found == {"arrivals": people, "people": people, "ledger": people, "journal": people, "chain": True}
    good = whole and set(crowd.answers) == {"ok"} and seconds <= people * SECONDS_PER_PERSON
    print("没有丢失，没有差错 / no loss, no error" if good else "未达到 / NOT reached")
    return good


def main() -> int:
    """The command line; see the head of this file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--at-once", type=int, default=40)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--lay-out", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--count-up", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.lay_out:
        print(json.dumps(lay_out(asked.lay_out)))
        return 0
    if asked.count_up:
        print(json.dumps(count_up(asked.count_up)))
        return 0
    if asked.database == "sqlite":
        return 0 if rush("", asked.people, asked.at_once) else 1
    import postgres

    with postgres.throwaway(postgres.choose(None), hasty=False) as running:
        return 0 if rush(running.url, asked.people, asked.at_once) else 1


if __name__ == "__main__":
    sys.exit(main())
