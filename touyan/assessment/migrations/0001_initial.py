import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organizations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Result",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("total", models.BigIntegerField()),
                ("exact", models.BigIntegerField()),
                ("banded", models.CharField(blank=True, max_length=40)),
                ("grade", models.CharField(blank=True, max_length=40)),
                ("limits", models.CharField(blank=True, max_length=200)),
                ("alerts", models.CharField(blank=True, max_length=200)),
                ("open", models.BooleanField(default=False)),
                ("blocked", models.BooleanField(default=False)),
                ("role", models.CharField(blank=True, max_length=20)),
                ("sector", models.CharField(blank=True, max_length=40)),
                ("party", models.CharField(blank=True, max_length=10)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.person",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person__isnull", True), ("unit__isnull", False)),
                            models.Q(("person__isnull", False), ("unit__isnull", True)),
                            _connector="OR",
                        ),
                        name="result_of_person_or_unit",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ResultUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("commended", "表扬"), ("reminded", "提醒"), ("talked", "约谈")], max_length=10
                    ),
                ),
                ("basis", models.CharField(max_length=200, verbose_name="依据")),
                ("by_account", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(max_length=60)),
                ("told_on", models.DateField(verbose_name="告知本人日期")),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "result",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="uses", to="assessment.result"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scheme_key", models.CharField(max_length=60)),
                ("label", models.CharField(max_length=100, verbose_name="名称")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "等待计算"),
                            ("computing", "计算中"),
                            ("failed", "未算成"),
                            ("computed", "已算出"),
                            ("reviewed", "已复核"),
                            ("signed", "已签署"),
                            ("shown", "本人查看"),
                            ("notice", "公示中"),
                            ("in_force", "已生效"),
                            ("superseded", "已被更正"),
                        ],
                        default="queued",
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="更正原因")),
                ("as_of", models.DateField(verbose_name="数据截止")),
                ("subjects", models.PositiveIntegerField(default=0)),
                ("facts", models.PositiveIntegerField(default=0)),
                ("listed", models.JSONField(default=list)),
                ("listed_count", models.PositiveIntegerField(default=0)),
                ("scheme_digest", models.CharField(blank=True, max_length=64)),
                ("facts_digest", models.CharField(blank=True, max_length=64)),
                ("engine", models.CharField(blank=True, max_length=20)),
                ("result_digest", models.CharField(blank=True, max_length=64)),
                ("previous_digest", models.CharField(blank=True, max_length=64)),
                ("progress", models.CharField(blank=True, max_length=60)),
                ("beat", models.DateTimeField(null=True)),
                ("failure", models.TextField(blank=True)),
                ("started_by", models.CharField(max_length=60)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("shown_on", models.DateField(null=True)),
                ("notice_until", models.DateField(null=True)),
                ("row_version", models.PositiveIntegerField(default=1)),
                (
                    "previous",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="assessment.run",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.AddField(
            model_name="result",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="results", to="assessment.run"
            ),
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("node", models.CharField(blank=True, max_length=60)),
                ("fact", models.BigIntegerField(null=True)),
                ("text", models.CharField(max_length=500, verbose_name="异议内容")),
                ("made_on", models.DateField()),
                ("due", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "待答复"),
                            ("explained", "已说明"),
                            ("upheld", "成立，待更正"),
                            ("corrected", "已更正"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="答复")),
                ("answered_by", models.CharField(blank=True, max_length=60)),
                ("answered_on", models.DateField(null=True)),
                (
                    "result",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="objections", to="assessment.result"
                    ),
                ),
                (
                    "corrected_in",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="assessment.run",
                    ),
                ),
            ],
            options={
                "ordering": ["due", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("due__gte", models.F("made_on"))), name="answer_due_after_objection"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SchemeText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=100, verbose_name="名称")),
                ("version", models.CharField(max_length=40, verbose_name="版本")),
                ("text", models.TextField(verbose_name="细则文本")),
                ("digest", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "起草"), ("in_force", "施行"), ("retired", "停止施行")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("trial", models.BooleanField(default=False, verbose_name="试行")),
                ("office", models.CharField(blank=True, max_length=60, verbose_name="解释单位")),
                ("created_by", models.CharField(max_length=60)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("adopted_by", models.CharField(blank=True, max_length=60)),
                ("adopted_on", models.DateField(null=True)),
                ("row_version", models.PositiveIntegerField(default=1)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.unit",
                        verbose_name="制定单位",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="assessment.schemetext",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("body", "title", "version"), name="scheme_version_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="run",
            name="scheme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="runs", to="assessment.schemetext"
            ),
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verb", models.CharField(max_length=12)),
                ("account_id", models.BigIntegerField(null=True)),
                ("name", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                ("result_digest", models.CharField(max_length=64)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="assessment.run"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("run", "verb"), name="one_signature_per_step")],
            },
        ),
        migrations.CreateModel(
            name="TraceRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveIntegerField()),
                ("node", models.CharField(max_length=60)),
                ("fact", models.BigIntegerField(null=True)),
                ("work", models.BigIntegerField(null=True)),
                ("raw", models.BigIntegerField()),
                ("counted", models.BigIntegerField()),
                ("rule", models.CharField(max_length=20)),
                ("article", models.CharField(max_length=80)),
                (
                    "result",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="trace", to="assessment.result"
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
                "constraints": [models.UniqueConstraint(fields=("result", "order"), name="trace_order_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.UniqueConstraint(fields=("run", "person"), name="one_result_per_person"),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.UniqueConstraint(fields=("run", "unit"), name="one_result_per_unit"),
        ),
    ]
