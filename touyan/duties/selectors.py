"""Questions to the ledger. Each begins with what the actor may see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from touyan.core.errors import Refused
from touyan.duties.models import Confirmation, DutyRecord, OwnWords, Work, WorkLink
from touyan.duties.words import CAME, Source, Stage, Verdict
from touyan.organizations import policy
from touyan.organizations.models import Membership, Person, Post, Unit, holding
from touyan.organizations.policy import Actor


def year_span(year: int) -> tuple[dt.date, dt.date]:
    """First and last day of a calendar year."""
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def record_get(actor: Actor, pk: int) -> DutyRecord:
    """One row that the actor may see; 404 otherwise."""
    rows = DutyRecord.objects.visible_to(actor).select_related("person", "unit", "work", "corrects", "committee")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Refused(_("没有这条记录。"), status=404)
    return row


def work_get(actor: Actor, pk: int) -> Work:
    """One work that the actor may see; 404 otherwise."""
    work = Work.objects.visible_to(actor).select_related("unit", "committee").filter(pk=pk).first()
    if work is None:
        raise Refused(_("没有这项工作。"), status=404)
    return work


def history(record: DutyRecord) -> list[DutyRecord]:
    """The row and everything it corrects or was corrected by, oldest first."""
    first = record
    while first.corrects_id:
        first = DutyRecord.objects.get(pk=first.corrects_id)
    chain = [first]
    while (later := DutyRecord.objects.filter(corrects=chain[-1]).first()) is not None:
        chain.append(later)
    return chain


def person_get(actor: Actor, person_id: int) -> Person:
    """A person whose duty file the actor may read: oneself, or people of units in the actor's grants; 404 otherwise."""
    if actor.person_id is not None and actor.person_id == person_id:
        return Person.objects.get(pk=person_id)
    units = policy.units(actor, "duty.view")
    belongs = Membership.objects.filter(person_id=person_id, unit_id__in=units).exists()
    person = Person.objects.filter(pk=person_id).first() if belongs else None
    if person is None:
        raise Refused(_("没有这份档案，或您无权查看。"), status=404)
    return person


@dataclass(frozen=True)
class Line:
    """One line of a duty file: a row that stands, with what was said about it."""

    record: DutyRecord
    said: str
    counts: bool


@dataclass(frozen=True)
class DutyFile:
    """What a person did in a year: meetings and activities, works with their stages, sums per kind."""

    person: Person
    year: int
    attendance: list[Line]
    works: list[tuple[Work | None, list[Line]]]
    came: int
    due: int
    own_words: str
    posts: list[str]
    partners: list[tuple[str, int]]


def duty_file(actor: Actor, person_id: int, year: int) -> DutyFile:
    """The duty file of one person and one year; a fixed number of queries, whatever the number of rows."""
    person = person_get(actor, person_id)
    rows = list(
        DutyRecord.objects.effective()
        .filter(person_id=person_id, business_date__range=year_span(year))
        .select_related("work", "unit")
        .order_by("business_date", "pk")
    )
    last = {said.record_id: said.verdict for said in Confirmation.objects.filter(record__in=[row.pk for row in rows])}
    lines = [Line(row, last.get(row.pk, ""), _counts(row, last.get(row.pk, ""))) for row in rows]
    attendance = [line for line in lines if line.record.stage == Stage.ATTENDANCE]
    works: dict[int | None, list[Line]] = {}
    for line in lines:
        if line.record.stage != Stage.ATTENDANCE:
            works.setdefault(line.record.work_id, []).append(line)
    words = OwnWords.objects.filter(person_id=person_id, year=year).first()
    return DutyFile(
        person=person,
        year=year,
        attendance=attendance,
        works=[(found[0].record.work, found) for found in works.values()],
        came=sum(1 for line in attendance if line.record.outcome in CAME),
        due=len(attendance),
        own_words=words.text if words else "",
        posts=_posts(person_id, year),
        partners=_partners(person_id, [key for key in works if key]),
    )


def _counts(row: DutyRecord, said: str) -> bool:
    return row.source != Source.CLAIMED or said == Verdict.VERIFIED


def _posts(person_id: int, year: int) -> list[str]:
    posts = Post.objects.filter(holding(dt.date(year, 12, 31)), person_id=person_id).select_related("unit")
    return [f"{post.unit.name} {post.get_title_display()}" for post in posts]


def _partners(person_id: int, work_ids: list[int]) -> list[tuple[str, int]]:
    """With whom: co-authors of the works, most frequent first."""
    rows = (
        DutyRecord.objects.effective()
        .filter(work_id__in=work_ids, person__isnull=False)
        .exclude(person_id=person_id)
        .values("person__name", "person__sort_stroke")
        .annotate(n=Count("work_id", distinct=True))
        .order_by("-n", "person__sort_stroke")
    )
    return [(row["person__name"], row["n"]) for row in rows[:12]]


def objections(actor: Actor) -> QuerySet[DutyRecord]:
    """Rows with an open objection in units where the actor may answer."""
    rows = DutyRecord.objects.effective().filter(unit_id__in=policy.units(actor, "duty.verify"))
    last = Confirmation.objects.filter(record_id=OuterRef("pk")).order_by("-pk").values("verdict")[:1]
    rows = rows.annotate(last_said=Subquery(last)).filter(last_said=Verdict.OBJECTED)
    return rows.select_related("person", "unit", "work").order_by("business_date", "pk")


def claims(actor: Actor) -> QuerySet[DutyRecord]:
    """Rows that people entered about themselves and that wait for somebody else to verify them."""
    rows = DutyRecord.objects.effective().filter(source=Source.CLAIMED, unit_id__in=policy.units(actor, "duty.verify"))
    rows = rows.exclude(confirmations__verdict=Verdict.VERIFIED)
    return rows.select_related("person", "unit", "work").order_by("business_date", "pk")


def unconfirmed(actor: Actor, since: dt.date) -> int:
    """How many of the actor's own rows since that day have not been looked at by the actor."""
    if actor.person_id is None:
        return 0
    rows = DutyRecord.objects.effective().filter(person_id=actor.person_id, booked_on__gte=since)
    return rows.filter(confirmations__isnull=True).count()


def records_of(actor: Actor, *, unit: Unit | None = None, proof: tuple[str, int] | None = None) -> QuerySet[DutyRecord]:
    """Effective rows that the actor may see, of one unit or with one proof."""
    rows = DutyRecord.objects.visible_to(actor).effective().select_related("person", "unit", "work")
    if unit is not None:
        rows = rows.filter(unit=unit)
    if proof is not None:
        rows = rows.filter(proof_kind=proof[0], proof_id=proof[1])
    return rows


def work_links(work: Work) -> tuple[list[Work], list[Work]]:
    """(what led to this work, what it led to)."""
    rows = WorkLink.objects.filter(Q(source=work) | Q(target=work)).select_related("source", "target")
    return [r.source for r in rows if r.target_id == work.pk], [r.target for r in rows if r.source_id == work.pk]
