"""Every change of a record of assessment is sealed (`core.seals`); which kinds, and what of them only passes."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models

from touyan.assessment.models import (
    BallotUse,
    ExceptionSignature,
    MarkDuty,
    Objection,
    OutsideItem,
    OutsideResult,
    OutsideScheme,
    Proposal,
    ResultUse,
    Run,
    RunTaken,
    SchemeText,
    Signature,
    UnitClass,
    UnitEntry,
)
from touyan.core.seals import Row, Set, record, register, seal_of

__all__ = ["ITEMS", "LINES", "TAKEN", "by_system", "record", "seal_of"]
PASSING = frozenset({"progress", "beat", "failure"})
"""Columns that only say how a computation goes."""
UNFINISHED = frozenset({"queued", "computing", "failed"})
LINES: tuple[Set, ...] = ((MarkDuty, "scheme"), (BallotUse, "scheme"), (UnitClass, "scheme"))
"""What stands under a scheme of units."""
ITEMS: tuple[Set, ...] = ((OutsideItem, "outside"),)
TAKEN: tuple[Set, ...] = ((RunTaken, "run"),)


@dataclass(frozen=True)
class System:
    """The computation itself, where no person acts."""

    account_id: None = None
    name: str = "考评计算"
    role_names: str = ""


def _run(row: Row) -> Row:
    return {**row, "state": "unfinished"} if row["state"] in UNFINISHED else row


register(SchemeText, Signature, Objection, ResultUse, Proposal, ExceptionSignature)
register(MarkDuty, UnitEntry, OutsideResult, BallotUse, UnitClass, OutsideScheme, OutsideItem)
register(Run, passing=PASSING, plain=_run)
register(RunTaken, when=~models.Q(run__result_digest=""))


def by_system(subject: models.Model, *, unit: models.Model, action: str, verb: str, sets: tuple[Set, ...] = ()) -> None:
    """The same for what the computation itself changes."""
    record(System(), action, subject, unit=unit, detail={"verb": verb}, sets=sets)
