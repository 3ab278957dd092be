"""Files made for one person: part by part, so that a stopped one goes on; taken once, by that person only, then gone.

A room offers producers in its `exports.py` as EXPORTS: name → Producer.
"""

from __future__ import annotations

import io
import logging
import shutil
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from touyan.core import clock, journal
from touyan.core.errors import Refused
from touyan.core.intake.files import clean_name
from touyan.core.jobs import enqueue_once
from touyan.core.rooms import collect
from touyan.documents.files import new_place
from touyan.documents.models import Export
from touyan.documents.rules import ExportState
from touyan.organizations.models import Account
from touyan.organizations.policy import Actor, actor_of

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)
KEEP = timedelta(hours=24)
SLICE = 2.0


@dataclass(frozen=True)
class Producer:
    """What a ZIP is made of. `keys` asks the right and names the parts; `part` makes one as (file name, bytes)."""

    label: str | Promise
    keys: Callable[[Actor, dict[str, Any]], Sequence[str]]
    part: Callable[[Actor, dict[str, Any], str], tuple[str, bytes]]


@cache
def producers() -> dict[str, Producer]:
    """Every producer of every installed room, as `room.name`."""
    return {f"{room}.{name}": made for room, found in collect("exports", "EXPORTS") for name, made in found.items()}


@transaction.atomic
def export_start(*, actor: Actor, producer: str, wish: dict[str, Any], name: str) -> Export:
    """A ZIP begins; nothing is made yet. The producer has asked the right for every part."""
    if producer not in producers():
        raise Refused(_("没有这种导出。"), status=404)
    keys = list(producers()[producer].keys(actor, wish))
    if not keys:
        raise Refused(_("没有可以导出的内容。"), possible=_("请换一个范围再试。"))
    export = Export.objects.create(
        account_id=actor.account_id,
        producer=producer,
        wish={**wish, "keys": keys},
        name=clean_name(name),
        total=len(keys),
        place=new_place("exports"),
    )
    journal.record(actor, "export.own", export, detail={"producer": producer, "parts": len(keys)})
    wake(export)
    return export


@transaction.atomic
def export_ready(*, actor: Actor, name: str, content: bytes, what: str) -> Export:
    """A file that is already made waits to be taken once."""
    place = new_place("exports")
    export = Export.objects.create(
        account_id=actor.account_id,
        producer=what,
        name=clean_name(name),
        total=1,
        done=1,
        place=place,
        state=ExportState.READY,
    )
    path = folder(export)
    path.mkdir(parents=True, mode=0o700)
    (path / "whole").write_bytes(content)
    journal.record(actor, "export.own", export, detail={"producer": what, "bytes": len(content)})
    return export


def export_continue(export: Export, *, seconds: float = SLICE) -> Export:
    """Make parts for about so many seconds and return how far it is. Two at once do not disturb each other.

    What was made stays on disk: after a stop the next call goes on with the part that is missing.
    """
    if not _lease(export):
        return Export.objects.get(pk=export.pk)
    export.refresh_from_db()
    owner = actor_of(Account.objects.get(pk=export.account_id))
    producer = producers()[export.producer]
    parts = folder(export)
    parts.mkdir(parents=True, exist_ok=True, mode=0o700)
    until = time.monotonic() + seconds
    keys: list[str] = export.wish["keys"]
    try:
        first = True  # at least one part each time, however slow the machine
        while export.done < export.total and (first or time.monotonic() < until):
            first = False
            place = parts / f"{export.done:06d}"
            if not place.exists():
                _write(place, *producer.part(owner, export.wish, keys[export.done]))
            export.done += 1
            Export.objects.filter(pk=export.pk).update(done=export.done, busy_until=clock.now() + LEASE)
        if export.done == export.total:
            _pack(parts, export.total)
            export.state = ExportState.READY
    except Refused as refused:
        export.state, export.message = ExportState.FAILED, f"{refused.message}{refused.possible}"[:300]
    export.busy_until = None
    export.save(update_fields=["done", "state", "message", "busy_until"])
    return export


def wake(export: Export) -> None:
    """See to it that a running export is in the queue, once; the worker makes it slice by slice."""
    from touyan.documents.tasks import make_export

    if export.state == ExportState.RUNNING:
        enqueue_once(make_export, f"export:{export.pk}", export_id=export.pk)


def export_slice(pk: int) -> bool:
    """Make some parts; True while more is to do. What goes wrong is said on the page of the export."""
    try:
        export = export_continue(Export.objects.get(pk=pk), seconds=SLICE)
    except Exception:
        log.exception("export %s stopped", pk)
        Export.objects.filter(pk=pk).update(state=ExportState.FAILED, message=_("生成时出错，已停止，请重新生成。"))
        return False
    return export.state == ExportState.RUNNING


def _lease(export: Export) -> bool:
    now = clock.now()
    free = Export.objects.filter(
        Q(busy_until__isnull=True) | Q(busy_until__lt=now), pk=export.pk, state=ExportState.RUNNING
    )
    return bool(free.update(busy_until=now + LEASE))


def _write(path: Path, name: str, content: bytes) -> None:
    # Written whole under another name first: a part that is there is complete.
    half = path.with_suffix(".half")
    with zipfile.ZipFile(half, "w", zipfile.ZIP_STORED) as one:
        one.writestr(clean_name(name), content)
    half.rename(path)


def _pack(parts: Path, total: int) -> None:
    half, taken = parts / "whole.half", set()
    with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as whole:
        for number in range(total):
            with zipfile.ZipFile(parts / f"{number:06d}") as one:
                [member] = one.infolist()
                name = member.filename if member.filename not in taken else f"{number + 1}-{member.filename}"
                taken.add(name)
                whole.writestr(name, one.read(member))
    half.rename(parts / "whole")


def folder(export: Export) -> Path:
    """Where the parts lie."""
    return Path(settings.MEDIA_ROOT) / export.place


def export_take(*, actor: Actor, export: Export) -> io.BufferedReader:
    """The finished file, once. Afterwards nobody can take it again and its bytes are deleted."""
    if export.account_id != actor.account_id:
        raise Refused(_("没有这份文件。"), status=404)
    if not Export.objects.filter(pk=export.pk, state=ExportState.READY).update(
        state=ExportState.TAKEN, taken_at=clock.now()
    ):
        raise Refused(_("这份文件已经下载过，或还没有生成好。"), possible=_("如需再次下载，请重新生成。"), status=409)
    stream = (folder(export) / "whole").open("rb")
    journal.record(actor, "export.own", export, detail={"verb": "take", "producer": export.producer})
    transaction.on_commit(lambda: shutil.rmtree(folder(export), ignore_errors=True))
    return stream


def exports_tidy() -> int:
    """Delete what nobody took within a day; the number of files gone."""
    stale = Export.objects.filter(made_at__lt=clock.now() - KEEP).exclude(state=ExportState.TAKEN)
    for export in stale:
        shutil.rmtree(folder(export), ignore_errors=True)
    return stale.update(state=ExportState.TAKEN)
