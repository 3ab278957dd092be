"""The journal: every write, every refusal, every reading of personal data; a hash chain that a command verifies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import models, transaction

from touyan.core import canonical, clock
from touyan.core.models import ChainHead, JournalEntry

CHAIN = "journal"
FIELDS = [
    "seq",
    "at",
    "actor_id",
    "actor_name",
    "roles",
    "action",
    "outcome",
    "subject_kind",
    "subject_id",
    "subject_name",
    "unit_id",
    "unit_name",
    "detail",
    "algorithm",
    "previous",
]


class Doer(Protocol):
    """Whoever acts: what the journal needs to know of an actor."""

    @property
    def account_id(self) -> int | None: ...

    @property
    def name(self) -> str: ...

    @property
    def role_names(self) -> str: ...


def record(
    doer: Doer,
    action: str,
    subject: models.Model | None = None,
    *,
    unit: models.Model | None = None,
    outcome: str = "done",
    detail: dict[str, Any] | None = None,
) -> JournalEntry:
    """Append one entry inside the caller's transaction and return it. `detail` holds what changed, never personal text."""
    # No savepoint of its own: an entry that cannot be written ends the caller's verb, and a burst pays for each.
    with transaction.atomic(savepoint=False):
        head = _head()
        entry = JournalEntry(
            seq=head.seq + 1,
            at=clock.now(),
            actor_id=doer.account_id,
            actor_name=doer.name[:60],
            roles=doer.role_names[:200],
            action=action,
            outcome=outcome,
            subject_kind=subject._meta.label_lower if subject is not None else "",
            subject_id=str(subject.pk or "") if subject is not None else "",
            subject_name=str(subject)[:200] if subject is not None else "",
            unit_id=unit.pk if unit is not None else None,
            unit_name=str(unit)[:100] if unit is not None else "",
            detail=detail or {},
            previous=head.digest,
        )
        entry.digest = entry_digest(entry)
        entry.save(force_insert=True)
        head.seq, head.digest = entry.seq, entry.digest
        head.save(update_fields=["seq", "digest"])
    return entry


def _head() -> ChainHead:
    """The chain's head, locked until the transaction ends; made when this is the first entry."""
    locked = ChainHead.objects.select_for_update().filter(name=CHAIN)
    found = locked.first()
    if found is None:
        ChainHead.objects.get_or_create(name=CHAIN)
        found = locked.get()
    return found


def entry_digest(entry: JournalEntry) -> str:
    """The digest that `entry` must carry."""
    return canonical.digest({name: getattr(entry, name) for name in FIELDS}, domain=CHAIN)


@dataclass(frozen=True)
class Break:
    """The first place where the chain does not hold."""

    seq: int
    reason: str


def verify() -> Break | None:
    """None when every link holds up to the head; else the first bad entry and why. Streams; memory stays flat."""
    previous, seq = "0" * 64, 0
    for entry in _entries():
        if entry.seq != seq + 1:
            return Break(seq + 1, "序号不连续：有记录被删除或插入 / numbering is broken")
        if entry.previous != previous:
            return Break(entry.seq, "与上一条的摘要不衔接 / does not join the entry before")
        if entry.digest != entry_digest(entry):
            return Break(entry.seq, "内容与摘要不符：记录被改动 / content differs from its digest")
        previous, seq = entry.digest, entry.seq
    head = ChainHead.objects.filter(name=CHAIN).first()
    if head is not None and (head.seq, head.digest) != (seq, previous):
        return Break(seq + 1, "末尾与链头不符：结尾被截去 / the tail was cut off")
    return None


def head() -> tuple[int, str]:
    """(last number, digest): to be printed and kept elsewhere."""
    row = ChainHead.objects.filter(name=CHAIN).first()
    return (row.seq, row.digest) if row else (0, "0" * 64)


def _entries() -> Iterator[JournalEntry]:
    yield from JournalEntry.objects.order_by("seq").iterator(chunk_size=2000)
