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
            name="Appraisal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("half", models.PositiveSmallIntegerField(choices=[(1, "上半年"), (2, "下半年")], verbose_name="半年")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "自评中"),
                            ("submitted", "待核定"),
                            ("returned", "退回补充"),
                            ("verified", "已核定"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("submitted_by", models.BigIntegerField(null=True)),
                ("submitted_name", models.CharField(blank=True, max_length=60)),
                ("verified_at", models.DateTimeField(blank=True, null=True)),
                ("verified_name", models.CharField(blank=True, max_length=60)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="退回理由")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appraisals",
                        to="organizations.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "ordering": ["-year", "-half", "unit__order"],
                "constraints": [models.UniqueConstraint(fields=("unit", "year", "half"), name="appraisal_once_a_half")],
            },
        ),
        migrations.CreateModel(
            name="Benchmark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("against", models.CharField(help_text="如：上海市政协。", max_length=60, verbose_name="对标对象")),
                ("topic", models.CharField(max_length=60, verbose_name="对标事项")),
                ("theirs", models.CharField(max_length=400, verbose_name="对方怎么做")),
                ("source", models.CharField(max_length=120, verbose_name="出处")),
                (
                    "address",
                    models.CharField(
                        help_text="网址；没有网址的，写文号、刊期页码，或考察的日期和地点。",
                        max_length=300,
                        verbose_name="出处地址",
                    ),
                ),
                ("gap", models.CharField(max_length=300, verbose_name="差距")),
                ("action", models.CharField(max_length=300, verbose_name="我们的举措")),
                ("due", models.DateField(verbose_name="完成期限")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "推进中"), ("done", "已落实"), ("dropped", "不再推进")],
                        default="open",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("result", models.CharField(blank=True, max_length=400, verbose_name="结果")),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="benchmarks",
                        to="organizations.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "ordering": ["state", "due", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state", "open"), ("ended_on__isnull", False), _connector="OR"),
                        name="benchmark_ends_with_a_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Caution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "occasion",
                    models.CharField(
                        choices=[
                            ("holiday", "节假日前"),
                            ("post", "任职调岗"),
                            ("project", "项目采购前"),
                            ("travel", "外出考察前"),
                            ("regular", "日常"),
                        ],
                        max_length=10,
                        verbose_name="时机",
                    ),
                ),
                ("words", models.CharField(max_length=200, verbose_name="提醒什么")),
                ("due", models.DateField(verbose_name="提醒日期")),
                ("given_on", models.DateField(blank=True, null=True, verbose_name="已提醒")),
                ("by_name", models.CharField(blank=True, max_length=60)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cautions",
                        to="organizations.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "ordering": ["-due", "-pk"],
                "constraints": [models.UniqueConstraint(fields=("unit", "due", "words"), name="caution_once")],
            },
        ),
        migrations.CreateModel(
            name="Companion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organizations.unit"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="companions", to="organizations.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["other__order", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "other"), name="companion_once"),
                    models.CheckConstraint(
                        condition=models.Q(("unit", models.F("other")), _negated=True), name="companion_not_itself"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20)),
                ("done", models.PositiveIntegerField(default=0)),
                ("asked", models.PositiveIntegerField(default=0)),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(0, "还没有做"), (40, "刚起步"), (70, "正在做"), (100, "已成常态")],
                        null=True,
                        verbose_name="自评",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="事例或说明")),
                (
                    "verdict",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(0, "还没有做"), (40, "刚起步"), (70, "正在做"), (100, "已成常态")],
                        null=True,
                        verbose_name="核定",
                    ),
                ),
                ("verdict_note", models.CharField(blank=True, max_length=300, verbose_name="核定说明")),
                (
                    "appraisal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="modeloffice.appraisal"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("appraisal", "code"), name="appraisal_line_once")],
            },
        ),
        migrations.CreateModel(
            name="Major",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("ask", "请示"), ("report", "报告")],
                        default="report",
                        max_length=8,
                        verbose_name="形式",
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="事项")),
                (
                    "words",
                    models.TextField(
                        blank=True, help_text="写事不写人。涉密内容请勿填写。", max_length=1000, verbose_name="说明"
                    ),
                ),
                ("to_name", models.CharField(blank=True, max_length=60, verbose_name="系统外的单位")),
                ("due", models.DateField(verbose_name="应报日期")),
                ("sent_on", models.DateField(blank=True, null=True, verbose_name="报出日期")),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="答复")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="答复日期")),
                ("answered_name", models.CharField(blank=True, max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[("due", "待报"), ("sent", "已报"), ("answered", "已答复"), ("withdrawn", "已撤销")],
                        default="due",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="撤销理由")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "helpers",
                    models.ManyToManyField(
                        blank=True, related_name="majors_helped", to="organizations.unit", verbose_name="会办单位"
                    ),
                ),
                (
                    "to_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="majors_in",
                        to="organizations.unit",
                        verbose_name="向哪个单位",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="majors",
                        to="organizations.unit",
                        verbose_name="报告单位",
                    ),
                ),
            ],
            options={
                "ordering": ["-due", "-pk"],
                "indexes": [
                    models.Index(fields=["unit", "due"], name="modeloffice_unit_id_43c75d_idx"),
                    models.Index(fields=["to_unit", "state"], name="modeloffice_to_unit_a614ea_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("to_name", ""), ("to_unit__isnull", False)),
                            models.Q(("to_unit__isnull", True), models.Q(("to_name", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="major_goes_to_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "answered"), _negated=True),
                            ("answered_on__isnull", False),
                            _connector="OR",
                        ),
                        name="major_answer_has_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RiskPoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("post", models.CharField(help_text="写岗位名称，不写姓名。", max_length=40, verbose_name="岗位")),
                ("duty", models.CharField(max_length=100, verbose_name="职责")),
                ("risk", models.CharField(max_length=200, verbose_name="风险")),
                ("control", models.CharField(max_length=300, verbose_name="防控措施")),
                (
                    "every",
                    models.PositiveSmallIntegerField(
                        choices=[(3, "每季度"), (6, "每半年"), (12, "每年")], default=6, verbose_name="多久复查一次"
                    ),
                ),
                ("due", models.DateField(verbose_name="下次复查")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="销号日期")),
                ("closed_why", models.CharField(blank=True, max_length=200, verbose_name="销号理由")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="risk_points",
                        to="organizations.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "ordering": ["unit__order", "due", "pk"],
                "constraints": [models.UniqueConstraint(fields=("unit", "post", "risk"), name="risk_point_once")],
            },
        ),
        migrations.CreateModel(
            name="RiskReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due", models.DateField()),
                ("day", models.DateField(verbose_name="复查日期")),
                ("words", models.CharField(max_length=300, verbose_name="复查情况")),
                ("by_name", models.CharField(max_length=60)),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reviews", to="modeloffice.riskpoint"
                    ),
                ),
            ],
            options={
                "ordering": ["-day", "-pk"],
                "constraints": [models.UniqueConstraint(fields=("point", "due"), name="risk_reviewed_once")],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(default=touyan.core.clock.today, verbose_name="日期")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("greeting", "走访慰问"),
                            ("welcome", "入职关怀"),
                            ("farewell", "荣退欢送"),
                            ("support", "岗位支持"),
                            ("sport", "文体活动"),
                        ],
                        max_length=10,
                        verbose_name="种类",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="care_visits",
                        to="organizations.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "ordering": ["-day", "-pk"],
                "constraints": [models.UniqueConstraint(fields=("unit", "day", "kind"), name="visit_once_a_day")],
            },
        ),
    ]
