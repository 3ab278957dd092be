"""The first verb of an installation: without it nobody could grant anything to anybody."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.core import clock, journal
from touyan.core.errors import Refused
from touyan.organizations import closure
from touyan.organizations.models import Account, Grant, Unit, UnitName
from touyan.organizations.policy import system_actor
from touyan.organizations.rules import Kind, Level, Line, Role


@dataclass(frozen=True, kw_only=True)
class FirstSignIn:
    """A system administrator's account with its password, shown once and kept nowhere."""

    username: str
    password: str


@transaction.atomic
def house_found(*, name: str, short: str, level: Level, usernames: Sequence[str]) -> list[FirstSignIn]:
    """The committee stands, with its system administrators: two at least, because nobody grants to the own account.

    Refused where a unit or an account already stands; from then on everything happens in the pages.
    """
    if Unit.objects.exists() or Account.objects.exists():
        raise Refused(_("这里已经有单位或账号，不能再次初始化。"), possible=_("请由系统管理员在页面上办理。"))
    wanted = list(dict.fromkeys(username.strip() for username in usernames if username.strip()))
    if len(wanted) < 2:
        raise Refused(
            _("至少要两位系统管理员：谁也不能给自己授权。"), possible=_("请用 --admin 写出两个不同的账号名。")
        )
    actor, day = system_actor(), clock.today()
    unit = Unit.objects.create(
        kind=Kind.COMMITTEE, name=name, short=short, code="ROOT", line=Line.TERRITORY, level=level, start=day
    )
    UnitName.objects.create(unit=unit, name=name, short=short, start=day)
    closure.rebuild()
    journal.record(actor, "unit.manage", unit, unit=unit, detail={"verb": "found"})
    made = []
    for username in wanted:
        password = secrets.token_urlsafe(12)
        account = Account.objects.create_user(username, password)
        grant = Grant.objects.create(account=account, role=Role.SYSTEM_ADMIN, unit=unit, subtree=True, start=day)
        journal.record(actor, "grant.manage", grant, unit=unit, detail={"role": grant.role, "verb": "give"})
        made.append(FirstSignIn(username=username, password=password))
    return made
