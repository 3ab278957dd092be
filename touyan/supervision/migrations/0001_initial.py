import django.db.models.deletion
from django.db import migrations, models

import touyan.core.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organizations", "0001_initial"),
        ("planning", "0003_days"),
    ]

    operations = [
        migrations.CreateModel(
            name="ResponsibilityList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["order", "code"],
            },
        ),
        migrations.CreateModel(
            name="Difficulty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("people", "人手"),
                            ("time", "时间安排"),
                            ("venue", "场地经费"),
                            ("content", "内容方法"),
                            ("coordination", "上下协调"),
                            ("other", "其他"),
                        ],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("title", models.CharField(max_length=80, verbose_name="事项")),
                (
                    "words",
                    models.TextField(
                        help_text="写事不写人：不记录任何人的言论和态度。", max_length=1000, verbose_name="说明"
                    ),
                ),
                ("raised_on", models.DateField(verbose_name="提出日期")),
                ("due", models.DateField(verbose_name="答复期限")),
                ("by_name", models.CharField(max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("raised", "待答复"),
                            ("answered", "已答复"),
                            ("solved", "已解决"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="raised",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("answered_on", models.DateField(blank=True, null=True)),
                ("solved_on", models.DateField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "leader",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="difficulties",
                        to="organizations.person",
                        verbose_name="联系领导",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="difficulties",
                        to="organizations.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "ordering": ["due", "pk"],
                "indexes": [
                    models.Index(fields=["leader", "state"], name="supervision_leader__db4879_idx"),
                    models.Index(fields=["unit", "state"], name="supervision_unit_id_3e1afc_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DifficultyStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=touyan.core.clock.now)),
                ("by_name", models.CharField(max_length=60)),
                ("verb", models.CharField(max_length=10)),
                ("words", models.TextField(blank=True, max_length=1000)),
                (
                    "difficulty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="supervision.difficulty"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Draw",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=80, verbose_name="名称")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "seed_source",
                    models.CharField(
                        help_text="写明一个尚未发生、人人可查的数字，例如某期彩票开奖号码。",
                        max_length=120,
                        verbose_name="种子从哪里来",
                    ),
                ),
                ("each", models.PositiveSmallIntegerField(verbose_name="每组抽几个")),
                ("frame", models.JSONField()),
                ("frame_digest", models.CharField(max_length=64)),
                ("announced_at", models.DateTimeField(default=touyan.core.clock.now)),
                ("by_name", models.CharField(max_length=60)),
                ("seed", models.CharField(blank=True, max_length=60, verbose_name="种子")),
                ("drawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draws",
                        to="organizations.unit",
                        verbose_name="组织单位",
                    ),
                ),
            ],
            options={
                "ordering": ["-announced_at"],
            },
        ),
        migrations.CreateModel(
            name="Check",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(choices=[("drawn", "已抽中"), ("done", "已检查")], default="drawn", max_length=10),
                ),
                ("day", models.DateField(blank=True, null=True, verbose_name="检查日期")),
                ("words", models.TextField(blank=True, max_length=1000, verbose_name="看了什么")),
                ("good", models.TextField(blank=True, max_length=1000, verbose_name="好的做法")),
                ("by_name", models.CharField(blank=True, max_length=60)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="organizations.unit",
                        verbose_name="单位",
                    ),
                ),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="supervision.draw"
                    ),
                ),
            ],
            options={
                "ordering": ["unit__order", "pk"],
                "constraints": [models.UniqueConstraint(fields=("draw", "unit"), name="drawn_once_in_a_draw")],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.CharField(max_length=200, verbose_name="问题")),
                ("help", models.CharField(max_length=200, verbose_name="可提供的帮助")),
                ("due", models.DateField(verbose_name="期限")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "待跟进"), ("fixed", "已整改"), ("closed", "已销号")],
                        default="open",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("fix", models.CharField(blank=True, max_length=300, verbose_name="整改情况")),
                ("closed_by_name", models.CharField(blank=True, max_length=60)),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "check_of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="findings", to="supervision.check"
                    ),
                ),
            ],
            options={
                "ordering": ["due", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Guidance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("start", models.DateField(default=touyan.core.clock.today, verbose_name="起始日期")),
                ("end", models.DateField(blank=True, null=True, verbose_name="截止日期")),
                (
                    "leader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guidance",
                        to="organizations.person",
                        verbose_name="领导",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guidance",
                        to="organizations.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "ordering": ["unit__order", "start"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("end__isnull", True)), fields=("unit",), name="one_leader_guides_a_unit"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("meeting", "定期会议"), ("interview", "面谈")],
                        default="meeting",
                        max_length=10,
                        verbose_name="形式",
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="名称")),
                ("day", models.DateField(verbose_name="日期")),
                ("place", models.CharField(blank=True, max_length=60, verbose_name="地点")),
                ("minutes", models.PositiveIntegerField(default=60, verbose_name="每人分钟数")),
                ("agenda", models.TextField(blank=True, max_length=2000, verbose_name="议程")),
                (
                    "record",
                    models.TextField(
                        blank=True, help_text="记议定事项，不记个人发言和态度。", max_length=4000, verbose_name="纪要"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "leader",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.person",
                        verbose_name="主持领导",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="organizations.unit",
                        verbose_name="召集单位",
                    ),
                ),
                (
                    "units",
                    models.ManyToManyField(
                        related_name="asked_to_meetings", to="organizations.unit", verbose_name="参加单位"
                    ),
                ),
            ],
            options={
                "ordering": ["-day", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.CharField(max_length=80, verbose_name="议定事项")),
                ("due", models.DateField(verbose_name="完成期限")),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="planning.task"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.unit",
                        verbose_name="承办单位",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="decisions", to="supervision.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="RatingRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("half", models.PositiveSmallIntegerField(choices=[(1, "上半年"), (2, "下半年")], verbose_name="半年")),
                ("opens", models.DateField(verbose_name="开始日期")),
                ("closes", models.DateField(verbose_name="截止日期")),
                ("result", models.JSONField(blank=True, null=True)),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.unit",
                        verbose_name="组织单位",
                    ),
                ),
            ],
            options={
                "ordering": ["-year", "-half"],
                "constraints": [
                    models.UniqueConstraint(fields=("committee", "year", "half"), name="one_round_a_half_year")
                ],
            },
        ),
        migrations.CreateModel(
            name="RatingMark",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("timely", models.PositiveSmallIntegerField()),
                ("useful", models.PositiveSmallIntegerField()),
                (
                    "leader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="marks", to="supervision.ratinground"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("timely__range", (1, 5)), ("useful__range", (1, 5))),
                        name="marks_from_1_to_5",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RatingTicket",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("used", models.BooleanField(default=False)),
                (
                    "leader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tickets",
                        to="supervision.ratinground",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.unit"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("round", "unit"), name="one_ticket_a_unit")],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("midyear", "年中总结"), ("yearend", "年末报告")], max_length=10, verbose_name="类别"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("title", models.CharField(max_length=120, verbose_name="标题")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "起草中"),
                            ("submitted", "已上报"),
                            ("returned", "退回修改"),
                            ("read", "党组已阅"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="退回理由")),
                ("version", models.PositiveIntegerField(default=1)),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("read_by_name", models.CharField(blank=True, max_length=60)),
                (
                    "next_plan",
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
                        related_name="reports",
                        to="organizations.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "ordering": ["-year", "-kind", "unit__order"],
                "constraints": [models.UniqueConstraint(fields=("unit", "kind", "year"), name="one_report_each")],
            },
        ),
        migrations.CreateModel(
            name="ReportVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("verb", models.CharField(max_length=10)),
                ("at", models.DateTimeField(default=touyan.core.clock.now)),
                ("by_name", models.CharField(max_length=60)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("content", models.JSONField()),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="supervision.report"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [models.UniqueConstraint(fields=("report", "number"), name="report_version_once")],
            },
        ),
        migrations.CreateModel(
            name="Responsibility",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("post", models.CharField(max_length=40, verbose_name="岗位")),
                (
                    "share",
                    models.CharField(
                        choices=[
                            ("first", "第一责任"),
                            ("main", "主体责任"),
                            ("double", "一岗双责"),
                            ("direct", "直接责任"),
                            ("special", "专门责任"),
                        ],
                        max_length=8,
                        verbose_name="责任",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("committee", "政协委员会"),
                            ("leading_party_group", "政协党组"),
                            ("office_party_group", "机关党组"),
                            ("department", "处室"),
                            ("office_branch", "机关党支部"),
                            ("party_subgroup", "专委会分党组"),
                            ("special_committee", "专门委员会"),
                            ("temporary_branch", "党员履职临时党支部"),
                            ("activity_group", "党员（委员）活动小组"),
                            ("town_group", "镇街委员小组"),
                        ],
                        max_length=30,
                        verbose_name="单位类别",
                    ),
                ),
                ("words", models.CharField(max_length=200, verbose_name="职责")),
                ("codes", models.JSONField(blank=True, default=list, verbose_name="对应的任务代码")),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="duties",
                        to="supervision.responsibilitylist",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "pk"],
            },
        ),
    ]
