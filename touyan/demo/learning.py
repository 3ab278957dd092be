"""Programmes of learning: the city's forum, a reading round, a branch that learns before it visits."""

from __future__ import annotations

from touyan.activities.models import Activity
from touyan.demo import studied
from touyan.demo.city import City
from touyan.learning.models import Change, Lesson, Material, Programme
from touyan.learning.rules import ProgrammeKind
from touyan.organizations.models import Unit


def build(city: City) -> None:
    """Three that run and one that is over; their sessions are activities of the year."""
    branch = city.branches[2]
    forum = _programme(
        city.root, ProgrammeKind.FORUM, studied.FORUM, "每季度一讲，请懂行的人把一件事讲透，会后各专委会选题调研。"
    )
    reading = _programme(
        city.root, ProgrammeKind.READING, studied.READING, "自愿参加，读完一本，走一条街，提一个问题。"
    )
    lessons = _programme(branch, ProgrammeKind.BRANCH, studied.BRANCH, "走访前用一小时学懂政策，问到点子上。")
    last = Programme(
        unit=city.root,
        kind=ProgrammeKind.TOPIC,
        title=f"{city.year - 1}年专题讲座：公共数据开放",
        about="已讲完三场。",
        closed=True,
    )
    last.save()
    for programme in (forum, reading, lessons):
        _sessions(programme)
    Material.objects.bulk_create(
        [
            Material(programme=reading, title="《乡土中国》", where="费孝通，市图书馆和求是书房可借"),
            Material(programme=reading, title="《城市的胜利》", where="求是书房"),
            Material(programme=forum, title="讲稿提纲：读懂专精特新", where="会务组现场发放"),
        ]
    )
    secretary = city.accounts["branch"]
    Change.objects.create(
        programme=lessons,
        text="学了助餐补贴办法以后，支部走访改为带着账本问：一餐成本多少、谁补多少。",
        by_name=str(secretary),
        by_account=secretary.pk,
    )


def _programme(unit: Unit, kind: ProgrammeKind, title: str, about: str) -> Programme:
    return Programme.objects.create(unit=unit, kind=kind, title=title, about=about)


def _sessions(programme: Programme) -> None:
    held = Activity.objects.filter(unit=programme.unit, kind__code=studied.KIND, title__startswith=programme.title)
    Lesson.objects.bulk_create(Lesson(programme=programme, activity=activity) for activity in held)
