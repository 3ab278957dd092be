"""Any row of assessment and ballots changed behind the application's back is found, and the bad row is named."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from touyan.assessment.models import Result, TraceRow
from touyan.assessment.tests import whole
from touyan.assessment.verify import broken, first_broken
from touyan.ballots.models import Slip
from touyan.ballots.tests.build import keys
from touyan.core.insert_only import released
from touyan.core.models import JournalEntry
from touyan.core.seals import REGISTER
from touyan.organizations.tests.cast import Cast

__all__ = ["keys"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]
MODELS: list[type[models.Model]] = [
    *(one.model for one in REGISTER.values()), Result, Result, TraceRow, TraceRow, JournalEntry, JournalEntry, Slip,
]  # fmt: skip
PASSING = {"assessment.run": {"progress", "beat", "failure"}}


@pytest.fixture
def everything(cast: Cast) -> Cast:
    whole.build_all(cast)
    return cast


class Undo(Exception):
    pass


class Unfit(Exception):
    pass


@dataclass
class Done:
    """An edit: what it was, and the rows of which one must be named."""

    what: str
    named: set[tuple[str, str]] = field(default_factory=set)


def names(row: models.Model) -> set[tuple[str, str]]:
    """How the bad row may be called: itself, or the whole that its digest is of."""
    kind = row._meta.label_lower
    if isinstance(row, TraceRow):
        owners = Result.objects.filter(pk=row.result_id) | Result.objects.filter(traced_id=row.result_id)
        return {("assessment.result", str(pk)) for pk in owners.values_list("pk", flat=True)}
    if isinstance(row, Result):  # a result too few is known from the run alone
        return {(kind, str(row.pk)), ("assessment.run", str(row.run_id))}
    if isinstance(row, Slip):
        return {("ballots.target", str(row.target_id))}
    if isinstance(row, JournalEntry):
        return {(kind, str(row.seq + n)) for n in (0, 1)}
    return {(kind, str(row.pk))}


def changed(rng: random.Random, value: Any, kind: models.Field[Any, Any]) -> Any:
    """Another value of the same type."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + rng.choice([1, -1])
    if isinstance(value, str):
        return ("x" + value)[: max(len(value), 1)] if not value.startswith("x") else "y" + value[1:]
    if isinstance(value, dt.date):
        return value + dt.timedelta(days=1)
    if isinstance(kind, models.JSONField):
        return [*value, "x"] if isinstance(value, list) else {**value, "x": 1}
    raise Unfit


def columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Columns to change: all but keys and what only says how a computation goes."""
    left = PASSING.get(model._meta.label_lower, set())
    return [one for one in model._meta.concrete_fields if not one.primary_key and one.attname not in left]


def alter(rng: random.Random, row: models.Model) -> Done:
    chosen = rng.choice(columns(type(row)))
    value = getattr(row, chosen.attname)
    if chosen.is_relation:
        others = list(type(row)._default_manager.exclude(pk=row.pk).values_list(chosen.attname, flat=True))  # type: ignore[arg-type]
        fitting = [other for other in others if other is not None and other != value]
        if not fitting:
            raise Unfit
        value = rng.choice(fitting)
    else:
        value = changed(rng, value, chosen)
    before = names(row)
    same = type(row)._default_manager.filter(pk=row.pk)
    same.update(**{chosen.attname: value})
    return Done(f"{chosen.attname} of {row._meta.label_lower} {row.pk} set to {value!r}", before | names(same[0]))


def remove(rng: random.Random, row: models.Model) -> Done:
    named = names(row)
    queryset = type(row)._default_manager.filter(pk=row.pk)
    queryset._raw_delete(queryset.db)
    return Done(f"{row._meta.label_lower} {row.pk} removed", named)


def add(rng: random.Random, row: models.Model) -> Done:
    """A copy of the row under a number of its own."""
    copy = type(row)._default_manager.get(pk=row.pk)
    old = str(row.pk)
    if isinstance(copy, JournalEntry):
        copy.seq = (JournalEntry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0) + 1
    elif isinstance(copy, Slip):
        copy.pk = f"{rng.getrandbits(128):032x}"
    elif row._meta.pk.is_relation:  # type: ignore[union-attr]
        raise Unfit
    else:
        copy.pk = None
        if isinstance(copy, TraceRow):
            copy.order += 900
    copy.save(force_insert=True)
    return Done(f"{row._meta.label_lower} {old} doubled as {copy.pk}", names(copy) | names(row))


def swap(rng: random.Random, row: models.Model) -> Done:
    """Two rows exchange what they say."""
    other = type(row)._default_manager.exclude(pk=row.pk).order_by("?").first()
    fitting = [
        one.attname
        for one in columns(type(row))
        if other is not None and getattr(other, one.attname) != getattr(row, one.attname)
    ]
    if other is None or not fitting:
        raise Unfit
    name = rng.choice(fitting)
    named = names(row) | names(other)
    for one, value in ((row, getattr(other, name)), (other, getattr(row, name))):
        type(row)._default_manager.filter(pk=one.pk).update(**{name: value})
    for one in type(row)._default_manager.filter(pk__in=[row.pk, other.pk]):
        named |= names(one)
    return Done(f"{name} of {row._meta.label_lower} {row.pk} and {other.pk} exchanged", named)


def edit(rng: random.Random) -> Done:
    """One change past the application and its guards that the columns allow."""
    while True:
        model = rng.choice(MODELS)
        size = model._default_manager.count()
        if not size:
            continue
        row = model._default_manager.order_by("pk")[rng.randrange(size)]
        try:
            with transaction.atomic():
                return rng.choice([alter, alter, alter, remove, add, swap])(rng, row)
        except (Unfit, IntegrityError):
            continue


def campaign(rounds: int, seed: int) -> None:
    """So many edits, each found with the bad row named first, each taken back."""
    rng = random.Random(seed)
    with released():
        for number in range(rounds):
            with pytest.raises(Undo), transaction.atomic():
                done = edit(rng)
                found = first_broken()
                assert found is not None, f"{number}: {done.what} was not found"
                assert (found.kind, found.pk) in done.named, f"{number}: {done.what} was told as {found.told()}"
                raise Undo


def test_edits_behind_the_back_are_found(everything: Cast) -> None:
    """There is something of each kind, nothing is broken before, every edit is found, and taken back nothing is broken."""
    empty = [one._meta.label for one in MODELS if not one._default_manager.exists()]
    assert set(empty) <= {"assessment.ExceptionSignature", "ballots.PaperBatch"}
    assert list(broken()) == []
    campaign(25, 1)
    assert first_broken() is None


@pytest.mark.deep
def test_a_thousand_edits_behind_the_back_are_found(everything: Cast) -> None:
    campaign(1000, 2)
