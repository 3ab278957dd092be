"""The six types of a unit and of the office: read live from the records, beside what was verified."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from touyan.core import clock
from touyan.core.errors import Refused
from touyan.core.pictures import Picture, lines, radar
from touyan.modeloffice.measures import BY_CODE, FOCUS, MEASURES, Measure, Type, of_type
from touyan.modeloffice.models import Appraisal, Companion
from touyan.modeloffice.records import Records
from touyan.modeloffice.rules import BADGES, SUBJECTS, Fact, Half, Reading, State, half_of, mean, quarters, read
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor

Readings = dict[str, Reading]


@dataclass(frozen=True)
class Standing:
    """One type of one unit: the mean of its known measures, of how many, and where it opens."""

    type: str
    label: str
    value: int | None
    known: int
    url: str


@dataclass(frozen=True)
class Row:
    """A unit in the office's order: its six types, how far its own assessment has come."""

    unit: Unit
    standings: tuple[Standing, ...]
    state: str
    badge: str
    url: str


def subjects(actor: Actor, action: str = "model.view") -> list[Unit]:
    """Departments and special committees in which `actor` may do `action`, in the office's fixed order."""
    rows = Unit.objects.visible_to(actor, action).open_on(clock.today()).filter(kind__in=SUBJECTS)  # type: ignore[attr-defined]
    return sorted(rows, key=lambda unit: (SUBJECTS.index(unit.kind), unit.order, unit.code))


def subject_get(actor: Actor, pk: int, action: str = "model.view") -> Unit:
    """One such unit; 404 when the actor may not see it."""
    found: Any = Unit.objects.visible_to(actor, action).filter(pk=pk, kind__in=SUBJECTS).first()
    if found is None:
        raise Refused(_("没有这个单位，或它不参加六型创建。"), status=404)
    return found  # type: ignore[no-any-return]


def scopes(units: Iterable[Unit]) -> dict[int, set[int]]:
    """unit → the units whose records are read for it: itself and its companions. One query."""
    found = {unit.pk: {unit.pk} for unit in units}
    for unit_id, other_id in Companion.objects.filter(unit_id__in=found).values_list("unit_id", "other_id"):
        found[unit_id].add(other_id)
    return found  # type: ignore[no-any-return]


class Book:
    """Facts of many units in one window, read once and dealt out by unit."""

    def __init__(self, units: Collection[int], start: dt.date, end: dt.date) -> None:
        self.records, self.today = Records(units, start, end), clock.today()
        self.facts: dict[str, dict[int, list[Fact]]] = {}

    def reading(self, measure: Measure, units: Collection[int], start: dt.date, end: dt.date) -> Reading:
        """The reading of a measure for some of the units in a part of the window."""
        if measure.asked:
            return Reading()
        if measure.reader not in self.facts:
            dealt: dict[int, list[Fact]] = defaultdict(list)
            for fact in self.records.of(measure.reader):
                dealt[fact.unit_id].append(fact)
            self.facts[measure.reader] = dealt
        dealt = self.facts[measure.reader]
        # A record carried by several of these units is one record.
        own = {(f.url, f.day, f.label): f for pk in units for f in dealt.get(pk, ())}
        facts = sorted(own.values(), key=lambda f: (f.day, f.label, f.url))
        return read(facts, start=start, end=end, every=measure.every, today=self.today)

    def readings(self, units: Collection[int], start: dt.date, end: dt.date) -> Readings:
        """All measures."""
        return {m.code: self.reading(m, units, start, end) for m in MEASURES}


def type_values(values: dict[str, int | None]) -> dict[str, tuple[int | None, int]]:
    """type → (mean of its known measures, of how many)."""
    return {kind: mean([values.get(m.code) for m in of_type(kind)]) for kind in Type.values}


def _live(readings: Readings) -> dict[str, int | None]:
    return {code: reading.value for code, reading in readings.items()}


def _address(unit: Unit, half: Half, part: str = "") -> str:
    here = f"{reverse('model_unit', args=[unit.pk])}?year={half.year}&half={half.half}"
    return f"{here}#{part}" if part else here


def _standings(unit: Unit, half: Half, values: dict[str, int | None]) -> tuple[Standing, ...]:
    means = type_values(values)
    return tuple(Standing(t.value, str(t.label), *means[t], _address(unit, half, t.value)) for t in Type)


def overview(actor: Actor, half: Half) -> dict[str, Any]:
    """Every department and special committee with its six types from the records, and the office as one shape."""
    units = subjects(actor)
    scope = scopes(units)
    everything = {pk for ids in scope.values() for pk in ids}
    book = Book(everything, half.start, half.end)
    states = dict(
        Appraisal.objects.visible_to(actor).filter(year=half.year, half=half.half).values_list("unit_id", "state")  # type: ignore[attr-defined]
    )
    rows = []
    for unit in units:
        values = _live(book.readings(scope[unit.pk], half.start, half.end))
        state = states.get(unit.pk)
        label = str(State(state).label) if state else _("未自评")
        badge = BADGES[State(state)] if state else "info"
        rows.append(Row(unit, _standings(unit, half, values), label, badge, _address(unit, half)))
    office = _live(book.readings(everything, half.start, half.end))
    return {
        "groups": _groups(rows),
        "types": [str(t.label) for t in Type],
        "office": _radar(_("机关整体"), [(_("记录读数"), office)]) if units else None,
        "waiting": sum(state == State.SUBMITTED for state in states.values()),
        "counted": len(units),
        **_halves(half),
    }


def _groups(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    titles = {SUBJECTS[0]: _("机关处室"), SUBJECTS[1]: _("专门委员会")}
    found = [(titles[kind], [row for row in rows if row.unit.kind == kind]) for kind in SUBJECTS]
    return [(title, some) for title, some in found if some]


def _halves(half: Half) -> dict[str, Any]:
    now = half_of(clock.today())
    shown = [now]
    while len(shown) < 4:
        shown.append(shown[-1].before)
    return {"half": half, "halves": shown if half in shown else [half, *shown]}


def _radar(name: str, series: Sequence[tuple[str, dict[str, int | None]]]) -> Picture:
    means = [(label, [type_values(values)[t][0] for t in Type]) for label, values in series]
    said = _("，").join(
        f"{t.label} {value if value is not None else '—'}" for t, value in zip(Type, means[0][1], strict=True)
    )
    return radar(
        [str(t.label) for t in Type], means, title=_("%(name)s六型") % {"name": name}, desc=name + _("：") + said
    )


def verified_values(appraisal: Appraisal | None) -> dict[str, int | None]:
    """measure → value as it was verified; empty when nothing was."""
    if appraisal is None or appraisal.state != State.VERIFIED:
        return {}
    return {line.code: line.value for line in appraisal.lines.all()}


def unit_page(actor: Actor, unit: Unit, half: Half) -> dict[str, Any]:
    """One unit: its shape now and as verified, its measures with passage and reading, and the year by quarters."""
    scope = scopes([unit])[unit.pk]
    year_start = dt.date(half.year, 1, 1)
    book = Book(scope, year_start, dt.date(half.year, 12, 31))
    readings = book.readings(scope, half.start, half.end)
    found = Appraisal.objects.filter(unit=unit, year=half.year, half=half.half).prefetch_related("lines").first()
    appraisal: Any = found
    checked, live = verified_values(appraisal), _live(readings)
    said = {line.code: line for line in appraisal.lines.all()} if appraisal else {}
    both = [(_("记录读数"), live), (_("核定"), checked)] if checked else [(_("记录读数"), live)]
    return {
        "unit": unit,
        "appraisal": appraisal,
        "badge": BADGES[State(appraisal.state)] if appraisal else "",
        "radar": _radar(unit.short, both),
        "types": [_type_block(t, readings, said, live, checked) for t in Type],
        "companions": Companion.objects.filter(unit=unit).select_related("other"),
        **_line_of_time(book, scope, half.year),
        **_halves(half),
        **_rights(actor, unit, appraisal, half),
    }


def _type_block(
    kind: Type, readings: Readings, said: dict[str, Any], live: dict[str, int | None], checked: dict[str, int | None]
) -> dict[str, Any]:
    return {
        "type": kind.value,
        "label": kind.label,
        "focus": FOCUS[kind],
        "mean": mean([live.get(m.code) for m in of_type(kind)]),
        "checked": mean([checked.get(m.code) for m in of_type(kind)]) if checked else None,
        "measures": [{"measure": m, "reading": readings[m.code], "line": said.get(m.code)} for m in of_type(kind)],
    }


def _line_of_time(book: Book, scope: set[int], year: int) -> dict[str, Any]:
    """Six lines over the quarters of the year that have begun."""
    today = clock.today()
    begun = [q for q in quarters(dt.date(year, 1, 1), dt.date(year, 12, 31)) if q[0] <= today]
    points = [type_values(_live(book.readings(scope, *q))) for q in begun]
    labels = [_("%(n)d季度") % {"n": number} for number in range(1, len(begun) + 1)]
    series = [(str(t.label), [point[t][0] for point in points]) for t in Type]
    if not begun:
        return {"year_wide": None, "year_narrow": None}
    title = _("%(year)d年各季度记录读数") % {"year": year}
    desc = _("六条线是六型，每点是该季度各项读数的平均，没有到期事项的不画。")
    return {
        "year_wide": lines(labels, series, title=title, desc=desc, most=100),
        "year_narrow": lines(labels, series, title=title, desc=desc, most=100, narrow=True),
    }


def _rights(actor: Actor, unit: Unit, appraisal: Any, half: Half) -> dict[str, Any]:
    writes = policy.can(actor, "model.write", unit)
    open_ = appraisal is None or appraisal.state in (State.DRAFT, State.RETURNED)
    other = bool(appraisal) and appraisal.submitted_by != actor.account_id
    verifies = policy.can(actor, "model.verify", unit) and bool(appraisal) and appraisal.state == State.SUBMITTED
    return {
        "may_assess": writes and open_ and half.start <= clock.today(),
        "may_verify": verifies and other,
        "own_hand": verifies and not other,
        "may_arrange": policy.can(actor, "model.arrange", unit),
    }


def reading_page(actor: Actor, unit: Unit, code: str, half: Half) -> dict[str, Any]:
    """The records behind one number; a record of a unit that the actor may not look into is named without its address."""
    measure = BY_CODE.get(code)
    if measure is None or measure.asked:
        raise Refused(_("没有这项读数。"), status=404)
    scope = scopes([unit])[unit.pk]
    reading = Book(scope, half.start, half.end).reading(measure, scope, half.start, half.end)
    seen = set(policy.units(actor, "model.view"))
    names = dict(Unit.objects.filter(pk__in=scope).values_list("pk", "short"))
    facts = [
        (fact if fact.unit_id in seen else replace(fact, url=""), names.get(fact.unit_id, ""))
        for fact in reversed(reading.facts)
    ]
    return {"unit": unit, "measure": measure, "reading": reading, "facts": facts, **_halves(half)}
