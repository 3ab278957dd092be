"""Readings kept fresh: of all brands at once, or of one brand and its siblings after a new record. Both give the same."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Count, Max, Min

from touyan.brands import readings, watch
from touyan.brands.beats import Vow, months_before, term_lulls
from touyan.brands.models import Alert, Brand, BrandEvent, Deed, Element, Promise, Pulse
from touyan.brands.readings import Done, Subject, Voice
from touyan.brands.rules import MONTHS, AlertState, BrandKind, ElementKind, Life
from touyan.brands.watch import Result
from touyan.core import clock
from touyan.core.chinese.bigrams import tokens
from touyan.core.chinese.working_days import DayKind
from touyan.duties import ledger
from touyan.organizations.models import Closure, Membership, Term, Unit, holding
from touyan.organizations.rules import Line
from touyan.planning import selectors as planning

CHUNK = 250
LONGEST = 36
"""Months: no brand looks back further."""
COLUMNS = ("promise_id", "day", "kind", "duty", "outcome", "counts", "residents", "others", "faces", "sectors", "title")


@dataclass
class House:
    """What all brands share on a day: holidays, terms, how many people belong to a unit."""

    today: dt.date
    rest_days: frozenset[dt.date] = frozenset()
    lulls: dict[int, tuple[tuple[dt.date, dt.date], ...]] = field(default_factory=dict)
    roster: dict[int, int] = field(default_factory=dict)


def house(units: Iterable[int], today: dt.date) -> House:
    """The shared facts for brands of these units. Six queries."""
    ids = sorted(set(units))
    special = planning.working_calendar().special
    rest = frozenset(day for day, kind in special.items() if kind == DayKind.REST and day.weekday() < 5)
    terms: dict[int, list[dt.date]] = defaultdict(list)
    for committee, start in Term.objects.values_list("committee_id", "start"):
        terms[committee].append(start)
    above = ledger.committees_of(set(ids)) if ids else {}
    lulls = {unit: term_lulls(terms.get(committee, [])) for unit, committee in above.items()}
    return House(today, rest, lulls, _rosters(ids, today))


def _rosters(ids: Sequence[int], today: dt.date) -> dict[int, int]:
    """Unit → people who belong to it; for a unit without people of its own, those of the units below."""
    members = Membership.objects.filter(holding(today), unit_id__in=ids).order_by().values("unit_id")
    own = {row["unit_id"]: row["n"] for row in members.annotate(n=Count("person_id", distinct=True))}
    empty = [unit for unit in ids if unit not in own]
    under: dict[int, set[int]] = defaultdict(set)
    for above, below in Closure.objects.filter(ancestor_id__in=empty, depth__gt=0).values_list(
        "ancestor_id", "descendant_id"
    ):
        under[below].add(above)
    people: dict[int, set[int]] = defaultdict(set)
    rows = Membership.objects.filter(holding(today), unit_id__in=list(under)).order_by()
    for unit, person in rows.values_list("unit_id", "person_id") if under else ():
        for above in under[unit]:
            people[above].add(person)
    own |= {unit: len(people[unit]) for unit in empty}
    return own


def subjects(brands: Sequence[Brand], shared: House) -> list[Subject]:
    """The facts of each brand, in the order given. Six queries."""
    ids = [brand.pk for brand in brands]
    promises: dict[int, list[Promise]] = defaultdict(list)
    for promise in Promise.objects.filter(brand_id__in=ids):
        promises[promise.brand_id].append(promise)
    elements: dict[int, list[Element]] = defaultdict(list)
    for element in Element.objects.filter(brand_id__in=ids):
        elements[element.brand_id].append(element)
    done: dict[int, list[Done]] = defaultdict(list)
    first = months_before(shared.today, LONGEST).replace(day=1)
    rows = Deed.objects.filter(brand_id__in=ids, day__gte=first, day__lte=shared.today).order_by()
    for brand_id, *row in rows.values_list("brand_id", *COLUMNS).iterator(chunk_size=5000):
        done[brand_id].append(Done._make(row))
    ends = Deed.objects.filter(brand_id__in=ids, counts=True, day__lte=shared.today).order_by().values("brand_id")
    spans = {row["brand_id"]: (row["one"], row["two"]) for row in ends.annotate(one=Min("day"), two=Max("day"))}
    rests = _rests(ids, shared.today)
    return [
        _subject(brand, shared, promises[brand.pk], elements[brand.pk], done[brand.pk], spans.get(brand.pk), rests[brand.pk])
        for brand in brands
    ]  # fmt: skip


def _rests(ids: Sequence[int], today: dt.date) -> dict[int, list[tuple[dt.date, dt.date]]]:
    """Stretches in which a brand rested by decision; a running one ends today."""
    found: dict[int, list[tuple[dt.date, dt.date]]] = defaultdict(list)
    began: dict[int, dt.date] = {}
    events = BrandEvent.objects.filter(brand_id__in=ids, verb__in=["rest", "wake"]).order_by("at", "pk")
    for brand, verb, at in events.values_list("brand_id", "verb", "at"):
        day = clock.business_date(at)
        if verb == "rest":
            began[brand] = day
        elif brand in began:
            found[brand].append((began.pop(brand), day))
    for brand, day in began.items():
        found[brand].append((day, today))
    return found


def _subject(
    brand: Brand,
    shared: House,
    promises: Sequence[Promise],
    elements: Sequence[Element],
    done: Sequence[Done],
    span: tuple[dt.date, dt.date] | None,
    rests: Sequence[tuple[dt.date, dt.date]],
) -> Subject:
    unit: Unit | None = brand.unit
    parts = [one for one in elements if one.kind != ElementKind.FEATURE]
    return Subject(
        id=brand.pk,
        today=shared.today,
        life=brand.life,
        since=brand.since,
        published=brand.published,
        unit_end=unit.end if unit else None,
        window_months=brand.window_months,
        quiet_months=brand.quiet_months,
        has_idea=bool(brand.idea.strip()),
        has_orientation=bool(brand.orientation.strip()),
        has_owner=brand.owner_id is not None,
        features=len(elements) - len(parts),
        whole_promises=sum(1 for promise in promises if promise.whole),
        elements=tuple(readings.Element(one.pk, one.kind, one.name, one.work_kind) for one in parts),
        vows=tuple(
            Vow(one.pk, MONTHS.get(one.rhythm, 0), one.start, one.end, one.carrier_id, one.mechanism_id)
            for one in sorted(promises, key=lambda promise: promise.pk)
        ),
        done=done,
        first_day=span[0] if span else None,
        last_day=span[1] if span else None,
        pauses=(*shared.lulls.get(brand.unit_id or 0, ()), *rests),
        rest_days=shared.rest_days,
        umbrella=brand.kind in (BrandKind.PROVINCE, BrandKind.CITY) and not promises,
        roster=shared.roster.get(brand.unit_id or 0, 0),
        sectored=unit is None or unit.line != Line.OFFICE,
    )


def said(brand: Brand) -> str:
    """What a brand says of itself above its promises."""
    return "\n".join((brand.name, brand.slogan, brand.idea, brand.orientation))


def grams(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters, and whole words of other scripts; single characters say nothing."""
    return frozenset(token for token in tokens(text) if len(token) > 1)


def voices(brands: Sequence[Brand], done: Callable[[int], Sequence[Done]]) -> dict[int, Voice]:
    """What each brand sounds like, without what it inherits from the brands above it. A few queries."""
    ids = [brand.pk for brand in brands]
    texts: dict[int, list[str]] = {brand.pk: [said(brand)] for brand in brands}
    for brand_id, what, whom in Promise.objects.filter(brand_id__in=ids).values_list("brand_id", "what", "whom"):
        texts[brand_id] += [what, whom]
    for brand_id, name in Element.objects.filter(brand_id__in=ids).values_list("brand_id", "name"):
        texts[brand_id].append(name)
    inherited = _inherited({brand.parent_id for brand in brands if brand.parent_id})
    return {
        brand.pk: readings.voice(
            brand.pk,
            brand.since,
            grams("\n".join(sorted(texts[brand.pk]))) - inherited.get(brand.parent_id or 0, frozenset()),
            done(brand.pk),
        )
        for brand in brands
    }


def _inherited(parents: set[int]) -> dict[int, frozenset[str]]:
    """Parent → the pairs said by it and by everything above it."""
    known: dict[int, Brand] = {}
    edge = set(parents)
    while edge:
        found = Brand.objects.in_bulk(edge)
        known |= found
        edge = {one.parent_id for one in found.values() if one.parent_id} - known.keys()
    result = {}
    for parent in parents:
        own: frozenset[str] = frozenset()
        seen: set[int] = set()
        at: int | None = parent
        while at is not None and at in known and at not in seen:
            seen.add(at)
            own |= grams(said(known[at]))
            at = known[at].parent_id
        result[parent] = own
    return result


def read_all(today: dt.date | None = None) -> int:
    """Every brand that is not over is read anew; returns how many. The night's work."""
    day = today or clock.today()
    rows = Brand.objects.exclude(life__in=[Life.HANDED, Life.CLOSED]).select_related("unit").order_by("pk")
    return len(_read(list(rows), day))


def read_around(brand_ids: Iterable[int], today: dt.date | None = None) -> dict[int, Result]:
    """These brands and their siblings are read anew: what a new record can change."""
    wanted = list(Brand.objects.filter(pk__in=set(brand_ids)).values_list("pk", "parent_id"))
    rows = Brand.objects.filter(pk__in=[pk for pk, _parent in wanted])
    rows |= Brand.objects.filter(parent_id__in={parent for _pk, parent in wanted if parent}).exclude(
        life__in=[Life.HANDED, Life.CLOSED]
    )
    return _read(list(rows.distinct().select_related("unit").order_by("pk")), today or clock.today())


def compute(brands: Sequence[Brand], today: dt.date) -> dict[int, Result]:
    """Readings of `brands`, each compared with those of its siblings that are among them. Nothing is saved."""
    shared = house([brand.unit_id for brand in brands if brand.unit_id], today)
    own: dict[int, watch.Alone] = {}
    spoken: dict[int, Voice] = {}
    for at in range(0, len(brands), CHUNK):
        part = brands[at : at + CHUNK]
        facts = {subject.id: subject for subject in subjects(part, shared)}
        own |= {pk: watch.alone(subject) for pk, subject in facts.items()}
        spoken |= voices(part, lambda pk, facts=facts: facts[pk].counted)  # type: ignore[misc]
    nests: dict[int, list[Voice]] = defaultdict(list)
    for brand in brands:
        if brand.parent_id and brand.life in (Life.PUBLISHED, Life.RESTING):
            nests[brand.parent_id].append(spoken[brand.pk])
    return {
        brand.pk: watch.compared(own[brand.pk], readings.nearest(spoken[brand.pk], nests.get(brand.parent_id or 0, ())))
        for brand in brands
    }  # fmt: skip


@transaction.atomic
def _read(brands: list[Brand], today: dt.date) -> dict[int, Result]:
    found = compute(brands, today)
    Pulse.objects.bulk_create(
        [_row(pk, result, today) for pk, result in found.items()],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["brand"],
        update_fields=["as_of", "state", *readings.CODES, "deeds", "kept", "promised", "last_day", "nearest"],
    )
    _notice(found, today)
    return found


def _row(pk: int, result: Result, today: dt.date) -> Pulse:
    return Pulse(
        brand_id=pk,
        as_of=today,
        state=result.state,
        **{code: result.value(code) for code in readings.CODES},
        deeds=result.deeds,
        kept=result.kept,
        promised=result.promised,
        last_day=result.last_day,
        nearest_id=result.near.id if result.near else None,
    )


def _notice(found: dict[int, Result], today: dt.date) -> None:
    """Warnings follow the readings: new ones open, those no longer seen are cleared, an answered one rests its time."""
    rows = Alert.objects.filter(brand_id__in=list(found), cleared_on__isnull=True)
    open_ = {(row.brand_id, row.code): row for row in rows}
    fresh, changed = [], []
    for pk, result in found.items():
        for seen in result.warnings:
            row = open_.pop((pk, seen.code), None)
            if row is None:
                fresh.append(Alert(brand_id=pk, code=seen.code, since=seen.since, seen_on=today, facts=seen.facts))
                continue
            row.facts = seen.facts
            if row.state == AlertState.EXPLAINED and row.rests_until and row.rests_until < today:
                row.state = AlertState.OPEN
            changed.append(row)
    for row in open_.values():
        row.state, row.cleared_on = AlertState.CLEARED, today
        changed.append(row)
    Alert.objects.bulk_create(fresh, batch_size=500)
    Alert.objects.bulk_update(changed, ["facts", "state", "cleared_on"], batch_size=500)
