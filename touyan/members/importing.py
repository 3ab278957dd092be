"""The verbs of a list on its way in: receive, check, take, drop. Nothing is written before a person has said so, then all at once.

Both passes read the file in a child process, batch by batch; how far they are stands in a small file beside it, so
that the page can tell while the database is busy.
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
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from touyan.core import clock, journal
from touyan.core.errors import Refused
from touyan.core.intake import Accepted, accept
from touyan.core.sheets import Outcome, import_rows
from touyan.members.columns import roster_columns
from touyan.members.intake import Intake
from touyan.members.models import RosterImport
from touyan.members.rules import NEXT, WORKING, ImportState
from touyan.organizations import policy
from touyan.organizations.models import Term
from touyan.organizations.policy import Actor

KINDS = frozenset({"xlsx", "csv"})
KEPT = timedelta(days=7)
SILENCE = timedelta(minutes=5)


@dataclass(frozen=True)
class Progress:
    """Rows looked at, and rows expected when the file says so."""

    seen: int
    expected: int | None


def folder() -> Path:
    """Where lists on their way in are kept; nobody else reads it."""
    path = Path(settings.MEDIA_ROOT) / "imports"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def file_of(one: RosterImport) -> Path:
    return folder() / one.key


def rest_of(one: RosterImport) -> Path:
    return folder() / f"{one.key}.rest.xlsx"


def roster_receive(*, actor: Actor, term: Term, upload: Any, name: str) -> RosterImport:
    """The file is looked at from outside and kept for checking. Nothing is read from it yet. Raises FileRefused."""
    policy.require(actor, "member.manage", term.committee)
    sweep()
    with accept(upload, name=name, allowed=KINDS) as accepted:
        one = RosterImport(term=term, account_id=actor.account_id, key=uuid4().hex, name=accepted.name[:120])
        one.digest, one.kind, one.size = accepted.digest, accepted.kind, accepted.size
        shutil.copyfile(accepted.path, file_of(one))
    one.save()
    journal.record(actor, "member.manage", one, unit=term.committee, detail={"verb": "receive", "digest": one.digest})
    _later(lambda: roster_check(one.pk))
    return one


def roster_check(pk: int) -> RosterImport:
    """Every row is read and compared; the counts, the problems and the file of the rest stand, nothing else changed."""
    one = RosterImport.objects.select_related("term__committee").get(pk=pk)
    intake = Intake(one.term)
    return _finish(one, ImportState.CHECKED, intake, lambda: _read(one, intake))


def roster_take(*, actor: Actor, one: RosterImport) -> RosterImport:
    """The good rows will be written in one transaction; the others stay in the file of the rest."""
    policy.require(actor, "member.manage", one.term.committee)
    _advance(one, ImportState.TAKING)
    journal.record(actor, "member.manage", one, unit=one.term.committee, detail={"verb": "take", "digest": one.digest})
    _later(lambda: roster_write(one.pk))
    return one


def roster_write(pk: int) -> RosterImport:
    """The good rows stand, all of them or none."""
    one = RosterImport.objects.select_related("term__committee").get(pk=pk)
    intake = Intake(one.term, write=True)

    def write() -> Outcome:
        with transaction.atomic():
            return _read(one, intake)

    done = _finish(one, ImportState.TAKEN, intake, write)
    file_of(one).unlink(missing_ok=True)
    return done


def roster_drop(*, actor: Actor, one: RosterImport) -> RosterImport:
    """The file is gone; nothing was written."""
    policy.require(actor, "member.manage", one.term.committee)
    _advance(one, ImportState.DROPPED)
    for path in (file_of(one), rest_of(one)):
        path.unlink(missing_ok=True)
    journal.record(actor, "member.manage", one, unit=one.term.committee, detail={"verb": "drop"})
    return one


def progress(one: RosterImport) -> Progress:
    """How far a running pass is."""
    try:
        seen, expected = json.loads((folder() / f"{one.key}.progress").read_text("utf-8"))
    except (OSError, ValueError):
        return Progress(0, None)
    return Progress(seen, expected)


def sweep() -> int:
    """Files older than a week are deleted; returns how many."""
    limit, gone = (clock.now() - KEPT).timestamp(), 0
    for path in folder().iterdir():
        if path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _read(one: RosterImport, intake: Intake) -> Outcome:
    accepted = Accepted(path=file_of(one), name=one.name, kind=one.kind, size=one.size, digest=one.digest)
    say = folder() / f"{one.key}.progress"

    def on_progress(seen: int, expected: int | None) -> None:
        say.write_text(json.dumps([seen, expected]), "utf-8")

    return import_rows(accepted, roster_columns(one.term), intake, rest=rest_of(one), on_progress=on_progress)


def _finish(one: RosterImport, state: ImportState, intake: Intake, carry_out: Callable[[], Outcome]) -> RosterImport:
    try:
        outcome = carry_out()
    except Refused as refusal:
        one.state, one.fault = ImportState.FAILED, f"{refusal.message}{refusal.possible}"[:200]
    except Exception:
        one.state, one.fault = ImportState.FAILED, _("读取时出现故障，没有写入任何内容。请稍后重新上传。")
        one.save()
        raise
    else:
        one.state, one.unknown = state, list(outcome.unknown)[:20]
        one.added, one.changed, one.same = vars(intake.tally).values()
        one.refused = outcome.refused
        one.problems = [[p.row, p.column, p.message] for p in outcome.problems]
    one.save()
    (folder() / f"{one.key}.progress").unlink(missing_ok=True)
    return one


def _advance(one: RosterImport, state: ImportState) -> None:
    before = [old for old, following in NEXT.items() if state in following and old not in WORKING]
    moved = RosterImport.objects.filter(pk=one.pk, state__in=before).update(state=state)
    if not moved:
        raise Refused(_("这次导入已经办理过，不能重复办理。"), possible=_("如需再次导入，请重新上传。"), status=409)
    one.state = state


def _later(work: Callable[[], object]) -> None:
    """Carry out after commit, beside the request; the words of the reader's language go with it."""
    language = get_language()

    def run() -> None:
        try:
            with override(language):
                work()
        finally:
            connection.close()

    if settings.TESTING:
        transaction.on_commit(lambda: work() and None)
    else:
        transaction.on_commit(threading.Thread(target=run, name="roster-import", daemon=True).start)


def settled(one: RosterImport) -> RosterImport:
    """The import; when the process that worked on it is gone, it stands as failed and nothing was written."""
    if one.state not in WORKING:
        return one
    say = folder() / f"{one.key}.progress"
    last = max(one.created.timestamp(), say.stat().st_mtime if say.exists() else 0)
    if clock.now().timestamp() - last > SILENCE.total_seconds():
        one.state, one.fault = ImportState.FAILED, _("处理中断，没有写入任何内容。请重新上传。")
        one.save(update_fields=["state", "fault"])
    return one
