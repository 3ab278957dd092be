"""Records whose every change is sealed: digests of their columns go into the journal, whose chain holds them.

A seal says what a record was when somebody last changed it through the application. Whoever can rewrite the whole journal can
hide an edit from this; only a head of the chain that was printed or sent elsewhere shows that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

from touyan.core import canonical, journal
from touyan.core.models import JournalEntry

KEY, ROWS, SETS = "seal", "seals", "sealed_sets"
SHORT = 32
"""Hex digits of the seal of a row among many: 128 bits."""
CHUNK = 2000
Row = dict[str, Any]
Known = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Sealing:
    """How the records of one kind are sealed."""

    model: type[models.Model]
    passing: frozenset[str]
    plain: Callable[[Row], Row] | None
    when: models.Q | None


@dataclass(frozen=True)
class Broken:
    """A record that is not what was sealed: which table, which row, what is wrong."""

    kind: str
    pk: str
    why: str

    def told(self) -> str:
        """As one line."""
        return f"{self.kind} {self.pk}：{self.why}"


REGISTER: dict[str, Sealing] = {}
Set = tuple[type[models.Model], str]
"""A kind and the field by which its rows belong to the subject."""


def register(
    *kinds: type[models.Model],
    passing: frozenset[str] = frozenset(),
    plain: Callable[[Row], Row] | None = None,
    when: models.Q | None = None,
) -> None:
    """From now on records of these kinds must be sealed; `when` narrows it to some. `passing` columns do not count."""
    for model in kinds:
        REGISTER[model._meta.label_lower] = Sealing(model, passing, plain, when)


def seal(model: type[models.Model], row: Row) -> str:
    """The digest of a row of columns."""
    kind = model._meta.label_lower
    sealing = REGISTER[kind]
    kept = {name: value for name, value in row.items() if name not in sealing.passing}
    return canonical.digest(sealing.plain(kept) if sealing.plain else kept, domain=f"seal:{kind}")


def seals_of(model: type[models.Model], **wanted: Any) -> dict[str, str]:
    """The seals of rows as the database has them now, by number."""
    rows = model._default_manager.filter(**wanted).order_by("pk").values(*_names(model))
    return {str(row[_pk(model)]): seal(model, row) for row in rows.iterator(chunk_size=CHUNK)}


def seal_of(model: type[models.Model], pk: Any) -> str:
    """The seal of one record as the database has it now."""
    return seals_of(model, pk=pk)[str(pk)]


def _names(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def _pk(model: type[models.Model]) -> str:
    return str(model._meta.pk.attname)


def record(
    actor: journal.Doer,
    action: str,
    subject: models.Model,
    *,
    unit: models.Model,
    detail: dict[str, Any] | None = None,
    rows: Iterable[models.Model] = (),
    sets: Iterable[Set] = (),
    gone: bool = False,
) -> None:
    """The journal's entry for a change of `subject`, with its seal and those of what belongs to it.

    `rows` came in with it; `sets` are sealed whole, so that a row too many or too few is found as well; `gone`: the subject is
    about to be removed.
    """
    sealed: dict[str, Any] = {**(detail or {}), KEY: "" if gone else seal_of(type(subject), subject.pk)}
    found: Known = {}
    for one in rows:
        short = seal_of(type(one), one.pk)[:SHORT]
        found.setdefault(one._meta.label_lower, {})[str(one.pk)] = short
    if found:
        sealed[ROWS] = found
    whole = [
        [
            model._meta.label_lower,
            field,
            {pk: own[:SHORT] for pk, own in seals_of(model, **{field: subject.pk}).items()},
        ]
        for model, field in sets
    ]
    if whole:
        sealed[SETS] = whole
    journal.record(actor, action, subject, unit=unit, detail=sealed)


def broken() -> Iterator[Broken]:
    """Every sealed record that is not what was sealed, kind by kind. The journal itself is verified elsewhere."""
    known = _known()
    for kind, sealing in REGISTER.items():
        yield from _kind(sealing, kind, known.get(kind, {}))


def _known() -> Known:
    """The latest seal of each record, by kind and number."""
    found: Known = {}
    belongs: dict[tuple[str, str, str], set[str]] = {}
    rows = JournalEntry.objects.filter(subject_kind__in=list(REGISTER)).order_by("seq")
    for kind, pk, detail in rows.values_list("subject_kind", "subject_id", "detail").iterator(chunk_size=CHUNK):
        if KEY not in detail:
            continue
        found.setdefault(kind, {})[pk] = detail[KEY]
        for other, seals in detail.get(ROWS, {}).items():
            found.setdefault(other, {}).update(seals)
        for other, field, seals in detail.get(SETS, ()):
            there = belongs.get((other, field, pk), set())
            found.setdefault(other, {}).update(dict.fromkeys(there, "") | seals)
            belongs[other, field, pk] = set(seals)
    return {kind: {pk: own for pk, own in seals.items() if own} for kind, seals in found.items()}


def _kind(sealing: Sealing, kind: str, known: dict[str, str]) -> Iterator[Broken]:
    model, seen, foreign = sealing.model, set(), []
    for row in model._default_manager.order_by("pk").values(*_names(model)).iterator(chunk_size=CHUNK):
        pk = str(row[_pk(model)])
        seen.add(pk)
        if pk not in known:
            foreign.append(row[_pk(model)])
        elif not seal(model, row).startswith(known[pk]):
            yield Broken(kind, pk, "内容与封存时不符：被改动过")
    for start in range(0, len(foreign), CHUNK // 4):
        part = model._default_manager.filter(pk__in=foreign[start : start + CHUNK // 4]).order_by("pk")
        for number in part.filter(sealing.when or models.Q()).values_list("pk", flat=True):
            yield Broken(kind, str(number), "没有封存记录：不是经本系统写入的")
    for pk in sorted(set(known) - seen, key=lambda one: (len(one), one)):
        yield Broken(kind, pk, "已封存的记录不见了：被删除")
