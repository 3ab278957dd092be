"""What the pages of the ledger put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from touyan.core import clock, journal
from touyan.core.errors import Refused
from touyan.core.rooms import collect
from touyan.duties import rates, selectors
from touyan.duties.models import Confirmation, DutyRecord, Work, WorkImport, WorkLink
from touyan.duties.selectors import DutyFile, Line
from touyan.duties.words import SHONE, Outcome, Source, Stage, Verdict, kind_labels
from touyan.organizations import policy
from touyan.organizations.models import Closure, Membership, Person, Unit, holding
from touyan.organizations.policy import Actor
from touyan.organizations.rules import SECRETARIES


def year_of(text: str) -> int:
    """The year asked for, else the running one."""
    year = int(text) if text.isdigit() and len(text) == 4 else clock.today().year
    return min(max(year, 1950), clock.today().year)


@dataclass(frozen=True)
class KindSum:
    """Attendance of one kind in a duty file."""

    label: str
    due: int
    came: int
    excused: int
    absent: int
    lines: list[Line]


@dataclass(frozen=True)
class Sheet:
    """A duty file as one printed sheet."""

    file: DutyFile
    kinds: list[KindSum]
    works: list[dict[str, Any]]
    taken_up: int
    open_lines: list[Line]
    own: bool
    years: list[int]


def sheet(actor: Actor, person_id: int, year: int) -> Sheet:
    """The duty file of a person; a reading by anybody else is written down."""
    file = selectors.duty_file(actor, person_id, year)
    own = actor.person_id == person_id
    if not own:
        journal.record(actor, "duty.view", file.person, detail={"read": "duty_file", "year": year})
    labels = kind_labels()
    lines = [*file.attendance, *(line for _work, found in file.works for line in found)]
    return Sheet(
        file=file,
        kinds=_kinds(file, labels),
        works=[_work(work, found, labels) for work, found in file.works],
        taken_up=sum(1 for _w, found in file.works if any(line.record.stage in SHONE for line in found)),
        open_lines=_newest([line for line in lines if not line.said]) if own else [],
        own=own,
        years=years(),
    )


def _newest(lines: list[Line]) -> list[Line]:
    """The latest first: who comes for what is new sees it at the top."""
    return sorted(lines, key=lambda line: line.record.business_date, reverse=True)


def _kinds(file: DutyFile, labels: Mapping[str, str]) -> list[KindSum]:
    groups: dict[str, list[Line]] = {}
    for line in file.attendance:
        groups.setdefault(line.record.kind, []).append(line)
    return [
        KindSum(
            labels.get(kind, kind),
            len(found),
            sum(1 for line in found if line.record.outcome in selectors.CAME),
            sum(1 for line in found if line.record.outcome == Outcome.EXCUSED),
            sum(1 for line in found if line.record.outcome == Outcome.ABSENT),
            found,
        )
        for kind, found in groups.items()
    ]


def _work(work: Work | None, found: list[Line], labels: Mapping[str, str]) -> dict[str, Any]:
    first = found[0].record
    return {
        "work": work,
        "title": work.title if work else first.title,
        "kind": labels.get(first.kind, first.kind),
        "place": first.place,
        "authors": first.authors,
        "lines": found,
        "taken_up": any(line.record.stage in SHONE for line in found),
        "waits": any(not line.counts for line in found),
    }


def people(actor: Actor, words: str) -> list[Person]:
    """People whose duty files the actor may open, by strokes; with `words` those whose name holds it."""
    belongs = Membership.objects.filter(holding(clock.today()), unit_id__in=policy.units(actor, "duty.view"))
    rows = Person.objects.filter(pk__in=belongs.values("person_id")).order_by("sort_stroke", "pk")
    return list(rows.filter(name__contains=words.strip()[:20])[:200] if words.strip() else rows[:60])


def record_page(actor: Actor, pk: int) -> dict[str, Any]:
    """One row with everything it corrects and was corrected by, and what the reader may do."""
    record = selectors.record_get(actor, pk)
    own = actor.person_id is not None and record.person_id == actor.person_id
    chain = selectors.history(record)
    said = list(Confirmation.objects.filter(record__in=chain))
    stands = chain[-1].pk == record.pk and record.nature != "void"
    keeps = policy.can(actor, "duty.verify", record.unit_id) and not own
    last = said[-1].verdict if said else ""
    verified = any(one.verdict == Verdict.VERIFIED and one.record_id == record.pk for one in said)
    if not own and record.person_id:
        journal.record(actor, "duty.view", record, unit=record.unit, detail={"read": "record"})
    return {
        "record": record,
        "kind": kind_labels().get(record.kind, record.kind),
        "chain": chain,
        "said": said,
        "stands": stands,
        "newest": chain[-1],
        "may_confirm": own and stands and last not in (Verdict.CONFIRMED,),
        "may_object": own and stands and last != Verdict.OBJECTED,
        "may_keep": keeps and stands and last == Verdict.OBJECTED,
        "may_verify": keeps and stands and record.source == Source.CLAIMED and not verified,
        "may_void": stands and not own and policy.can(actor, "duty.correct", record.unit_id),
        "may_take_back": own and stands and record.source == Source.CLAIMED and not verified,
        "proof_url": proof_url(record.proof_kind, record.proof_id),
        "mend_url": mend_url(record)
        if stands and not own and policy.can(actor, "duty.correct", record.unit_id)
        else "",
    }


def proof_url(kind: str, number: int | None) -> str:
    """Where a proof opens: each room that keeps proofs answers for its own."""
    if not kind or number is None:
        return ""
    for _room, locate in collect("proofs", "locate"):
        if url := locate(kind, number):
            return str(url)
    return ""


def mend_url(record: DutyRecord) -> str:
    """Where the row is put right by the room whose proof it names; rows of works are made void and entered anew."""
    found = (mend(record.proof_kind, record.pk) for _room, mend in collect("proofs", "mend"))
    return next((str(url) for url in found if url), "")


def work_units(actor: Actor) -> list[Unit]:
    """Units for which the actor may enter a work; for a member those the member belongs to."""
    posted = list(Unit.objects.visible_to(actor, "duty.post").open_on(clock.today()).order_by("order", "code"))  # type: ignore[attr-defined]
    if posted or actor.person_id is None:
        return posted
    own = Membership.objects.filter(holding(clock.today()), person_id=actor.person_id)
    return list(Unit.objects.filter(pk__in=own.values("unit_id")).order_by("-order"))


def work_people(actor: Actor, units: list[Unit]) -> list[Person]:
    """People who can be named as authors: those of the committees above the units."""
    above = Closure.objects.filter(descendant__in=units, ancestor__kind="committee").values("ancestor_id")
    rows = Membership.objects.filter(holding(clock.today()), unit_id__in=above)
    below = Membership.objects.filter(holding(clock.today()), unit__in=units)
    return list(
        Person.objects.filter(pk__in=rows.values("person_id")) | Person.objects.filter(pk__in=below.values("person_id"))
    )


@dataclass(frozen=True)
class WorkAsked:
    """Filters of the list of works."""

    kind: str = ""
    year: int | None = None
    stage: str = ""
    unit: int | None = None

    @classmethod
    def of(cls, query: Mapping[str, str]) -> WorkAsked:
        """The filters of a query string; what cannot be read is left out."""
        number = {n: int(v) if (v := query.get(n, "")).isdigit() and len(v) < 10 else None for n in ("year", "unit")}
        return cls(query.get("kind", "")[:40], number["year"], query.get("stage", "")[:20], number["unit"])


def works(actor: Actor, asked: WorkAsked) -> QuerySet[Work]:
    """Works that fit, newest first; activities have their own list."""
    rows = Work.objects.visible_to(actor).filter(page_kind="").select_related("unit")
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.year:
        rows = rows.filter(day__range=selectors.year_span(max(1950, min(asked.year, 2200))))
    if asked.unit:
        rows = rows.filter(unit_id__in=Closure.objects.filter(ancestor_id=asked.unit).values("descendant_id"))
    if asked.stage:
        reached = DutyRecord.objects.effective().filter(stage=asked.stage).values("work_id")
        rows = rows.filter(pk__in=reached)
    return rows


@dataclass(frozen=True)
class Step:
    """One station of a work."""

    day: Any
    label: str
    level: str
    by: str
    proof: str
    record_id: int
    done: bool


@dataclass(frozen=True)
class Node:
    """One work in the chain: how far from the one looked at (before below 0), and where it opens."""

    work: Work
    depth: int
    kind: str
    url: str
    taken_up: bool


def work_page(actor: Actor, pk: int) -> dict[str, Any]:
    """One work: authors, life line, what led to it and what it led to."""
    work = selectors.work_get(actor, pk)
    rows = list(
        DutyRecord.objects.effective().filter(work=work).exclude(stage=Stage.ATTENDANCE).select_related("person")
    )
    rows.sort(key=lambda row: (row.business_date, row.pk))
    authors = [row for row in rows if row.stage == Stage.SUBMITTED and row.person_id]
    labels = kind_labels()
    return {
        "work": work,
        "kind": labels.get(work.kind, work.kind),
        "authors": sorted(authors, key=lambda row: row.place or 0),
        "steps": _steps(rows),
        "claimed": any(row.source == Source.CLAIMED for row in rows),
        "chain": chain(actor, work, labels),
        "posts": policy.can(actor, "duty.post", work.unit_id),
        "verifies": policy.can(actor, "duty.verify", work.unit_id)
        and any(row.source == Source.CLAIMED and row.person_id != actor.person_id for row in rows),
        "own_url": proof_url(work.page_kind, work.page_id),
    }


def _steps(rows: list[DutyRecord]) -> list[Step]:
    found: dict[tuple[Any, ...], Step] = {}
    for row in rows:
        key = (row.business_date, row.stage, row.level, row.by)
        found.setdefault(
            key,
            Step(
                row.business_date,
                row.stage_label,
                row.level_label,
                row.by,
                row.proof_label if row.proof_label != row.title else "",
                row.pk,
                row.stage in SHONE,
            ),
        )
    return list(found.values())


def chain(actor: Actor, work: Work, labels: Mapping[str, str], reach: int = 6) -> list[Node]:
    """Everything that led to the work and that it led to, as far as the reader may see, in order."""
    depth, seen = {work.pk: 0}, {work.pk}
    for direction, here, there in ((-1, "target_id", "source_id"), (1, "source_id", "target_id")):
        edge = {work.pk}
        for step in range(1, reach + 1):
            edge = set(WorkLink.objects.filter(**{f"{here}__in": edge}).values_list(there, flat=True)) - seen
            if not edge:
                break
            depth.update(dict.fromkeys(edge, direction * step))
            seen |= edge
    up = set(
        DutyRecord.objects.effective()
        .filter(work_id__in=seen, stage__in=[str(s) for s in SHONE])
        .values_list("work_id", flat=True)
    )
    rows = Work.objects.visible_to(actor).filter(pk__in=seen).select_related("unit")
    nodes = [
        Node(one, depth[one.pk], labels.get(one.kind, one.kind), proof_url(one.page_kind, one.page_id), one.pk in up)
        for one in rows
    ]
    return sorted(nodes, key=lambda node: (node.depth, node.work.day, node.work.pk))


def link_targets(actor: Actor, work: Work) -> list[tuple[str, str]]:
    """Works of the same committee, from the day of this one on, that it may have led to."""
    rows = Work.objects.visible_to(actor).filter(committee_id=work.committee_id, day__gte=work.day).exclude(pk=work.pk)
    rows = rows.filter(page_kind="").order_by("day", "pk")[:200]
    return [(str(one.pk), f"{one.kind_label}：{one.title}") for one in rows]


def work_target(actor: Actor, text: str) -> Work:
    """The work chosen; 404 otherwise."""
    if not text.isdigit():
        raise Refused(_("请选择一项成果。"))
    return selectors.work_get(actor, int(text))


def own_name(actor: Actor) -> str:
    """The actor's name, when the actor is a person of the roster."""
    return actor.name if actor.person_id else ""


def years() -> list[int]:
    """The years that pages offer."""
    return list(range(clock.today().year, clock.today().year - 5, -1))


def rate_people(actor: Actor, unit_id: int, year: int, group: str, kind: str) -> dict[str, Any]:
    """The list behind a rate; the reading is written down, because it names people."""
    unit = Unit.objects.visible_to(actor, "duty.rates").filter(pk=unit_id).first()
    if unit is None:
        raise Refused(_("没有这个单位。"), status=404)
    journal.record(actor, "duty.rates", unit, unit=unit, detail={"read": "rate_people", "group": group, "kind": kind})
    label = rates.GROUPS.get(group, rates.GROUPS["all"])[0]
    return {
        "unit": unit,
        "year": year_of(str(year)),
        "group": label,
        "kind": kind_labels().get(kind, ""),
        "people": rates.people(unit, year_of(str(year)), group=group, kind=kind),  # type: ignore[arg-type]
    }


def desk_for_keepers(actor: Actor) -> dict[str, Any]:
    """Objections to answer and claims to verify, for those who keep the ledger."""
    return {
        "objections": list(selectors.objections(actor)[:100]),
        "claims": list(selectors.claims(actor)[:100]),
        "kinds": kind_labels(),
        "secretary": bool(actor.roles & SECRETARIES),
        "packs": actor.may("duty.rates"),
    }


def imports(actor: Actor) -> list[WorkImport]:
    """The last lists of units for which the actor may enter works."""
    return list(WorkImport.objects.filter(unit_id__in=policy.units(actor, "duty.post"))[:10])


def import_get(actor: Actor, pk: int) -> WorkImport:
    """One list; 404 when it belongs to a unit of somebody else."""
    rows = WorkImport.objects.filter(unit_id__in=policy.units(actor, "duty.post")).select_related("unit")
    one = rows.filter(pk=pk).first()
    if one is None:
        raise Refused(_("没有这份清单。"), status=404)
    return one
