"""Whom a scheme scores, as plain rows: members of the body's term, or the units below it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils import translation

from touyan.assessment.models import Run
from touyan.members.models import Member
from touyan.organizations.models import Closure, Membership, Unit, holding
from touyan.organizations.rules import Kind, Level, MembershipKind


def members(run: Run, start: dt.date, end: dt.date) -> Iterator[dict[str, Any]]:
    """Rows of `scoring.fields.SUBJECTS` for every member of the body whose seat held in the window.

    With `run.lower` also members of the committees below; who has a seat on both levels is scored once, on the upper.
    """
    groups = dict(
        Membership.objects.filter(holding(end), kind=MembershipKind.PLACED).values_list("person_id", "unit__short")
    )
    seen: set[int] = set()
    for person, standing, sector, committee, party, first, last in _seats(run, start, end):
        if person not in seen:
            seen.add(person)
            yield {
                "subject": person,
                "kind": "委员",
                "role": "常委" if standing else "委员",
                "sector": sector or "",
                "group": groups.get(person, ""),
                "unit": committee,
                "class": "",
                "party": "党员" if party else "党外",
                "months": months_in(max(first, start), min(last or end, end), start, end),
            }


def _seats(run: Run, start: dt.date, end: dt.date) -> Iterator[tuple[Any, ...]]:
    """Seats in the window, those of the upper level and the newest first: person, standing, sector, committee, party, days."""
    committees = Closure.objects.filter(ancestor_id=run.scheme.body_id, descendant__kind="committee")
    if not run.lower:
        committees = committees.filter(depth=0)
    depth = dict(committees.values_list("descendant_id", "depth"))
    seats = (
        Member.objects.filter(term__committee_id__in=depth, start__lte=end)
        .exclude(end__lt=start)
        .order_by("person_id", "-start", "pk")
        .values_list(
            "term__committee_id", "person_id", "standing", "sector__name", "term__committee__short", "is_party_member",
            "start", "end",
        )
    )  # fmt: skip
    return (row[1:] for row in sorted(seats, key=lambda row: depth[row[0]]))


def districts(day: dt.date) -> dict[int, str]:
    """Person → short name of the district where the person has a seat or a place in a unit on that day."""
    below = dict(
        Closure.objects.filter(ancestor__kind=Kind.COMMITTEE, ancestor__level=Level.DISTRICT).values_list(
            "descendant_id", "ancestor__short"
        )
    )
    placed = Membership.objects.filter(holding(day), unit_id__in=below).exclude(kind=MembershipKind.STAFF)
    found = {person: below[unit] for person, unit in placed.order_by("-pk").values_list("person_id", "unit_id")}
    seats = Member.objects.filter(holding(day), term__committee__level=Level.DISTRICT)
    return found | dict(seats.values_list("person_id", "term__committee__short"))


def months_in(first: dt.date, last: dt.date, start: dt.date, end: dt.date) -> int | None:
    """Calendar months present in the window; None for all of it."""
    if first <= start and last >= end:
        return None
    return (last.year - first.year) * 12 + last.month - first.month + 1


def units(body: Unit, end: dt.date, classes: dict[str, str] | None = None) -> Iterator[dict[str, Any]]:
    """Rows of `scoring.fields.SUBJECTS` for every unit below the body that stands at the end of the window.

    `classes`: number of a unit → the class it is listed in; without one, the line it stands in.
    """
    below = Closure.objects.filter(ancestor=body, depth__gt=0).values("descendant_id")
    given = classes or {}
    with translation.override("zh-hans"):
        for unit in Unit.objects.open_on(end).filter(pk__in=below).order_by("pk"):  # type: ignore[attr-defined]
            kind = "区县政协" if unit.kind == "committee" else str(unit.get_kind_display())
            yield {
                "subject": unit.pk,
                "kind": kind,
                "role": "",
                "sector": "",
                "group": kind,
                "unit": unit.short,
                "class": given.get(str(unit.pk), str(unit.get_line_display())),
                "party": "",
                "months": None,
            }
