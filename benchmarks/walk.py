"""Walks the product as its people do, from the home page along its own links, and reaches every page once."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from unittest import mock
from urllib.parse import urlsplit

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve
from lxml.html import document_fromstring

from touyan.organizations import accounts
from touyan.organizations.models import Account

PEOPLE = (
    "office",
    "assess",
    "branch",
    "member",
    "leader",
    "subgroup",
    "group",
    "district",
    "dleader",
    "expert",
    "audit",
    "admin",
)
PER_ROUTE = 3  # of one kind of page, so many are opened at most to find links to others
SKIPPED = ("/account/", "/static/", "/language", "/reading")


@dataclass(frozen=True, kw_only=True)
class Stop:
    """One page of the walk: its route, where it was opened, by whom, and what it cost."""

    route: str
    url: str
    username: str
    status: int
    queries: int


def visitor(username: str) -> Client:
    """A browser signed in as this demonstration account, the second factor behind it."""
    client = Client(headers={"accept": "text/html"}, SERVER_NAME="localhost")
    client.force_login(Account.objects.get(username=username), "allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["second_factor_seen"] = True
    session.save()
    return client


@dataclass(frozen=True, kw_only=True)
class DeadEnd:
    """A link that somebody is shown and that refuses them: where it stood, where it leads, what came."""

    username: str
    page: str
    url: str
    status: int


@dataclass(frozen=True, kw_only=True)
class Walk:
    """What a walk found."""

    stops: list[Stop]
    dead_ends: list[DeadEnd]


def walk(people: Sequence[str] = PEOPLE) -> Walk:
    """Every page that links lead to, once, by the first of the people who gets there; pages in the order of their routes."""
    stops: dict[str, Stop] = {}
    dead_ends: list[DeadEnd] = []
    known = set(Account.objects.filter(username__in=people).values_list("username", flat=True))
    for username in people:
        if username in known:
            _walk_as(username, stops, dead_ends)
    return Walk(stops=[stops[route] for route in sorted(stops)], dead_ends=dead_ends)


def _walk_as(username: str, stops: dict[str, Stop], dead_ends: list[DeadEnd]) -> None:
    client = visitor(username)
    queue, seen, opened = deque([("/", "")]), {"/"}, dict[str, int]()
    while queue:
        url, page = queue.popleft()
        route = route_of(url)
        if route is None or opened.get(route, 0) >= PER_ROUTE:
            continue
        opened[route] = opened.get(route, 0) + 1
        response = client.get(url)
        if response.status_code >= 400:
            dead_ends.append(DeadEnd(username=username, page=page, url=url, status=response.status_code))
        if response.status_code == 200 and route not in stops:
            stops[route] = Stop(route=route, url=url, username=username, status=200, queries=queries_of(client, url))
        if response.status_code == 200 and response.headers.get("Content-Type", "").startswith("text/html"):
            for link in _links(response.content.decode()):
                if link not in seen:
                    seen.add(link)
                    queue.append((link, url))


def queries_of(client: Client, url: str) -> int:
    """How many statements a second visit of the page sends to the database, however long the walk has been going on.

    A device is noted anew every few minutes; the note is not part of what a page costs, so here it holds for a day.
    """
    noted = mock.patch.object(accounts, "SEEN_TO", dt.timedelta(days=1))
    with noted, CaptureQueriesContext(connection) as captured:
        answer = client.get(url)
        if getattr(answer, "streaming", False):
            answer.getvalue()
    return len(captured)


@cache
def route_of(url: str) -> str | None:
    """The name of the page behind an address of ours; None for what is not walked."""
    if url.startswith(SKIPPED):
        return None
    try:
        return resolve(url).url_name
    except Resolver404:
        return None


def _links(html: str) -> Iterator[str]:
    """Paths of ours that the page leads to, in the order in which they stand there."""
    for link in document_fromstring(html).xpath("//a/@href | //@hx-get"):
        parts = urlsplit(link)
        if not parts.netloc and parts.path.startswith("/"):
            yield parts.path
