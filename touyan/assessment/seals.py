"""Every change of a record of assessment is sealed: a digest of its columns goes into the journal, whose chain holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models

from touyan.assessment.models import (
    ExceptionSignature,
    Objection,
    Proposal,
    ResultUse,
    Run,
    SchemeText,
    Signature,
)
from touyan.core import canonical, journal
from touyan.organizations.policy import Actor

SEALED: tuple[type[models.Model], ...] = (
    SchemeText, Run, Signature, Objection, ResultUse, Proposal, ExceptionSignature,
)  # fmt: skip
PASSING = frozenset({"progress", "beat", "failure"})
"""Columns that only say how a computation goes."""
UNFINISHED = frozenset({"queued", "computing", "failed"})
KEY = "seal"


@dataclass(frozen=True)
class System:
    """The computation itself, where no person acts."""

    account_id: None = None
    name: str = "考评计算"
    role_names: str = ""


def seal_of(model: type[models.Model], pk: int) -> str:
    """The digest of the record as the database has it now."""
    names = [field.attname for field in model._meta.concrete_fields if field.attname not in PASSING]
    return seal(model, model._default_manager.values(*names).get(pk=pk))


def seal(model: type[models.Model], row: dict[str, Any]) -> str:
    """The digest of a row of columns."""
    plain = {name: value for name, value in row.items() if name not in PASSING}
    if model is Run and plain["state"] in UNFINISHED:
        plain["state"] = "unfinished"
    return canonical.digest(plain, domain=f"seal:{model._meta.label_lower}")


def record(
    actor: Actor | System,
    action: str,
    subject: models.Model,
    *,
    unit: models.Model,
    detail: dict[str, Any] | None = None,
) -> None:
    """The journal's entry for a change of `subject`, with its seal."""
    sealed = {**(detail or {}), KEY: seal_of(type(subject), subject.pk)}
    journal.record(actor, action, subject, unit=unit, detail=sealed)


def by_system(subject: models.Model, *, unit: models.Model, action: str, verb: str) -> None:
    """The same for what the computation itself changes."""
    record(System(), action, subject, unit=unit, detail={"verb": verb})
