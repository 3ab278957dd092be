"""Questions about meetings, draws, checks and findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from touyan.core import clock
from touyan.core.errors import Refused
from touyan.organizations import policy
from touyan.organizations.models import Closure, Person, Unit
from touyan.organizations.policy import Actor
from touyan.organizations.rules import Kind
from touyan.organizations.selectors import parents_of
from touyan.planning import selectors as planning
from touyan.supervision import drawing
from touyan.supervision.models import (
    Check,
    Draw,
    Finding,
    Meeting,
)
from touyan.supervision.rules import FindingState


def meeting_list(actor: Actor) -> QuerySet[Meeting]:
    """Meetings and interviews the actor may see, newest first."""
    rows = Meeting.objects.visible_to(actor).select_related("unit", "leader")
    return rows.annotate(n=Count("decisions", distinct=True)).order_by("-day", "-pk")


def meeting_get(actor: Actor, pk: int) -> Meeting:
    row = Meeting.objects.visible_to(actor).select_related("unit", "leader").filter(pk=pk).first()
    if row is None:
        raise Refused(_("没有这次会议。"), status=404)
    return row


def meeting_desk(actor: Actor, row: Meeting) -> dict[str, Any]:
    """What a meeting's page shows."""
    return {
        "meeting": row,
        "units": row.units.order_by("order", "code"),
        "items": row.items.select_related("unit"),
        "decisions": row.decisions.select_related("unit", "task", "item"),
        "may_write": policy.can(actor, "meeting.write", row.unit),
        "may_print": policy.can(actor, "document.write", row.unit),
    }


def meeting_choices(actor: Actor) -> dict[str, Any]:
    """Units that can call a meeting and units that can be asked to it."""
    today = clock.today()
    hosts = Unit.objects.visible_to(actor, "meeting.write").open_on(today).order_by("order", "code")  # type: ignore[attr-defined]
    return {
        "hosts": hosts,
        "units": Unit.objects.visible_to(actor, "meeting.view").open_on(today).order_by("order", "code"),  # type: ignore[attr-defined]
    }


def draw_frame(committee: Unit, kinds: Sequence[str]) -> list[dict[str, Any]]:
    """The list to draw from: units below, by kind, with how often each was drawn before."""
    below = Closure.objects.filter(ancestor=committee, depth__gt=0).values("descendant_id")
    units = Unit.objects.open_on(clock.today()).filter(pk__in=below, kind__in=list(kinds)).order_by("code")  # type: ignore[attr-defined]
    times = Counter(Check.objects.filter(draw__committee=committee).values_list("unit__code", flat=True))
    return [
        {"code": unit.code, "name": unit.short, "group": unit.kind, "times": times.get(unit.code, 0)} for unit in units
    ]


def draw_list(actor: Actor) -> dict[str, Any]:
    """Draws of the committees above and in the actor's charge, with their checks."""
    seen = Q(committee__in=policy.units(actor, "check.view")) | Q(committee__in=policy.above(actor))
    return {
        "draws": Draw.objects.filter(seen).distinct().select_related("committee").annotate(n=Count("checks")),
        "open": _open_findings(actor),
        "may_write": actor.may("check.write"),
        "today": clock.today(),
    }


def _open_findings(actor: Actor) -> QuerySet[Finding]:
    rows = Finding.objects.filter(check_of__unit__in=policy.units(actor, "check.view")).exclude(
        state=FindingState.CLOSED
    )
    return rows.select_related("check_of__unit", "check_of__draw").order_by("due", "pk")


def draw_get(actor: Actor, pk: int) -> Draw:
    seen = Q(committee__in=policy.units(actor, "check.view")) | Q(committee__in=policy.above(actor))
    row = Draw.objects.filter(seen, pk=pk).distinct().select_related("committee").first()
    if row is None:
        raise Refused(_("没有这次抽查。"), status=404)
    return row


def draw_any(pk: int) -> Draw | None:
    """A draw for the command that checks it; what a draw holds is public."""
    return Draw.objects.filter(pk=pk).first()


def drawn_codes(draw: Draw) -> list[str]:
    """Codes of the units that were drawn."""
    return list(draw.checks.order_by("pk").values_list("unit__code", flat=True))


def draw_locked(actor: Actor, pk: int) -> Draw:
    row = Draw.objects.select_for_update().filter(committee__in=policy.units(actor, "check.write"), pk=pk).first()
    if row is None:
        raise Refused(_("没有这次抽查。"), status=404)
    return row


def draw_desk(actor: Actor, row: Draw) -> dict[str, Any]:
    """A draw with everything that is needed to draw again, drawn again on the spot."""
    again = drawing.draw(row.frame, row.seed, row.each) if row.seed else []
    checks = list(row.checks.select_related("unit"))
    mine = set(policy.units(actor, "check.view"))
    return {
        "draw": row,
        "again": again,
        "agrees": sorted(again) == sorted(check.unit.code for check in checks),
        "same_list": drawing.digest(row.frame) == row.frame_digest,
        "checks": [(check, check.unit_id in mine) for check in checks],
        "frame": [{**unit, "drawn": unit["code"] in again, "kind": Kind(unit["group"]).label} for unit in row.frame],
        "may_draw": not row.seed and policy.can(actor, "check.write", row.committee),
    }


def check_get(actor: Actor, pk: int, action: str = "check.view") -> Check:
    row = Check.objects.visible_to(actor, action).select_related("unit", "draw").filter(pk=pk).first()
    if row is None:
        raise Refused(_("没有这次检查。"), status=404)
    return row


def check_desk(actor: Actor, row: Check) -> dict[str, Any]:
    """What a check's page shows and what this reader can do."""
    return {
        "check": row,
        "findings": row.findings.all(),
        "may_write": policy.can(actor, "check.write", row.unit),
        "may_fix": policy.can(actor, "finding.fix", row.unit),
        "may_close": policy.can(actor, "finding.close", row.unit),
        "today": clock.today(),
    }


def finding_locked(actor: Actor, pk: int) -> Finding:
    rows = Finding.objects.select_for_update(of=("self",)).filter(check_of__unit__in=policy.units(actor, "check.view"))
    row = rows.select_related("check_of__unit").filter(pk=pk).first()
    if row is None:
        raise Refused(_("没有这个问题。"), status=404)
    return row


def open_findings(actor: Actor, unit_ids: list[int]) -> QuerySet[Finding]:
    """Findings that wait for these units."""
    rows = Finding.objects.filter(check_of__unit__in=unit_ids, state=FindingState.OPEN)
    return rows.select_related("check_of__unit").order_by("due", "pk")


def attending(meeting: Meeting) -> list[tuple[Unit, str]]:
    """The units that were asked, each with the name of its first responsible person on the day, or an empty name."""
    units = list(meeting.units.order_by("order", "code"))
    first = planning.first_responsible(units, meeting.day)
    names = dict(Person.objects.filter(pk__in=first.values()).values_list("pk", "name"))
    return [(unit, names.get(first.get(unit.pk, 0), "")) for unit in units]


def unit_above(unit: Unit) -> Unit | None:
    """The unit directly above, in the unit's own line when it has one there."""
    rows = parents_of(unit, clock.today()).select_related("parent")
    found = sorted(rows, key=lambda row: (row.line != unit.line, row.pk))
    return found[0].parent if found else None
