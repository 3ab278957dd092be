"""The verbs of a list of works on its way in: receive, map its headings, check, take. Nothing is booked before somebody said so.

A list is taken batch by batch, each in a short transaction: a work stands whole, with all its authors and stages, or not at
all, and somebody who checks in meanwhile waits for one batch, not for the list. What was cut off is taken up by taking the
list again; what stands already is not booked twice.
"""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from touyan.core import clock, journal
from touyan.core.errors import Refused
from touyan.core.intake import Accepted, FileRefused, accept, table
from touyan.core.sheets import Outcome, import_rows
from touyan.core.texts import whole
from touyan.duties.intake import Intake, columns
from touyan.duties.models import SourceMapping, WorkImport
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor

KINDS = frozenset({"xlsx", "csv"})
HEAD_WITHIN = 10
SILENCE = timedelta(minutes=5)
"""A pass that has said nothing for so long has ended with the process that carried it out."""


def folder() -> Path:
    """Where lists on their way in are kept; nobody else reads it."""
    path = Path(settings.MEDIA_ROOT) / "work-imports"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def rest_of(one: WorkImport) -> Path:
    """The rows that were not taken, with the reason in the last column."""
    return folder() / f"{one.key}.rest.xlsx"


def list_receive(*, actor: Actor, unit: Unit, source: str, upload: Any, name: str) -> WorkImport:
    """The file is kept and checked with the mapping that was used for this source before. Raises FileRefused."""
    policy.require(actor, "duty.post", unit)
    if not source.strip():
        raise Refused(_("请填写来源系统的名称。"))
    with accept(upload, name=name, allowed=KINDS) as accepted:
        one = WorkImport(unit=unit, source=whole(source, 40, _("来源")), name=accepted.name[:120], key=uuid4().hex)
        one.account_id, one.account_name = actor.account_id, actor.name[:60]
        one.kind, one.digest, one.size = accepted.kind, accepted.digest, accepted.size
        shutil.copyfile(accepted.path, folder() / one.key)
    one.save()
    journal.record(actor, "duty.post", one, unit=unit, detail={"verb": "receive", "digest": one.digest})
    _later(lambda: _pass(one.pk, actor, write=False))
    return one


def mapping_keep(*, actor: Actor, one: WorkImport, headings: dict[str, str]) -> WorkImport:
    """These headings mean these columns, for this list and for the next one of the same source."""
    policy.require(actor, "duty.post", one.unit)
    known = {column.key for column in columns({})}
    chosen = {heading: key for heading, key in headings.items() if key in known and heading in one.headings}
    if len(set(chosen.values())) != len(chosen):
        raise Refused(_("两个栏目对应了同一项内容。"), possible=_("请每项只选一个栏目。"))
    SourceMapping.objects.update_or_create(unit=one.unit, source=one.source, defaults={"headings": chosen})
    one.state = WorkImport.State.WORKING
    one.save(update_fields=["state"])
    _later(lambda: _pass(one.pk, actor, write=False))
    return one


def list_take(*, actor: Actor, one: WorkImport) -> WorkImport:
    """The good rows are booked, batch by batch; the others stay in the file of the rest."""
    policy.require(actor, "duty.post", one.unit)
    checked = WorkImport.objects.filter(pk=one.pk, state=WorkImport.State.CHECKED)
    moved = checked.update(state=WorkImport.State.TAKING, fault="")
    if not moved:
        raise Refused(_("这份清单已经办理过。"), possible=_("如需再次导入，请重新上传。"), status=409)
    journal.record(actor, "duty.post", one, unit=one.unit, detail={"verb": "take", "digest": one.digest})
    _later(lambda: _pass(one.pk, actor, write=True))
    one.refresh_from_db()
    return one


def _pass(pk: int, actor: Actor, *, write: bool) -> None:
    one = WorkImport.objects.select_related("unit").get(pk=pk)
    intake = Intake(one.unit, one.source, actor, write=write)
    try:
        outcome = _read(one, intake)
    except FileRefused as refusal:
        one.headings = _headings(one)
        one.state = WorkImport.State.MAPPING if one.headings else WorkImport.State.FAILED
        one.fault = f"{refusal.message}{refusal.possible}"[:300]
    except Exception:
        _cut_off(one)
        raise
    else:
        one.state = WorkImport.State.TAKEN if write else WorkImport.State.CHECKED
        one.fresh, one.known, one.refused, one.fault = intake.fresh, intake.known, outcome.refused, ""
        one.problems = [[p.row, p.column, p.message] for p in outcome.problems]
    one.save()
    progress_of(one).unlink(missing_ok=True)
    if one.state == WorkImport.State.TAKEN:
        (folder() / one.key).unlink(missing_ok=True)


def _cut_off(one: WorkImport) -> None:
    """A check that ended early changed nothing; a list half taken is taken up where it stopped by taking it again."""
    if one.state == WorkImport.State.TAKING:
        one.state, one.fault = (
            WorkImport.State.CHECKED,
            _("入账中断。已入账的成果是完整的，再次入账只补其余的，不会重复。"),
        )
    else:
        one.state, one.fault = WorkImport.State.FAILED, _("读取时出现故障，没有写入任何内容。请稍后重新上传。")
    one.save(update_fields=["state", "fault"])


@dataclass(frozen=True)
class Progress:
    """Rows looked at or booked, and rows expected when the file says so."""

    seen: int
    expected: int | None


def progress_of(one: WorkImport) -> Path:
    """Where a running pass says how far it is."""
    return folder() / f"{one.key}.progress"


def progress(one: WorkImport) -> Progress:
    """How far a running pass is."""
    try:
        seen, expected = json.loads(progress_of(one).read_text("utf-8"))
    except (OSError, ValueError):
        return Progress(0, None)
    return Progress(seen, expected)


def settled(one: WorkImport) -> WorkImport:
    """The list; when the process that worked on it is gone, it stands as what it then is."""
    if one.state in {WorkImport.State.WORKING, WorkImport.State.TAKING}:
        say = progress_of(one)
        last = max(one.created.timestamp(), say.stat().st_mtime if say.exists() else 0)
        if clock.now().timestamp() - last > SILENCE.total_seconds():
            _cut_off(one)
    return one


def _accepted(one: WorkImport) -> Accepted:
    return Accepted(path=folder() / one.key, name=one.name, kind=one.kind, size=one.size, digest=one.digest)


def _read(one: WorkImport, intake: Intake) -> Outcome:
    kept = SourceMapping.objects.filter(unit=one.unit, source=one.source).first()
    say = progress_of(one)

    def on_progress(seen: int, expected: int | None) -> None:
        say.write_text(json.dumps([seen, expected]), "utf-8")

    known = columns(kept.headings if kept else {})
    return import_rows(_accepted(one), known, intake, rest=rest_of(one), on_progress=on_progress)


def _headings(one: WorkImport) -> list[str]:
    """What stands in the first row that has text, to be mapped by a person."""
    try:
        for number, cells in table(_accepted(one)).rows:
            words = [str(cell).strip() for cell in cells if isinstance(cell, str) and cell.strip()]
            if len(words) > 1:
                return words[:40]
            if number >= HEAD_WITHIN:
                break
    except FileRefused:
        return []
    return []


def _later(work: Callable[[], object]) -> None:
    """Carry out after commit, beside the request; at once in tests."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    if settings.TESTING:
        transaction.on_commit(lambda: work() and None)
    else:
        transaction.on_commit(threading.Thread(target=run, name="work-import", daemon=True).start)
