"""The one place where rows enter the ledger: numbered in order, once per key, checked, never changed afterwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import connection, transaction

from touyan.core import clock, events
from touyan.core.errors import Refused
from touyan.duties.models import DutyRecord, LedgerHead
from touyan.duties.rules import Draft, refuse_bad
from touyan.organizations.models import Closure
from touyan.organizations.policy import Actor
from touyan.organizations.rules import Kind

CHUNK = 500
FEW = 200


def committees_of(unit_ids: Iterable[int]) -> dict[int, int]:
    """For each unit the CPPCC committee it stands under, itself included: the nearest one above."""
    wanted = set(unit_ids)
    if not wanted:
        return {}
    rows = Closure.objects.filter(descendant_id__in=wanted, ancestor__kind=Kind.COMMITTEE)
    best: dict[int, tuple[int, int]] = {}
    for unit, committee, depth in rows.values_list("descendant_id", "ancestor_id", "depth"):
        if unit not in best or depth < best[unit][0]:
            best[unit] = (depth, committee)
    return {unit: committee for unit, (_depth, committee) in best.items()}


def append(drafts: Sequence[Draft], *, entered_by: Actor) -> list[DutyRecord]:
    """Book the drafts in their order and return their rows; a draft whose key was booked before gives the row of then.

    For rooms above, after they have asked the policy themselves. Raises Refused for a draft that cannot stand.
    """
    today = clock.today()
    for draft in drafts:
        refuse_bad(draft, today=today)
    found = committees_of(draft.unit_id for draft in drafts if draft.committee_id is None)
    by_committee: dict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        committee_id = draft.committee_id or found.get(draft.unit_id)
        if committee_id is None:
            raise Refused("该单位不在任何政协委员会之下，不能入账。")
        by_committee[committee_id].append(draft)
    rows: dict[str, DutyRecord] = {}
    # No savepoint of its own: a row that cannot stand ends the caller's verb, and a burst of check-ins pays for each.
    with transaction.atomic(savepoint=False):
        for committee_id in sorted(by_committee):
            rows.update(_append(committee_id, by_committee[committee_id], entered_by))
    return [rows[draft.key] for draft in drafts]


def _append(committee_id: int, drafts: list[Draft], entered_by: Actor) -> dict[str, DutyRecord]:
    head = _head(committee_id)
    rows = _booked([draft.key for draft in drafts])
    first, now = head.seq + 1, clock.now()
    fresh = []
    for draft in drafts:
        if draft.key in rows:
            continue
        head.seq += 1
        made = row(draft, committee_id, head.seq, entered_by)
        made.booked_at, made.booked_on = now, clock.business_date(now)
        rows[draft.key] = made
        fresh.append(made)
    if fresh:
        insert(fresh)
        _numbered(fresh)
        head.save(update_fields=["seq"])
        events.publish("records_booked", committee_id=committee_id, first=first, last=head.seq)
    return rows


def _head(committee_id: int) -> LedgerHead:
    """The committee's head, locked until the transaction ends; made when this is its first row."""
    locked = LedgerHead.objects.select_for_update()
    head = locked.filter(committee_id=committee_id).first()
    if head is None:
        LedgerHead.objects.get_or_create(committee_id=committee_id)
        head = locked.get(committee_id=committee_id)
    return head


def insert(rows: Sequence[DutyRecord]) -> None:
    """Save numbered rows. Many at once go past the model layer, whose compiler costs ten times what the database does."""
    if len(rows) < FEW:
        DutyRecord.objects.bulk_create(rows, batch_size=CHUNK)
        return
    fields = [field for field in DutyRecord._meta.concrete_fields if not field.primary_key]
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)  # type: ignore[arg-type]
    marks = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(DutyRecord._meta.db_table)
    adapt = [ADAPT.get(field.get_internal_type()) for field in fields]
    attributes = [field.attname for field in fields]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608 - names come from the model
            [
                [
                    make(getattr(row, name)) if make else getattr(row, name)
                    for name, make in zip(attributes, adapt, strict=True)
                ]
                for row in rows
            ],
        )


def _adapt_date(value: object) -> object:
    return connection.ops.adapt_datefield_value(value)  # type: ignore[arg-type]


def _adapt_moment(value: object) -> object:
    return connection.ops.adapt_datetimefield_value(value)  # type: ignore[arg-type]


ADAPT = {"DateField": _adapt_date, "DateTimeField": _adapt_moment}


def _numbered(rows: Sequence[DutyRecord]) -> None:
    """Rows saved past the model layer learn their keys."""
    if rows and rows[0].pk is None:
        found = DutyRecord.objects.filter(committee_id=rows[0].committee_id, seq__range=(rows[0].seq, rows[-1].seq))
        numbers = dict(found.values_list("seq", "pk"))
        for row in rows:
            row.pk = numbers[row.seq]


def _booked(keys: list[str]) -> dict[str, DutyRecord]:
    """Rows that stand under these keys already. Almost always none, so the keys alone are asked for first."""
    known: list[str] = []
    for start in range(0, len(keys), CHUNK):
        found = DutyRecord.objects.filter(key__in=keys[start : start + CHUNK]).order_by()
        known += found.values_list("key", flat=True)
    rows: dict[str, DutyRecord] = {}
    for start in range(0, len(known), CHUNK):
        rows.update({row.key: row for row in DutyRecord.objects.filter(key__in=known[start : start + CHUNK])})
    return rows


def row(draft: Draft, committee_id: int, seq: int, entered_by: Actor) -> DutyRecord:
    """The draft as a row that is not saved yet."""
    return DutyRecord(
        committee_id=committee_id,
        seq=seq,
        person_id=draft.person_id,
        unit_id=draft.unit_id,
        work_id=draft.work_id,
        kind=draft.kind,
        stage=draft.stage,
        level=draft.level,
        form=draft.form,
        outcome=draft.outcome,
        role=draft.role,
        by=draft.by,
        tag=draft.tag,
        place=draft.place,
        authors=draft.authors,
        share=draft.share,
        quantity=draft.quantity,
        title=draft.title[:200],
        business_date=draft.day,
        entered_by=entered_by.account_id,
        entered_by_name=entered_by.name[:60],
        proof_kind=draft.proof.kind,
        proof_id=draft.proof.id,
        proof_label=draft.proof.label[:200],
        source=draft.source,
        nature=draft.nature,
        corrects_id=draft.corrects_id,
        reason=draft.reason[:200],
        key=draft.key,
    )
