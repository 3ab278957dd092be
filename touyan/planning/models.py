"""Templates, plans, their editions, what was issued, tasks, what became of them, and what proved them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from touyan.core import clock
from touyan.documents.models import StoredFile
from touyan.organizations.models import Account, Person, Unit
from touyan.organizations.rules import Level, Line
from touyan.planning.rhythms import Beat, Rhythm, period_label, rhythm_label
from touyan.planning.rules import OPEN, ActionKind, DemandKind, Face, OrderState, PlanState, TaskState, face

if TYPE_CHECKING:
    from touyan.organizations.policy import Actor


class Action(models.Model):
    """What is to be done, how often, on which basis, proved by what, and what it costs. Minutes count one person's."""

    code = models.SlugField(_("代码"), max_length=40)
    title = models.CharField(_("动作"), max_length=80)
    kind = models.CharField(_("类别"), max_length=12, choices=ActionKind, default=ActionKind.PRESCRIBED)
    rhythm = models.CharField(_("节奏"), max_length=10, choices=Rhythm)
    after = models.SmallIntegerField(_("期末后几天截止"), default=0, help_text=_("负数表示期末之前"))
    grace = models.PositiveSmallIntegerField(_("逾期几天内补记仍算完成"), default=0)
    nth = models.SmallIntegerField(_("第几个"), null=True, blank=True)
    weekday = models.PositiveSmallIntegerField(_("星期"), null=True, blank=True)
    month = models.PositiveSmallIntegerField(_("截止月份"), null=True, blank=True)
    day = models.PositiveSmallIntegerField(_("截止日"), null=True, blank=True)
    proofs = models.JSONField(_("证明材料"), default=list)
    record_code = models.CharField(_("对应的活动或文种"), max_length=40, blank=True)
    kinds = models.JSONField(_("适用的单位类别"), default=list)
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    source = models.CharField(_("出处"), max_length=200, blank=True)
    words = models.CharField(_("要求"), max_length=400, blank=True)
    minutes = models.PositiveIntegerField(_("每人分钟数"))
    people = models.PositiveIntegerField(_("人数"))
    order = models.PositiveSmallIntegerField(_("排序"), default=0)
    demand = models.CharField(_("要求的形式"), max_length=10, choices=DemandKind, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def beat(self) -> Beat:
        """The rhythm with its particulars."""
        return Beat(self.rhythm, self.after, self.grace, self.nth, self.weekday, self.month, self.day)

    @property
    def rhythm_words(self) -> str:
        return rhythm_label(self.beat)

    @property
    def cost(self) -> int:
        """Minutes of everybody together, each time."""
        return self.minutes * self.people


ACTION_FIELDS = [field.name for field in Action._meta.fields]


class PlanTemplate(models.Model):
    """A set of actions to start a plan from: the field's own rhythms, or an office's own."""

    code = models.SlugField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=80)
    line = models.CharField(_("适用的线"), max_length=10, choices=Line, blank=True)
    level = models.CharField(_("适用的层级"), max_length=10, choices=Level, blank=True)
    words = models.CharField(_("说明"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class TemplateAction(Action):
    """An action of a template."""

    template = models.ForeignKey(PlanTemplate, on_delete=models.CASCADE, related_name="actions")

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["template", "code"], name="template_action_once")]


class PlanQuerySet(models.QuerySet["Plan"]):
    """Questions about plans."""

    def visible_to(self, actor: Actor, action: str = "plan.view") -> PlanQuerySet:
        """Plans of units in the actor's charge; for looking, also the issued plans of the units above them."""
        from touyan.organizations import policy

        mine = Q(unit__in=policy.units(actor, action))
        if action != "plan.view":
            return self.filter(mine)
        above = Q(unit__in=policy.above(actor)) & ~Q(state=PlanState.DRAFT)
        return self.filter(mine | above)


class Plan(models.Model):
    """The work plan of a unit for a year. With a `baseline` it is laid over the plan of the unit above it."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="plans", verbose_name=_("制定单位"))
    year = models.PositiveSmallIntegerField(_("年度"))
    title = models.CharField(_("名称"), max_length=100)
    line = models.CharField(_("线"), max_length=10, choices=Line, blank=True)
    level = models.CharField(_("层级"), max_length=10, choices=Level, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=PlanState, default=PlanState.DRAFT)
    edition = models.PositiveSmallIntegerField(_("版次"), default=0)
    previous = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    baseline = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="overlays")
    words = models.TextField(_("说明"), blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "unit__order", "pk"]

    def __str__(self) -> str:
        return self.title


class PlanAction(Action):
    """An action of a plan. `code` stays the same from year to year and from edition to edition: it is what is compared."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="actions")
    dropped = models.BooleanField(_("已停止"), default=False)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="plan_action_once")]


class Edition(models.Model):
    """A plan as it was published: insert-only. What a unit took is an edition, not whatever the plan says now."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=clock.now)
    by_name = models.CharField(max_length=60)
    words = models.CharField(_("更新说明"), max_length=300, blank=True)
    content = models.JSONField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="edition_once")]

    def __str__(self) -> str:
        return f"{self.plan_id} v{self.number}"


class Adoption(models.Model):
    """Which edition of a plan a unit works by, and why it did not take the newest."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="adoptions")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="adoptions")
    edition = models.PositiveSmallIntegerField()
    declined = models.PositiveSmallIntegerField(_("未采用的版次"), default=0)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    by_name = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "unit"], name="adoption_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} takes {self.plan_id} v{self.edition}"


class LocalWords(models.Model):
    """What a unit adds in its own words to an action that comes from above."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="local_words")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=40)
    words = models.CharField(_("本地要求"), max_length=300)
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "unit", "code"], name="local_words_once")]

    def __str__(self) -> str:
        return self.words


class Issue(models.Model):
    """One act of issuing: by whom, to how many, how much work, and what it replaces. Insert-only."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="issues")
    edition = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=clock.now)
    by_name = models.CharField(max_length=60)
    units = models.PositiveIntegerField()
    tasks = models.PositiveIntegerField()
    minutes = models.PositiveBigIntegerField()
    replaces = models.CharField(_("替代了什么"), max_length=300, blank=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.plan_id} v{self.edition} {self.at:%Y-%m-%d}"


class IssueOrder(models.Model):
    """A large issuing that runs in the background: asked for by whom, for what, and how it ended."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="orders")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    wish = models.JSONField()
    total = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=OrderState, default=OrderState.RUNNING)
    message = models.CharField(max_length=400, blank=True)
    issue = models.ForeignKey(Issue, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"], condition=Q(state=OrderState.RUNNING), name="one_order_at_a_time_for_a_plan"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.state}"


class TaskQuerySet(models.QuerySet["Task"]):
    """Questions about tasks."""

    def visible_to(self, actor: Actor, action: str = "task.view") -> TaskQuerySet:
        """Tasks of units in the actor's charge, and those that name the actor as responsible."""
        from touyan.organizations import policy

        mine = Q(unit__in=policy.units(actor, action))
        if actor.person_id:
            mine |= Q(responsible_id=actor.person_id)
        return self.filter(mine)

    def open(self) -> TaskQuerySet:
        """Neither done nor cancelled."""
        return self.filter(state__in=OPEN)

    def late(self, today: dt.date) -> TaskQuerySet:
        """Open past the deadline."""
        return self.open().filter(due__lt=today)


class Task(models.Model):
    """One action, one unit, one period: due on a day, by a named person, done by a record that exists elsewhere."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="tasks")
    action = models.ForeignKey(PlanAction, on_delete=models.PROTECT, related_name="tasks")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="tasks")
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(_("时期"), max_length=10)
    start = models.DateField(_("起始日期"))
    due = models.DateField(_("截止日期"))
    last = models.DateField(_("最晚补记日期"))
    cost = models.PositiveIntegerField(_("工作量（人·分钟）"))
    responsible = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name=_("负责人")
    )
    state = models.CharField(_("状态"), max_length=10, choices=TaskState, default=TaskState.ISSUED)
    done_on = models.DateField(_("完成日期"), null=True, blank=True)
    reason = models.CharField(_("说明"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["due", "unit__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["action", "unit", "period"], name="one_task_per_period"),
            models.CheckConstraint(condition=Q(last__gte=F("due")), name="task_last_after_due"),
            models.CheckConstraint(
                condition=~Q(state=TaskState.DONE) | Q(done_on__isnull=False), name="task_done_has_day"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "due"]),
            models.Index(fields=["responsible", "state"]),
            models.Index(fields=["plan", "unit"]),
        ]

    def __str__(self) -> str:
        return self.action.title + _t("（") + str(period_label(self.period)) + _t("）")

    @property
    def period_words(self) -> str:
        return period_label(self.period)

    @property
    def face(self) -> Face:
        """How the task looks today."""
        return face(state=self.state, start=self.start, due=self.due, done_on=self.done_on, today=clock.today())

    @property
    def days_late(self) -> int:
        """Days past the deadline; 0 when done, cancelled or not yet due."""
        return max((clock.today() - self.due).days, 0) if self.state in OPEN else 0


class TaskEvent(models.Model):
    """One move of a task: insert-only. The issuing itself stands in `Issue`."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(default=clock.now)
    by_name = models.CharField(max_length=60)
    verb = models.CharField(max_length=12)
    before = models.CharField(max_length=10, choices=TaskState)
    after = models.CharField(max_length=10, choices=TaskState)
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.verb} {self.task_id}"


class TaskPhoto(models.Model):
    """A photo that somebody added to a task, because they wanted to. It proves nothing and is counted nowhere."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="photos")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.task_id} {self.file_id}"


class Proof(models.Model):
    """A record held elsewhere that shows a task done. One record proves one task of an action, never two."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="proofs")
    action = models.ForeignKey(PlanAction, on_delete=models.CASCADE, related_name="+")
    record_kind = models.CharField(max_length=20)
    record_id = models.BigIntegerField()
    label = models.CharField(max_length=200)
    day = models.DateField()
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField(default=clock.now)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "record_kind", "record_id"],
                condition=Q(withdrawn=False) & ~Q(record_kind="note"),
                name="record_proves_once",
            )
        ]
        indexes = [models.Index(fields=["record_kind", "record_id"])]

    def __str__(self) -> str:
        return self.label


class Budget(models.Model):
    """How many minutes of everybody together one month may ask of a unit of this kind; above it, something must give."""

    kind = models.CharField(_("单位类别"), max_length=30, unique=True)
    minutes = models.PositiveIntegerField(_("每月预算（人·分钟）"))

    def __str__(self) -> str:
        return f"{self.kind} {self.minutes}"


class Demand(models.Model):
    """Anything asked of a unit besides a task: a form, a meeting, a report, a check. The burden ledger counts both."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="demands", verbose_name=_("单位"))
    month = models.DateField(_("月份"))
    kind = models.CharField(_("类别"), max_length=10, choices=DemandKind)
    label = models.CharField(_("内容"), max_length=120)
    minutes = models.PositiveIntegerField(_("每人分钟数"))
    people = models.PositiveIntegerField(_("人数"))
    cost = models.PositiveIntegerField(_("工作量（人·分钟）"))
    by_name = models.CharField(_("要求人"), max_length=60)
    replaces = models.CharField(_("替代了什么"), max_length=300, blank=True)
    source_kind = models.CharField(max_length=30, blank=True)
    source_id = models.BigIntegerField(null=True, blank=True)
    withdrawn = models.CharField(_("撤销理由"), max_length=300, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["month", "pk"]
        indexes = [models.Index(fields=["unit", "month"]), models.Index(fields=["source_kind", "source_id"])]
        constraints = [models.CheckConstraint(condition=Q(month__day=1), name="demand_month_is_first_day")]

    def __str__(self) -> str:
        return self.label


from touyan.planning.models_days import AnnouncedYear, Digest, DigestRhythm, Feed, ReminderChoice, SpecialDay  # noqa: E402, F401
