import django.db.models.deletion
from django.db import migrations, models

import touyan.core.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("activities", "0003_places"),
        ("brands", "0002_guards"),
        ("documents", "0002_search"),
        ("organizations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Practice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=60, verbose_name="名称")),
                (
                    "strength",
                    models.CharField(
                        choices=[("expert", "专"), ("link", "联"), ("special", "特")],
                        max_length=8,
                        verbose_name="专·联·特",
                    ),
                ),
                ("situation", models.TextField(blank=True, max_length=600, verbose_name="在什么情况下用")),
                ("minutes", models.PositiveIntegerField(default=0, verbose_name="每次每人分钟数")),
                ("people", models.PositiveIntegerField(default=0, verbose_name="要多少人")),
                ("money", models.PositiveIntegerField(default=0, verbose_name="每次花多少元")),
                ("failed", models.TextField(blank=True, max_length=600, verbose_name="什么没有做成")),
                ("avoid", models.TextField(blank=True, max_length=600, verbose_name="不要照搬什么")),
                ("started", models.DateField(default=touyan.core.clock.today, verbose_name="开始日期")),
                ("why", models.CharField(blank=True, max_length=200, verbose_name="为什么采用")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "起草中"), ("shared", "可供采用"), ("withdrawn", "已停用")],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("shared_on", models.DateField(blank=True, null=True, verbose_name="公布日期")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="停用理由")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "brand",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="practices",
                        to="brands.brand",
                        verbose_name="所属品牌",
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adopted",
                        to="practices.practice",
                        verbose_name="源自",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="practices",
                        to="organizations.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "ordering": ["-started", "-pk"],
                "indexes": [models.Index(fields=["state", "strength"], name="practices_p_state_f873f7_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("origin", models.F("pk")), _negated=True), name="practice_not_from_itself"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("origin__isnull", False)),
                        fields=("origin", "unit"),
                        name="practice_adopted_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "draft"), ("shared_on__isnull", False), _connector="OR"),
                        name="practice_shared_has_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Effect",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(default=touyan.core.clock.today, verbose_name="日期")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("better", "有好转"),
                            ("same", "没有变化"),
                            ("worse", "变差了"),
                            ("stopped", "停下来了"),
                        ],
                        max_length=8,
                        verbose_name="效果",
                    ),
                ),
                ("words", models.CharField(max_length=400, verbose_name="看到了什么")),
                ("by_name", models.CharField(max_length=60)),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="activities.activity",
                        verbose_name="从哪次活动看得出",
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="effects", to="practices.practice"
                    ),
                ),
            ],
            options={
                "ordering": ["-day", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("situation", "适用情形"),
                            ("steps", "步骤"),
                            ("people", "参加的人"),
                            ("cost", "投入"),
                            ("time", "时间节奏"),
                            ("other", "其他"),
                        ],
                        max_length=10,
                        verbose_name="改了哪一部分",
                    ),
                ),
                ("was", models.CharField(max_length=200, verbose_name="原来")),
                ("now", models.CharField(max_length=200, verbose_name="改为")),
                ("why", models.CharField(max_length=200, verbose_name="为什么")),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="practices.practice"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Settling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_on", models.DateField(default=touyan.core.clock.today)),
                ("by_name", models.CharField(max_length=60)),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.officialdocument"
                    ),
                ),
                (
                    "norm",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.norm",
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="settlings", to="practices.practice"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=300, verbose_name="步骤")),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="practices.practice"
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
                "constraints": [models.UniqueConstraint(fields=("practice", "order"), name="step_once")],
            },
        ),
    ]
