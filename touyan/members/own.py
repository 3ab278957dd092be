"""The verbs of one's own data: view is a page; here are copy, own correction, request, answer."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.core import clock, journal
from touyan.core.chinese.normal import phone as phone_digits
from touyan.core.errors import Refused
from touyan.core.texts import whole
from touyan.members import selectors
from touyan.members.models import DataRequest, Member
from touyan.members.rules import RequestKind, RequestState
from touyan.members.services import keys_renew
from touyan.organizations import policy
from touyan.organizations.policy import Actor

CORRECTABLE = ("name", "gender", "ethnicity", "work", "expertise", "reading", "sector", "affiliation")
TEXTS = frozenset({"ethnicity", "work", "expertise", "reading"})
"""Fields that a granted correction fills in at once; the others are changed by the officer who grants it."""


def seat_get(actor: Actor, pk: int) -> Member:
    """One of the actor's own seats; Refused with 404 otherwise."""
    member = next((one for one in selectors.own_seats(actor) if one.pk == pk), None)
    if member is None:
        raise Refused(_("没有这项资料。"), status=404)
    return member


@transaction.atomic
def own_phone_set(*, actor: Actor, member_id: int, phone: str) -> Member:
    """The member's own telephone; empty takes it away. Nobody has to agree."""
    member = seat_get(actor, member_id)
    digits = phone_digits(phone)
    if digits is None:
        raise Refused(
            _("“%(text)s”不是电话号码。") % {"text": phone[:30]}, possible=_("请填手机号，或带区号的座机号。")
        )
    member.phone, member.version = digits, member.version + 1
    member.save(update_fields=["phone", "version"])
    journal.record(actor, "member.own", member, unit=member.term.committee, detail={"changed": ["phone"]})
    return member


@transaction.atomic
def data_request_open(
    *, actor: Actor, member_id: int, kind: RequestKind, field: str = "", wanted: str = "", words: str = ""
) -> DataRequest:
    """A request that staff of the committee answers. The same open request is not made twice."""
    member = seat_get(actor, member_id)
    if kind == RequestKind.CORRECT and (field not in CORRECTABLE or not wanted.strip()):
        raise Refused(_("请选择要更正的一项，并写明应为什么。"))
    if kind == RequestKind.OBJECT and not words.strip():
        raise Refused(_("请写明对哪一项的处理有异议、为什么。"))
    stated = {
        "kind": kind,
        "field": field if kind == RequestKind.CORRECT else "",
        "wanted": whole(wanted, 120, _("改为")),
    }
    same = DataRequest.objects.filter(member=member, state=RequestState.OPEN, **stated)
    if kind == RequestKind.CORRECT and (found := same.first()):
        return found
    made = DataRequest.objects.create(member=member, words=whole(words, 300, _("内容")), **stated)
    journal.record(actor, "member.own", made, unit=member.term.committee, detail={"kind": str(kind)})
    return made


@transaction.atomic
def data_request_answer(*, actor: Actor, request: DataRequest, grant: bool, answer: str) -> DataRequest:
    """Granted or declined by a named person, with a sentence; a granted correction of a text is carried out at once."""
    policy.require(actor, "data.answer", request.committee)
    if request.state != RequestState.OPEN:
        raise Refused(_("这项申请已经答复过。"), status=409)
    if not grant and not answer.strip():
        raise Refused(_("未采纳时请写明理由。"))
    request.state = RequestState.GRANTED if grant else RequestState.DECLINED
    request.answer, request.answered_at = whole(answer, 300, _("答复")), clock.now()
    request.answered_by_id = actor.account_id
    request.save()
    if grant and request.field in TEXTS:
        member = request.member
        setattr(member, request.field, request.wanted[: Member._meta.get_field(request.field).max_length or 120])  # type: ignore[union-attr]
        member.version += 1
        keys_renew(member)
        member.save()
        member.person.save(update_fields=["sort_stroke", "sort_pinyin"])
    journal.record(actor, "data.answer", request, unit=request.committee, detail={"state": str(request.state)})
    return request


def own_copy(actor: Actor) -> dict[str, Any]:
    """Everything this product holds about the actor, as plain data: own seats, places, requests, and what rooms add."""
    seats = selectors.own_seats(actor)
    account = selectors.account_of(actor)
    return {
        "account": account.username if account else "",
        "name": actor.name,
        "seats": [_plain(member) for member in seats],
        "places": [
            {"unit": str(place.unit), "kind": str(place.get_kind_display()), "start": place.start, "end": place.end}
            for place in selectors.own_places(actor)
        ],
        "posts": [
            {"unit": str(post.unit), "post": str(post.get_title_display()), "start": post.start, "end": post.end}
            for post in selectors.own_posts(actor)
        ],
        "requests": [_plain(one) for one in selectors.own_requests(actor)],
        "read_by": [
            {"at": entry.at.isoformat(), "who": entry.actor_name, "action": entry.action}
            for entry in selectors.readers_of(actor)
        ],
        "rooms": selectors.own_sections(actor),
    }


def _plain(record: Any) -> dict[str, Any]:
    hidden = {"sort_stroke", "sort_pinyin", "letters", "version", "id"}
    fields = [field for field in record._meta.concrete_fields if field.name not in hidden]
    return {str(field.verbose_name): str(getattr(record, field.name) or "") for field in fields}
