"""The verbs of the normative library (O9): register, revise, put in force, repeal, replace, confirm to have read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from touyan.core import clock, events, journal
from touyan.core.errors import Refused
from touyan.documents import search
from touyan.documents.models import Norm, NormBound, NormReading, NormVersion, SearchEntry, StoredFile
from touyan.documents.rules import BINDING, NORM_NEXT, NormState
from touyan.organizations import policy
from touyan.organizations.models import Unit
from touyan.organizations.policy import Actor


@transaction.atomic
def norm_register(
    *,
    actor: Actor,
    unit: Unit,
    title: str,
    text: str,
    number: str = "",
    state: str = NormState.TRIAL,
    binds: Sequence[Unit] = (),
    start: dt.date | None = None,
    file: StoredFile | None = None,
) -> Norm:
    """A normative document of `unit` in its first version. It binds `binds` and all units below them, else `unit`'s own."""
    policy.require(actor, "norm.manage", unit)
    if state not in BINDING:
        raise Refused(_("新登记的制度只能是试行或施行。"), possible=_("已失效的制度请先登记，再办理废止。"))
    if not text.strip() and file is None:
        raise Refused(_("制度还没有正文。"), possible=_("请粘贴正文，或上传 .docx 或 .pdf 原件。"))
    norm = Norm.objects.create(unit=unit, title=title.strip(), number=number.strip(), state=state)
    for bound in binds or [unit]:
        NormBound.objects.create(norm=norm, unit=bound)
    _add_version(norm, text=text, start=start, note="", file=file)
    journal.record(actor, "norm.manage", norm, unit=unit, detail={"verb": "register", "state": str(state)})
    events.publish("norm_registered", norm_id=norm.pk)
    return norm


@transaction.atomic
def norm_revise(
    *,
    actor: Actor,
    norm: Norm,
    text: str,
    note: str,
    start: dt.date | None = None,
    file: StoredFile | None = None,
) -> NormVersion:
    """A new version from `start` on; earlier ones stay readable and can be compared."""
    policy.require(actor, "norm.manage", norm.unit)
    if norm.state not in BINDING:
        raise Refused(_("这份制度已失效，不能修订。"), possible=_("请登记一份新的制度。"), status=409)
    last = norm.versions.first()
    if last is not None and last.text == text and file is None:
        raise Refused(_("正文与现行版本相同。"), possible=_("请修改正文后再保存。"))
    version = _add_version(norm, text=text, start=start, note=note, file=file)
    journal.record(actor, "norm.manage", norm, unit=norm.unit, detail={"verb": "revise", "version": version.ordinal})
    events.publish("norm_revised", norm_id=norm.pk, ordinal=version.ordinal)
    return version


def _add_version(norm: Norm, *, text: str, start: dt.date | None, note: str, file: StoredFile | None) -> NormVersion:
    words = _file_words(file)
    text = text.strip() or words
    if not text:
        raise Refused(_("从上传的文件里没有读到文字。"), possible=_("扫描件请把正文粘贴到“正文”一栏。"))
    ordinal = norm.versions.count() + 1
    day = start or clock.today()
    version = NormVersion.objects.create(norm=norm, ordinal=ordinal, text=text, start=day, note=note.strip(), file=file)
    search.norm_indexed(norm, version, words if words != text else "")
    return version


def _file_words(file: StoredFile | None) -> str:
    if file is None:
        return ""
    entry = SearchEntry.objects.filter(kind="file", record_id=file.pk).first()
    return entry.text if entry else ""


@transaction.atomic
def norm_change_state(
    *, actor: Actor, norm: Norm, state: str, day: dt.date | None = None, why: str = "", by: Norm | None = None
) -> Norm:
    """From trial to in force, or out of force by repeal or replacement, with the day and the ground."""
    policy.require(actor, "norm.manage", norm.unit)
    if state not in NORM_NEXT[norm.state]:
        raise Refused(
            _("“%(now)s”的制度不能改为“%(to)s”。") % {"now": norm.get_state_display(), "to": NormState(state).label},
            status=409,
        )
    if state == NormState.REPLACED and (by is None or by.pk == norm.pk):
        raise Refused(_("还没有选择替代它的制度。"), possible=_("请先登记新的制度，再选择它。"))
    norm.state, norm.version = state, norm.version + 1
    if state not in BINDING:
        norm.ended, norm.ended_why = day or clock.today(), why.strip()
        norm.replaced_by = by if state == NormState.REPLACED else None
    norm.save(update_fields=["state", "ended", "ended_why", "replaced_by", "version"])
    journal.record(actor, "norm.manage", norm, unit=norm.unit, detail={"verb": "state", "state": state})
    events.publish("norm_state_changed", norm_id=norm.pk)
    return norm


def norm_read(*, actor: Actor, version: NormVersion) -> NormReading:
    """The reader has confirmed to have read this version today; a second time changes nothing."""
    if not Norm.objects.visible_to(actor).filter(pk=version.norm_id).exists():
        raise Refused(_("没有这份制度。"), status=404)
    try:
        with transaction.atomic():
            return NormReading.objects.create(version=version, account_id=actor.account_id)
    except IntegrityError:
        return NormReading.objects.get(version=version, account_id=actor.account_id)
