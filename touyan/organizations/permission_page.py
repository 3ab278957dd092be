"""The permission table as a page of Markdown: who may do what, room by room. `manage.py permissions` writes it."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.utils.translation import override

from touyan.core.rooms import collect
from touyan.organizations.rules import EVERYONE, Permit, Role

HEAD = """# Who may do what · 权限表

Made from the permission table (`rules.py` of each room) by `python manage.py permissions`; a test fails when it is not current.

A role counts **on the unit of its grant**, usually with everything below it, and never outside. 本人 means: every signed-in
account, for the own records only. 公众 means: without signing in. A record elsewhere is answered as if it did not exist (404),
an action without the role with a refusal (403) that stands in the journal. Nobody decides about oneself: rooms add that in
their verbs (nobody verifies the own row, grants the own leave, signs off the own finding).

授权以单位为界，含其下级；本人一栏只及本人的记录；自己的事由他人核定。
"""


def page() -> str:
    """The whole page, in the order of the floors, with the Chinese names of actions and roles."""
    with override("zh-hans"):
        return HEAD + "".join(_room(room, actions) for room, actions in collect("rules", "PERMITS"))


def _room(room: str, actions: dict[str, Permit]) -> str:
    rows = "".join(f"| {permit.label} | {'、'.join(_who(permit))} | `{name}` |\n" for name, permit in actions.items())
    title = apps.get_app_config(room).verbose_name
    return f"\n## {title} · {room}\n\n| 动作 | 谁可以 | 代码 |\n|---|---|---|\n{rows}"


def _who(permit: Permit) -> Iterator[str]:
    if permit.anyone:
        yield "任何人（无须登录）"
    elif permit.roles >= EVERYONE:
        yield "所有登录的人"
    else:
        yield from (str(role.label) for role in Role if role in permit.roles)
        if permit.own:
            yield "本人"
