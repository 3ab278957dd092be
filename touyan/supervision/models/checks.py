"""Regular meetings, working interviews, spot checks and their findings; responsibility lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from touyan.core import clock
from touyan.organizations.models import Person, Unit
from touyan.organizations.rules import Kind
from touyan.planning.models import Task
from touyan.supervision.rules import CheckState, FindingState, Share

if TYPE_CHECKING:
    from touyan.organizations.policy import Actor


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Questions about meetings."""

    def visible_to(self, actor: Actor, action: str = "meeting.view") -> MeetingQuerySet:
        """Meetings that units in the actor's charge hold or are asked to."""
        from touyan.organizations import policy

        mine = policy.units(actor, action)
        return self.filter(models.Q(unit__in=mine) | models.Q(units__in=mine)).distinct()


class Meeting(models.Model):
    """A regular meeting or a working interview: with whom, about what, what was decided. No opinions of anybody."""

    MEETING, INTERVIEW = "meeting", "interview"
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="meetings", verbose_name=_("召集单位"))
    kind = models.CharField(
        _("形式"), max_length=10, choices=[(MEETING, _("定期会议")), (INTERVIEW, _("面谈"))], default=MEETING
    )
    title = models.CharField(_("名称"), max_length=100)
    day = models.DateField(_("日期"))
    place = models.CharField(_("地点"), max_length=60, blank=True)
    minutes = models.PositiveIntegerField(_("每人分钟数"), default=60)
    leader = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("主持领导")
    )
    units = models.ManyToManyField(Unit, related_name="asked_to_meetings", verbose_name=_("参加单位"))
    record = models.TextField(_("纪要"), max_length=4000, blank=True, help_text=_("记议定事项，不记个人发言和态度。"))
    version = models.PositiveIntegerField(default=1)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return self.title


class AgendaItem(models.Model):
    """One item of a meeting: what, brought by which unit, how long, and what came of it. Matters, never opinions."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField(_("排序"))
    title = models.CharField(_("议题"), max_length=100)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("汇报单位")
    )
    minutes = models.PositiveSmallIntegerField(_("分钟"), default=0)
    outcome = models.CharField(_("结论"), max_length=400, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "order"], name="agenda_in_order")]

    def __str__(self) -> str:
        return self.title


class Decision(models.Model):
    """What was decided, for whom, by when; it is a task from then on."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions")
    item = models.ForeignKey(
        AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="decisions", verbose_name=_("议题")
    )
    words = models.CharField(_("议定事项"), max_length=80)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("承办单位"))
    due = models.DateField(_("完成期限"))
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.words


class Draw(models.Model):
    """A draw of units for spot checks. What is published is enough for anyone to draw again and get the same units."""

    committee = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="draws", verbose_name=_("组织单位"))
    title = models.CharField(_("名称"), max_length=80)
    year = models.PositiveSmallIntegerField(_("年度"))
    seed_source = models.CharField(
        _("种子从哪里来"), max_length=120, help_text=_("写明一个尚未发生、人人可查的数字，例如某期彩票开奖号码。")
    )
    each = models.PositiveSmallIntegerField(_("每组抽几个"))
    frame = models.JSONField()
    frame_digest = models.CharField(max_length=64)
    announced_at = models.DateTimeField(default=clock.now)
    by_name = models.CharField(max_length=60)
    seed = models.CharField(_("种子"), max_length=60, blank=True)
    drawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-announced_at"]

    def __str__(self) -> str:
        return self.title


class CheckQuerySet(models.QuerySet["Check"]):
    """Questions about spot checks."""

    def visible_to(self, actor: Actor, action: str = "check.view") -> CheckQuerySet:
        """Checks of units in the actor's charge."""
        from touyan.organizations import policy

        return self.filter(unit__in=policy.units(actor, action))


class Check(models.Model):
    """A unit that was drawn, and what was seen there. It is recognised for the year: the unit is not drawn again."""

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="checks")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="checks", verbose_name=_("单位"))
    state = models.CharField(max_length=10, choices=CheckState, default=CheckState.DRAWN)
    day = models.DateField(_("检查日期"), null=True, blank=True)
    words = models.TextField(_("看了什么"), max_length=1000, blank=True)
    good = models.TextField(_("好的做法"), max_length=1000, blank=True)
    by_name = models.CharField(max_length=60, blank=True)

    objects = CheckQuerySet.as_manager()

    class Meta:
        ordering = ["unit__order", "pk"]
        constraints = [models.UniqueConstraint(fields=["draw", "unit"], name="drawn_once_in_a_draw")]

    def __str__(self) -> str:
        return f"{self.draw} · {self.unit}"


class Finding(models.Model):
    """Something to be put right, with the help that was offered; followed until it is closed."""

    check_of = models.ForeignKey(Check, on_delete=models.CASCADE, related_name="findings")
    words = models.CharField(_("问题"), max_length=200)
    help = models.CharField(_("可提供的帮助"), max_length=200)
    due = models.DateField(_("期限"))
    state = models.CharField(_("状态"), max_length=10, choices=FindingState, default=FindingState.OPEN)
    fix = models.CharField(_("整改情况"), max_length=300, blank=True)
    closed_by_name = models.CharField(max_length=60, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["due", "pk"]

    def __str__(self) -> str:
        return self.words


class ResponsibilityList(models.Model):
    """One of the responsibility lists of the leading group: a living list, whose duties open to their tasks."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name


class Responsibility(models.Model):
    """One line of a list: which post, of units of which kind, answers for what, and by which tasks it shows."""

    of = models.ForeignKey(ResponsibilityList, on_delete=models.CASCADE, related_name="duties")
    post = models.CharField(_("岗位"), max_length=40)
    share = models.CharField(_("责任"), max_length=8, choices=Share)
    kind = models.CharField(_("单位类别"), max_length=30, choices=Kind)
    words = models.CharField(_("职责"), max_length=200)
    codes = models.JSONField(_("对应的任务代码"), default=list, blank=True)
    titles = models.JSONField(_("由哪些职务承担"), default=list, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.words
