"""What the pages of the heartbeat show: readings with their sums, strips of rhythm, records, proposals, warnings."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from touyan.brands import drawing, pulse, readings, said, selectors
from touyan.brands.beats import months_before
from touyan.brands.facts import known_with_residents
from touyan.brands.models import Alert, Brand, Deed, Promise
from touyan.brands.readings import Reading
from touyan.brands.rules import AlertState, Life
from touyan.brands.tabs import tabs
from touyan.brands.watch import Result
from touyan.core import clock
from touyan.core.errors import Refused
from touyan.duties.models import Work
from touyan.duties.words import kind_labels
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor


@dataclass(frozen=True)
class Line:
    """A reading as a page shows it."""

    code: str
    name: str
    formula: str
    value: int | None
    why: str
    parts: list[tuple[str, readings.Part]]
    sum: str


def lines(result: Result) -> list[Line]:
    """The five readings in words."""
    return [_line(result.readings[code]) for code in readings.CODES]


def _line(reading: Reading) -> Line:
    name, formula = said.READINGS[reading.code]
    weights = sum(part.weight for part in reading.parts)
    terms = " + ".join(f"{part.weight}×{part.value}" for part in reading.parts)
    return Line(
        code=reading.code,
        name=str(name),
        formula=str(formula),
        value=reading.value,
        why="" if reading.value is not None else str(said.WHY_NONE.get(reading.code, "")),
        parts=[(said.part_words(part), part) for part in reading.parts],
        sum=f"({terms}) ÷ {weights} = {reading.value}" if reading.parts else "",
    )


def result_of(brand: Brand, today: dt.date) -> tuple[Result, readings.Subject]:
    """The brand as it stands today, compared with its siblings; and the facts it was read from."""
    kin = Brand.objects.filter(parent_id=brand.parent_id, life__in=[Life.PUBLISHED, Life.RESTING])
    rows = list((kin if brand.parent_id else kin.none()).exclude(pk=brand.pk).select_related("unit"))
    found = pulse.compute([brand, *rows], today)
    shared = pulse.house([brand.unit_id] if brand.unit_id else [], today)
    return found[brand.pk], pulse.subjects([brand], shared)[0]


def page(actor: Actor, pk: int) -> dict[str, Any]:
    """The heartbeat of one brand: strips, readings, warnings."""
    brand = selectors.brand_get(actor, pk, "brand.pulse")
    today = clock.today()
    result, subject = result_of(brand, today)
    promises = {promise.pk: promise for promise in brand.promises.all()}
    beats = readings.all_beats(subject)
    alerts = alerts_of(brand)
    return {
        "brand": brand,
        "tabs": tabs(actor, brand, "brand_heartbeat"),
        "today": today,
        "lines": lines(result),
        "result": result,
        "near": Brand.objects.filter(pk=result.near.id).first() if result.near else None,
        "strip": drawing.heartbeat(brand, list(promises.values()), beats, subject, today),
        "strip_narrow": drawing.heartbeat(brand, list(promises.values()), beats, subject, today, narrow=True),
        "promises": _promised(list(promises.values()), beats, brand),
        "alerts": [(alert, said_of(alert)) for alert in alerts],
        "edits": policy.can(actor, "brand.edit", brand.unit_id),
    }


def _promised(promises: list[Promise], beats: list[Any], brand: Brand) -> list[dict[str, Any]]:
    """Each promise with its last substantial proof, and how many beats were kept of those due."""
    last: dict[int, Deed] = {}
    for deed in Deed.objects.filter(brand=brand, counts=True).order_by("day", "pk").select_related("work"):
        last[deed.promise_id] = deed
    found = []
    for promise in promises:
        own = [beat for beat in beats if beat.promise == promise.pk]
        kept = sum(1 for beat in own if beat.state == "kept")
        due = kept + sum(1 for beat in own if beat.state == "missed")
        coming = next((beat for beat in own if beat.state == "ahead"), None)
        found.append({"promise": promise, "last": last.get(promise.pk), "kept": kept, "due": due, "next": coming})
    return found


def said_of(alert: Alert) -> said.Said:
    """A warning in words; a sibling is named by its name of now."""
    facts = dict(alert.facts)
    if alert.code == "alike" and "other" in facts:
        facts["name"] = Brand.objects.filter(pk=facts["other"]).values_list("name", flat=True).first() or ""
    return said.warning(alert.code, alert.since, facts)


def alerts_of(brand: Brand) -> QuerySet[Alert]:
    """Warnings that stand, those to be explained first."""
    return brand.alerts.filter(cleared_on__isnull=True).order_by("-state", "since")


def reading_page(actor: Actor, pk: int, code: str) -> dict[str, Any]:
    """One reading: its sum, and the records it was made of."""
    brand = selectors.brand_get(actor, pk, "brand.pulse")
    if code not in readings.CODES:
        raise Refused(_("没有这项读数。"), status=404)
    today = clock.today()
    result, subject = result_of(brand, today)
    start = subject.start
    rows = Deed.objects.filter(brand=brand, counts=True, day__range=(start, today)).select_related("promise", "work")
    near = Brand.objects.filter(pk=result.near.id).select_related("unit").first() if result.near else None
    return {
        "brand": brand,
        "line": _line(result.readings[code]),
        "start": start,
        "today": today,
        "deeds": list(rows.order_by("-day", "-pk")[:300]),
        "kinds": kind_labels(),
        "near": near if code == "distinctness" else None,
        "shared": _shared(brand, near) if code == "distinctness" and near else [],
        "elements": _elements(brand, subject) if code == "solidity" else [],
        "present": _present(subject) if code == "solidity" else [],
        "beats": _beats(brand, subject) if code == "continuity" else [],
        "code": code,
    }


def _beats(brand: Brand, subject: readings.Subject) -> list[dict[str, Any]]:
    names = {promise.pk: promise.what for promise in brand.promises.all()}
    words = {"kept": _("按约办了"), "missed": _("约了没办"), "ahead": _("约好未到"), "excused": _("顺延，不算")}
    marks = {"kept": "done", "missed": "due", "ahead": "info", "excused": "rest"}
    found = readings.all_beats(subject)
    return [
        {"beat": beat, "what": names.get(beat.promise, ""), "word": words[beat.state], "mark": marks[beat.state]}
        for beat in sorted(found, key=lambda beat: (beat.start, beat.promise), reverse=True)
    ]


def _present(subject: readings.Subject) -> list[tuple[str, bool]]:
    words = {**said.PARTS_MISSING, "owner": _("品牌负责人"), "feature": _("特色")}
    return [(str(words[name]), there) for name, there in readings.present(subject).items()]


def _elements(brand: Brand, subject: readings.Subject) -> list[tuple[Any, bool]]:
    inuse = readings.used(subject, "carrier") | readings.used(subject, "mechanism")
    return [(one, one.pk in inuse) for one in brand.elements.exclude(kind="feature")]


def _shared(one: Brand, other: Brand) -> list[str]:
    """What two brands have in common in words: the longest runs of characters, then pairs."""
    spoken = pulse.voices([one, other], lambda pk: ())
    both = spoken[one.pk].grams & spoken[other.pk].grams
    texts = [
        pulse.said(one),
        *one.promises.values_list("what", flat=True),
        *one.elements.values_list("name", flat=True),
    ]
    runs: set[str] = set()
    for text in texts:
        run = ""
        for at in range(len(text)):
            if text[at : at + 2] in both:
                run = run or text[at]
                run += text[at + 1 : at + 2]
                continue
            runs.add(run)
            run = ""
        runs.add(run)
    return sorted((run for run in runs if len(run) >= 2), key=lambda run: (-len(run), run))[:16]


def records(actor: Actor, pk: int) -> dict[str, Any]:
    """Linked records, and works that could be linked in one tap."""
    brand = selectors.brand_get(actor, pk, "brand.pulse")
    edits = policy.can(actor, "brand.edit", brand.unit_id) and brand.life not in (Life.HANDED, Life.CLOSED)
    return {
        "brand": brand,
        "tabs": tabs(actor, brand, "brand_records"),
        "edits": edits,
        "deeds": Deed.objects.filter(brand=brand).select_related("promise", "work"),
        "kinds": kind_labels(),
        "proposals": proposals(actor, brand) if edits else [],
        "promises": list(brand.promises.filter(end__isnull=True)),
    }


@dataclass(frozen=True)
class Proposal:
    """A work that could keep a promise, and why it is proposed."""

    work: Work
    kind: str
    promise: Promise
    why: str
    residents: bool = False


def proposals(actor: Actor, brand: Brand, limit: int = 20) -> list[Proposal]:
    """Works of the unit (and of the units below it) from the window that are not linked yet, each with the promise it fits best."""
    promises = list(brand.promises.filter(end__isnull=True).select_related("carrier"))
    if not promises or brand.unit_id is None:
        return []
    kinds = {kind for promise in promises for kind in promise.work_kinds}
    since = months_before(clock.today(), brand.window_months)
    below = Unit.objects.filter(closure_up__ancestor_id=brand.unit_id).values("pk")
    rows = Work.objects.visible_to(actor).filter(unit_id__in=below, day__range=(since, clock.today()))
    rows = rows.exclude(deeds__brand=brand).exclude(pk__in=brand.dismissals.values("work_id"))
    if kinds:
        rows = rows.filter(Q(kind__in=kinds) | Q(unit_id=brand.unit_id))
    grams = {promise.pk: pulse.grams(f"{promise.what} {promise.whom} {promise.carrier or ''}") for promise in promises}
    words, found = kind_labels(), []
    for work in rows.select_related("unit").order_by("-day", "-pk")[:200]:
        own = pulse.grams(work.title)
        best = max(
            promises, key=lambda one: (10 * (work.kind in one.work_kinds) + len(own & grams[one.pk]), -one.order)
        )
        fits, near = work.kind in best.work_kinds, len(own & grams[best.pk])
        if fits or near:
            why = _("种类相符") if fits else _("题目相近")
            found.append((10 * fits + near, Proposal(work, words.get(work.kind, work.kind), best, why)))
    found.sort(key=lambda pair: (-pair[0], -pair[1].work.day.toordinal(), -pair[1].work.pk))
    first = [proposal for _score, proposal in found[:limit]]
    known = known_with_residents(one.work.pk for one in first)
    return [replace(one, residents=one.work.pk in known) for one in first]


def deed_get(actor: Actor, brand: Brand, pk: int) -> Deed:
    """One link of the brand; 404 otherwise."""
    deed = Deed.objects.filter(brand=brand, pk=pk).select_related("brand__unit", "promise", "work").first()
    if deed is None:
        raise Refused(_("没有这条关联。"), status=404)
    return deed


def alert_get(actor: Actor, pk: int, action: str = "brand.pulse") -> Alert:
    """One warning of a brand within the actor's reach; 404 otherwise."""
    seen = Brand.objects.visible_to(actor, "brand.pulse")
    alert = Alert.objects.filter(pk=pk, brand__in=seen).select_related("brand__unit").first()
    if alert is None:
        raise Refused(_("没有这条提醒。"), status=404)
    policy.require(actor, action, alert.brand.unit_id)
    return alert


def open_alerts(actor: Actor, action: str = "brand.pulse") -> QuerySet[Alert]:
    """Warnings that wait for an answer, in units where the actor may do `action`."""
    rows = Alert.objects.filter(cleared_on__isnull=True, state=AlertState.OPEN)
    return rows.filter(brand__unit_id__in=policy.units(actor, action)).select_related("brand__unit").order_by("since")


def url_of(work: Work) -> str:
    """Where a linked work opens."""
    return reverse("activity_page", args=[work.page_id]) if work.page_kind == "activity" else reverse("work_page", args=[work.pk])  # fmt: skip


def alert_desk(actor: Actor, alert: Alert) -> dict[str, Any]:
    """One warning with what may be done about it."""
    return {
        "alert": alert,
        "said": said_of(alert),
        "brand": alert.brand,
        "answers": policy.can(actor, "brand.edit", alert.brand.unit_id) and alert.cleared_on is None,
        "replies": policy.can(actor, "brand.steer", alert.brand.unit_id) and alert.state == AlertState.DISPUTED,
    }
