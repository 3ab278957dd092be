"""The verbs of the organisation: open, place, rename and close units; assign posts; give and take grants."""

from __future__ import annotations

import datetime as dt
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.core import clock, events, journal
from touyan.core.chinese.normal import clean_name
from touyan.core.chinese.pinyin import pinyin_key
from touyan.core.chinese.strokes import stroke_key
from touyan.core.errors import Refused
from touyan.organizations import closure, policy
from touyan.organizations.models import (
    Account,
    Closure,
    Grant,
    Membership,
    Person,
    Placement,
    Post,
    Term,
    Unit,
    UnitName,
)
from touyan.organizations.policy import Actor
from touyan.organizations.rules import Kind, Level, Line, MembershipKind, Role, Title


@transaction.atomic
def unit_open(
    *,
    actor: Actor,
    parent: Unit,
    kind: Kind,
    name: str,
    short: str,
    code: str,
    line: Line,
    level: Level,
    start: dt.date | None = None,
) -> Unit:
    """A new unit under `parent` in `line`, standing from `start` (today when not given)."""
    policy.require(actor, "unit.manage", parent)
    if Unit.objects.filter(code=code).exists():
        raise Refused(_("代码“%(code)s”已被使用。") % {"code": code}, possible=_("请换一个代码。"))
    day = start or clock.today()
    unit = Unit.objects.create(kind=kind, name=name, short=short, code=code, line=line, level=level, start=day)
    UnitName.objects.create(unit=unit, name=name, short=short, start=day)
    Placement.objects.create(unit=unit, parent=parent, line=line, start=day)
    closure.rebuild()
    journal.record(actor, "unit.manage", unit, unit=parent, detail={"verb": "open", "kind": str(kind)})
    events.publish("unit_opened", unit_id=unit.pk)
    return unit


@transaction.atomic
def unit_move(*, actor: Actor, unit: Unit, parent: Unit, line: Line, day: dt.date | None = None) -> Unit:
    """From `day` on `unit` stands under `parent` in `line`; where it stood before stays readable."""
    policy.require(actor, "unit.manage", unit)
    policy.require(actor, "unit.manage", parent)
    if unit == parent or Closure.objects.filter(line=line, ancestor=unit, descendant=parent).exists():
        raise Refused(_("不能把单位调整到它自己或它的下级之下。"), possible=_("请另选一个上级单位。"))
    day = day or clock.today()
    open_places = Placement.objects.filter(unit=unit, line=line, end__isnull=True)
    for place in open_places:
        if place.start >= day:
            place.delete()
        else:
            place.end = day - timedelta(days=1)
            place.save(update_fields=["end"])
    Placement.objects.create(unit=unit, parent=parent, line=line, start=day)
    closure.rebuild()
    journal.record(actor, "unit.manage", unit, unit=parent, detail={"verb": "move", "line": str(line)})
    return unit


@transaction.atomic
def unit_rename(*, actor: Actor, unit: Unit, name: str, short: str, day: dt.date | None = None) -> Unit:
    """From `day` on `unit` bears the new name; documents of before keep the old one."""
    policy.require(actor, "unit.manage", unit)
    day = day or clock.today()
    before = unit.name
    UnitName.objects.filter(unit=unit, end__isnull=True).update(end=day - timedelta(days=1))
    UnitName.objects.create(unit=unit, name=name, short=short, start=day)
    unit.name, unit.short, unit.version = name, short, unit.version + 1
    unit.save(update_fields=["name", "short", "version"])
    journal.record(actor, "unit.manage", unit, unit=unit, detail={"verb": "rename", "before": before, "after": name})
    return unit


@transaction.atomic
def unit_close(*, actor: Actor, unit: Unit, day: dt.date | None = None) -> Unit:
    """`unit` stands until `day`. Refused while open units stand under it."""
    policy.require(actor, "unit.manage", unit)
    day = day or clock.today()
    under = Closure.objects.filter(ancestor=unit, depth__gt=0, descendant__end__isnull=True).select_related(
        "descendant"
    )
    if names := sorted({row.descendant.short for row in under}):
        raise Refused(
            _("还有下级单位没有撤销：%(names)s。") % {"names": "、".join(names[:5])},
            possible=_("请先撤销或调整这些单位。"),
        )
    unit.end = day
    unit.save(update_fields=["end"])
    journal.record(actor, "unit.manage", unit, unit=unit, detail={"verb": "close", "day": day.isoformat()})
    events.publish("unit_closed", unit_id=unit.pk)
    return unit


@transaction.atomic
def post_assign(*, actor: Actor, unit: Unit, person: Person, title: Title, start: dt.date | None = None) -> Post:
    """`person` holds `title` in `unit` from `start` on."""
    policy.require(actor, "post.assign", unit)
    if Post.objects.filter(unit=unit, person=person, title=title, end__isnull=True).exists():
        raise Refused(_("%(name)s已担任这一职务。") % {"name": person.name})
    post = Post.objects.create(unit=unit, person=person, title=title, start=start or clock.today())
    journal.record(actor, "post.assign", post, unit=unit, detail={"title": str(title)})
    return post


@transaction.atomic
def post_end(*, actor: Actor, post: Post, day: dt.date | None = None) -> Post:
    """The post is held up to and including `day`."""
    policy.require(actor, "post.assign", post.unit)
    post.end = day or clock.today()
    post.save(update_fields=["end"])
    journal.record(actor, "post.assign", post, unit=post.unit, detail={"verb": "end"})
    events.publish("post_ended", post_id=post.pk)
    return post


@transaction.atomic
def membership_start(
    *, actor: Actor, unit: Unit, person: Person, kind: MembershipKind, start: dt.date | None = None
) -> Membership:
    """`person` belongs to `unit` from `start` on."""
    policy.require(actor, "post.assign", unit)
    membership = Membership.objects.create(unit=unit, person=person, kind=kind, start=start or clock.today())
    journal.record(actor, "post.assign", membership, unit=unit, detail={"kind": str(kind)})
    return membership


@transaction.atomic
def grant_give(
    *,
    actor: Actor,
    account: Account,
    role: Role,
    unit: Unit,
    subtree: bool = True,
    start: dt.date | None = None,
    end: dt.date | None = None,
) -> Grant:
    """`account` holds `role` on `unit`. Nobody grants a role to the own account."""
    policy.require(actor, "grant.manage", unit)
    if account.pk == actor.account_id:
        raise Refused(_("不能给自己授权。"), possible=_("请由另一位系统管理员办理。"), status=403)
    grant = Grant.objects.create(
        account=account,
        role=role,
        unit=unit,
        subtree=subtree,
        start=start or clock.today(),
        end=end,
        given_by_id=actor.account_id,
    )
    journal.record(actor, "grant.manage", grant, unit=unit, detail={"role": str(role), "verb": "give"})
    return grant


@transaction.atomic
def grant_revoke(*, actor: Actor, grant: Grant, day: dt.date | None = None) -> Grant:
    """The grant ended yesterday at the latest: the next request is refused."""
    policy.require(actor, "grant.manage", grant.unit)
    grant.end = (day or clock.today()) - timedelta(days=1)
    if grant.end < grant.start:
        grant.start = grant.end
    grant.save(update_fields=["start", "end"])
    journal.record(actor, "grant.manage", grant, unit=grant.unit, detail={"role": grant.role, "verb": "revoke"})
    return grant


@transaction.atomic
def term_open(*, actor: Actor, committee: Unit, number: int, name: str, start: dt.date) -> Term:
    """换届: the running term ends on the eve of `start`, the new one begins. Records of the old stay with the old (O4)."""
    policy.require(actor, "unit.manage", committee)
    if committee.kind != Kind.COMMITTEE:
        raise Refused(_("只有政协委员会才有届次。"))
    last = Term.objects.filter(committee=committee).first()
    if last and (number <= last.number or start <= last.start):
        raise Refused(_("新一届要晚于%(name)s。") % {"name": last.name}, possible=_("请检查届次和起始日期。"))
    if last and (last.end is None or last.end >= start):
        last.end = start - timedelta(days=1)
        last.save(update_fields=["end"])
    term = Term.objects.create(committee=committee, number=number, name=name, start=start)
    journal.record(actor, "unit.manage", term, unit=committee, detail={"verb": "term", "number": number})
    events.publish("term_opened", term_id=term.pk)
    return term


@transaction.atomic
def account_open(*, actor: Actor, username: str, person_name: str) -> tuple[Account, str]:
    """A new account with a first password that is shown once; its owner changes it."""
    if not actor.may("grant.manage"):
        raise Refused(_("您没有开通账号的权限。"), status=403)
    name = clean_name(person_name)
    person = Person.objects.create(name=name, sort_stroke=stroke_key(name), sort_pinyin=pinyin_key(name))
    password = secrets.token_urlsafe(12)
    account = Account.objects.create_user(username, password, person=person)
    journal.record(actor, "grant.manage", account, detail={"verb": "open account"})
    return account, password


@transaction.atomic
def account_switch(*, actor: Actor, account: Account, active: bool) -> Account:
    """The account may sign in again, or no longer; running sessions of a closed account end with the next click."""
    if not actor.may("grant.manage") or account.pk == actor.account_id:
        raise Refused(_("不能停用自己的账号。"), possible=_("请由另一位系统管理员办理。"), status=403)
    account.is_active = active
    account.save(update_fields=["is_active"])
    journal.record(actor, "grant.manage", account, detail={"verb": "switch", "active": active})
    return account
