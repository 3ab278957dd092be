"""Two thousand people check in within a minute on SQLite, and no acknowledged one is lost when the server is killed.

Both run a real server on a database file of its own, against which several clients post at once and keep their own list
of what was acknowledged. The small one is part of every run, the long campaign is marked deep.
"""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

import psutil
import pytest
from django.db.backends.sqlite3._functions import register

ROOT = Path(__file__).resolve().parents[3]
SETUP = """
import datetime as dt, sys, django
django.setup()
from touyan.core import clock
from touyan.activities import tokens
from touyan.activities.models import ActivityKind
from touyan.activities.services import Planned, activity_plan, activity_invite
from touyan.organizations.tests import cast as c
from touyan.organizations.models import Membership, Person
cast = c.build()
people = Person.objects.bulk_create([Person(name=f"委员{n}") for n in range(int(sys.argv[1]))])
Membership.objects.bulk_create(
    [Membership(unit=cast.other_branch, person=p, kind="party", start=c.DAY) for p in people])
start = clock.now() - dt.timedelta(minutes=5)
plan = Planned(unit=cast.city, kind=ActivityKind.objects.get(code="monthly_forum"), title="大会", starts=start,
               ends=start + dt.timedelta(hours=3), is_duty=True)
activity = activity_plan(actor=cast.staff, planned=plan)
activity_invite(actor=cast.staff, activity=activity, people=[p.pk for p in people])
print(activity.sessions.get().pk)
print("\\n".join(tokens.person_token(activity.pk, p.pk) for p in people))
print(tokens.door_token(activity.sessions.get().pk, tokens.slot_of(clock.now())))
"""


class House:
    """A server of its own in a folder of its own."""

    def __init__(self, folder: Path, people: int) -> None:
        self.folder = folder
        self.env = {**os.environ, "TOUYAN_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "touyan.config.settings"}
        self.env |= {"PYTHONPATH": str(ROOT), "TOUYAN_DEMO": ""}
        self.env.pop("DATABASE_URL", None)
        self._run("manage.py", "createcachetable")
        self._run("manage.py", "collectstatic", "-v0", "--noinput")
        session, *rest = self._run("-c", SETUP, str(people)).split()
        self.session, self.door, self.tokens = session, rest[-1], rest[:-1]
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None

    def _run(self, *words: str) -> str:
        done = subprocess.run([sys.executable, *words], env=self.env, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def start(self) -> None:
        """The server answers."""
        command = [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--host",
            "127.0.0.1",
            "--port",
            str(self.port),
        ]
        command += ["--workers", "1", "--blocking-threads", "4", "--no-ws", "touyan.config.wsgi:application"]
        log = (self.folder / "server.log").open("ab")
        self.process = subprocess.Popen(command, env=self.env, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
        for _try in range(300):
            try:
                self.get("/limits/")
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError((self.folder / "server.log").read_text()[-2000:])

    def cpu(self) -> float:
        """Seconds of processor that the server and its workers have used."""
        assert self.process is not None
        server = psutil.Process(self.process.pid)
        return sum(sum(one.cpu_times()[:2]) for one in [server, *server.children(recursive=True)])

    def get(self, path: str) -> int:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", path)
        return connection.getresponse().status

    def kill(self) -> None:
        """kill -9 of the server and its workers, and of nothing else."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def arrive(self, connection: HTTPConnection, token: str) -> int:
        """One person checks in with the own token and the door's; the status answered."""
        body = urlencode({"door": self.door, "person": token})
        head = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", "/in/arrive/", body, head)
        answer = connection.getresponse()
        answer.read()
        return answer.status

    def rows(self) -> tuple[list[int], list[int]]:
        """(people who arrived, people with a ledger row), each as often as they stand there."""
        with sqlite3.connect(self.folder / "touyan.sqlite3") as base:
            register(base)
            assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            arrived = [row[0] for row in base.execute("SELECT person_id FROM activities_arrival")]
            booked = [
                row[0] for row in base.execute("SELECT person_id FROM duties_dutyrecord WHERE stage='attendance'")
            ]
        return arrived, booked


@pytest.fixture
def folder(tmp_path: Path, lay_database: Callable[[Path], None]) -> Path:
    """A data folder with a migrated, empty database."""
    lay_database(tmp_path)
    return tmp_path


def storm(house: House, tokens: list[str], clients: int, acknowledged: set[str], stop: threading.Event) -> list[int]:
    """Several clients take tokens from one pile until it is empty or `stop` is set; other statuses than 200 are returned."""
    pile, lock, odd = list(tokens), threading.Lock(), []

    def client() -> None:
        connection = HTTPConnection("127.0.0.1", house.port, timeout=30)
        while not stop.is_set():
            with lock:
                if not pile:
                    return
                token = pile.pop()
            try:
                status = house.arrive(connection, token)
            except (OSError, HTTPException):
                connection.close()
                connection = HTTPConnection("127.0.0.1", house.port, timeout=30)
                continue
            if status == 200:
                acknowledged.add(token)
            else:
                odd.append(status)

    threads = [threading.Thread(target=client) for _number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return odd


def burst(folder: Path, people: int) -> float:
    """All check in, a tenth of them twice; the seconds it took. None lost, none doubled, none refused."""
    house = House(folder, people)
    house.start()
    try:
        acknowledged: set[str] = set()
        begun = time.perf_counter()
        odd = storm(house, house.tokens + house.tokens[: people // 10], 16, acknowledged, threading.Event())
        seconds = time.perf_counter() - begun
        print(
            f"{people} people, {len(house.tokens) + people // 10} requests: {seconds:.1f} s, {house.cpu():.1f} s of processor"
        )
    finally:
        house.kill()
    arrived, booked = house.rows()
    assert odd == []
    assert len(acknowledged) == people
    assert len(arrived) == len(set(arrived)) == people
    assert sorted(booked) == sorted(arrived)
    return seconds


def campaign(folder: Path, people: int, kills: int) -> int:
    """The server is killed in the middle, again and again; what was acknowledged stands. Returns how many that were."""
    house = House(folder, people)
    acknowledged: set[str] = set()
    for _round in range(kills):
        left = [token for token in house.tokens if token not in acknowledged]
        house.start()
        stop = threading.Event()
        timer = threading.Timer(0.8, _end, [house, stop])
        timer.start()
        storm(house, left, 8, acknowledged, stop)
        timer.join()
        house.kill()
        arrived, booked = house.rows()
        people_of = {token.split(":")[0].split(".")[1] for token in acknowledged}
        assert people_of <= {str(person) for person in arrived}, "an acknowledged arrival is lost"
        assert len(arrived) == len(set(arrived))
        assert sorted(booked) == sorted(arrived), "an arrival without its row, or a row without its arrival"
    return len(acknowledged)


def _end(house: House, stop: threading.Event) -> None:
    house.kill()
    stop.set()


@pytest.mark.once
def test_a_burst(folder: Path) -> None:
    assert burst(folder, 100) < 60


@pytest.mark.once
def test_killed_in_the_middle(folder: Path) -> None:
    assert campaign(folder, 200, 2) > 0


@pytest.mark.deep
def test_two_thousand_within_a_minute(folder: Path) -> None:
    seconds = burst(folder, 2000)
    print(f"2,000 check-ins (and 200 repeats) in {seconds:.1f} s")
    assert seconds < 60


@pytest.mark.deep
def test_killed_fifty_times(folder: Path) -> None:
    done = campaign(folder, 20_000, 50)
    print(f"{done} acknowledged over 50 kills, none lost, none doubled")
