import django.db.models.deletion
from django.db import migrations, models

import touyan.core.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organizations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Budget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=30, unique=True, verbose_name="单位类别")),
                ("minutes", models.PositiveIntegerField(verbose_name="每月预算（人·分钟）")),
            ],
        ),
        migrations.CreateModel(
            name="PlanTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=80, verbose_name="名称")),
                (
                    "line",
                    models.CharField(
                        blank=True,
                        choices=[("office", "机关线"), ("committee", "专委会线"), ("territory", "属地线")],
                        max_length=10,
                        verbose_name="适用的线",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[("city", "市本级"), ("district", "区县（市）"), ("town", "镇街")],
                        max_length=10,
                        verbose_name="适用的层级",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("title", models.CharField(max_length=100, verbose_name="名称")),
                (
                    "line",
                    models.CharField(
                        blank=True,
                        choices=[("office", "机关线"), ("committee", "专委会线"), ("territory", "属地线")],
                        max_length=10,
                        verbose_name="线",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[("city", "市本级"), ("district", "区县（市）"), ("town", "镇街")],
                        max_length=10,
                        verbose_name="层级",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "起草中"), ("issued", "已下达"), ("closed", "已结束")],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("edition", models.PositiveSmallIntegerField(default=0, verbose_name="版次")),
                ("words", models.TextField(blank=True, verbose_name="说明")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "baseline",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="overlays",
                        to="planning.plan",
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="planning.plan",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="organizations.unit",
                        verbose_name="制定单位",
                    ),
                ),
            ],
            options={
                "ordering": ["-year", "unit__order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Issue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("edition", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField(default=touyan.core.clock.now)),
                ("by_name", models.CharField(max_length=60)),
                ("units", models.PositiveIntegerField()),
                ("tasks", models.PositiveIntegerField()),
                ("minutes", models.PositiveBigIntegerField()),
                ("replaces", models.CharField(blank=True, max_length=300, verbose_name="替代了什么")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="issues", to="planning.plan"
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
            },
        ),
        migrations.CreateModel(
            name="PlanAction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, verbose_name="代码")),
                ("title", models.CharField(max_length=80, verbose_name="动作")),
                (
                    "kind",
                    models.CharField(
                        choices=[("prescribed", "规定动作"), ("own_choice", "自选动作")],
                        default="prescribed",
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("month", "每月一次"),
                            ("quarter", "每季度一次"),
                            ("half_year", "每半年一次"),
                            ("year", "每年一次"),
                            ("weekday", "每月固定的一天"),
                            ("once", "年内一次"),
                            ("by_date", "在指定日期前"),
                        ],
                        max_length=10,
                        verbose_name="节奏",
                    ),
                ),
                (
                    "after",
                    models.SmallIntegerField(default=0, help_text="负数表示期末之前", verbose_name="期末后几天截止"),
                ),
                ("grace", models.PositiveSmallIntegerField(default=0, verbose_name="逾期几天内补记仍算完成")),
                ("nth", models.SmallIntegerField(blank=True, null=True, verbose_name="第几个")),
                ("weekday", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="星期")),
                ("month", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="截止月份")),
                ("day", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="截止日")),
                ("proofs", models.JSONField(default=list, verbose_name="证明材料")),
                ("record_code", models.CharField(blank=True, max_length=40, verbose_name="对应的活动或文种")),
                ("kinds", models.JSONField(default=list, verbose_name="适用的单位类别")),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="出处")),
                ("words", models.CharField(blank=True, max_length=400, verbose_name="要求")),
                ("minutes", models.PositiveIntegerField(verbose_name="每人分钟数")),
                ("people", models.PositiveIntegerField(verbose_name="人数")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="排序")),
                ("dropped", models.BooleanField(default=False, verbose_name="已停止")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="actions", to="planning.plan"
                    ),
                ),
            ],
            options={
                "ordering": ["order", "pk"],
                "constraints": [models.UniqueConstraint(fields=("plan", "code"), name="plan_action_once")],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("period", models.CharField(max_length=10, verbose_name="时期")),
                ("start", models.DateField(verbose_name="起始日期")),
                ("due", models.DateField(verbose_name="截止日期")),
                ("last", models.DateField(verbose_name="最晚补记日期")),
                ("cost", models.PositiveIntegerField(verbose_name="工作量（人·分钟）")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("issued", "待接收"),
                            ("accepted", "已接收"),
                            ("asked", "请求换人"),
                            ("returned", "退回补充"),
                            ("done", "已完成"),
                            ("cancelled", "已取消"),
                        ],
                        default="issued",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="完成日期")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="planning.planaction"
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="planning.issue"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="planning.plan"
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="organizations.person",
                        verbose_name="负责人",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="organizations.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["due", "unit__order", "pk"],
                "indexes": [
                    models.Index(fields=["unit", "due"], name="planning_ta_unit_id_282f1c_idx"),
                    models.Index(fields=["responsible", "state"], name="planning_ta_respons_4037a2_idx"),
                    models.Index(fields=["plan", "unit"], name="planning_ta_plan_id_921636_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("action", "unit", "period"), name="one_task_per_period"),
                    models.CheckConstraint(
                        condition=models.Q(("last__gte", models.F("due"))), name="task_last_after_due"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True), ("done_on__isnull", False), _connector="OR"
                        ),
                        name="task_done_has_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proof",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("record_kind", models.CharField(max_length=20)),
                ("record_id", models.BigIntegerField()),
                ("label", models.CharField(max_length=200)),
                ("day", models.DateField()),
                ("by_name", models.CharField(max_length=60)),
                ("at", models.DateTimeField(default=touyan.core.clock.now)),
                ("withdrawn", models.BooleanField(default=False)),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="planning.planaction"
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="proofs", to="planning.task"
                    ),
                ),
            ],
            options={
                "ordering": ["day", "pk"],
                "indexes": [models.Index(fields=["record_kind", "record_id"], name="planning_pr_record__f15fc5_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn", False), models.Q(("record_kind", "note"), _negated=True)),
                        fields=("action", "record_kind", "record_id"),
                        name="record_proves_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=touyan.core.clock.now)),
                ("by_name", models.CharField(max_length=60)),
                ("verb", models.CharField(max_length=12)),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("issued", "待接收"),
                            ("accepted", "已接收"),
                            ("asked", "请求换人"),
                            ("returned", "退回补充"),
                            ("done", "已完成"),
                            ("cancelled", "已取消"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("issued", "待接收"),
                            ("accepted", "已接收"),
                            ("asked", "请求换人"),
                            ("returned", "退回补充"),
                            ("done", "已完成"),
                            ("cancelled", "已取消"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=300)),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="planning.task"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="TemplateAction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, verbose_name="代码")),
                ("title", models.CharField(max_length=80, verbose_name="动作")),
                (
                    "kind",
                    models.CharField(
                        choices=[("prescribed", "规定动作"), ("own_choice", "自选动作")],
                        default="prescribed",
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("month", "每月一次"),
                            ("quarter", "每季度一次"),
                            ("half_year", "每半年一次"),
                            ("year", "每年一次"),
                            ("weekday", "每月固定的一天"),
                            ("once", "年内一次"),
                            ("by_date", "在指定日期前"),
                        ],
                        max_length=10,
                        verbose_name="节奏",
                    ),
                ),
                (
                    "after",
                    models.SmallIntegerField(default=0, help_text="负数表示期末之前", verbose_name="期末后几天截止"),
                ),
                ("grace", models.PositiveSmallIntegerField(default=0, verbose_name="逾期几天内补记仍算完成")),
                ("nth", models.SmallIntegerField(blank=True, null=True, verbose_name="第几个")),
                ("weekday", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="星期")),
                ("month", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="截止月份")),
                ("day", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="截止日")),
                ("proofs", models.JSONField(default=list, verbose_name="证明材料")),
                ("record_code", models.CharField(blank=True, max_length=40, verbose_name="对应的活动或文种")),
                ("kinds", models.JSONField(default=list, verbose_name="适用的单位类别")),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="出处")),
                ("words", models.CharField(blank=True, max_length=400, verbose_name="要求")),
                ("minutes", models.PositiveIntegerField(verbose_name="每人分钟数")),
                ("people", models.PositiveIntegerField(verbose_name="人数")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="排序")),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="actions", to="planning.plantemplate"
                    ),
                ),
            ],
            options={
                "ordering": ["order", "pk"],
                "constraints": [models.UniqueConstraint(fields=("template", "code"), name="template_action_once")],
            },
        ),
        migrations.CreateModel(
            name="Demand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(verbose_name="月份")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("form", "填表"),
                            ("meeting", "会议"),
                            ("report", "报告"),
                            ("check", "检查"),
                            ("interview", "面谈"),
                        ],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("label", models.CharField(max_length=120, verbose_name="内容")),
                ("minutes", models.PositiveIntegerField(verbose_name="每人分钟数")),
                ("people", models.PositiveIntegerField(verbose_name="人数")),
                ("cost", models.PositiveIntegerField(verbose_name="工作量（人·分钟）")),
                ("by_name", models.CharField(max_length=60, verbose_name="要求人")),
                ("replaces", models.CharField(blank=True, max_length=300, verbose_name="替代了什么")),
                ("source_kind", models.CharField(blank=True, max_length=30)),
                ("source_id", models.BigIntegerField(blank=True, null=True)),
                ("withdrawn", models.CharField(blank=True, max_length=300, verbose_name="撤销理由")),
                ("at", models.DateTimeField(default=touyan.core.clock.now)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="demands",
                        to="organizations.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "ordering": ["month", "pk"],
                "indexes": [
                    models.Index(fields=["unit", "month"], name="planning_de_unit_id_a48ccc_idx"),
                    models.Index(fields=["source_kind", "source_id"], name="planning_de_source__bcd49f_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("month__day", 1)), name="demand_month_is_first_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="LocalWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40)),
                ("words", models.CharField(max_length=300, verbose_name="本地要求")),
                ("by_name", models.CharField(max_length=60)),
                ("at", models.DateTimeField(default=touyan.core.clock.now)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organizations.unit"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="local_words", to="planning.plan"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("plan", "unit", "code"), name="local_words_once")],
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField(default=touyan.core.clock.now)),
                ("by_name", models.CharField(max_length=60)),
                ("words", models.CharField(blank=True, max_length=300, verbose_name="更新说明")),
                ("content", models.JSONField()),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="editions", to="planning.plan"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [models.UniqueConstraint(fields=("plan", "number"), name="edition_once")],
            },
        ),
        migrations.CreateModel(
            name="Adoption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("edition", models.PositiveSmallIntegerField()),
                ("declined", models.PositiveSmallIntegerField(default=0, verbose_name="未采用的版次")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="理由")),
                ("by_name", models.CharField(blank=True, max_length=60)),
                ("at", models.DateTimeField(default=touyan.core.clock.now)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="adoptions", to="organizations.unit"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="adoptions", to="planning.plan"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("plan", "unit"), name="adoption_once")],
            },
        ),
    ]
