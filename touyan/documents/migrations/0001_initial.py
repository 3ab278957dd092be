import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import touyan.core.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organizations", "0001_initial"),
        ("organizations", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Export",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("producer", models.CharField(max_length=60)),
                ("wish", models.JSONField(default=dict)),
                ("name", models.CharField(max_length=100)),
                (
                    "state",
                    models.CharField(
                        choices=[("running", "生成中"), ("ready", "可下载"), ("taken", "已下载"), ("failed", "未生成")],
                        default="running",
                        max_length=10,
                    ),
                ),
                ("total", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("message", models.CharField(blank=True, max_length=300)),
                ("place", models.CharField(max_length=100, unique=True)),
                ("busy_until", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField(default=touyan.core.clock.now)),
                ("taken_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="exports", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at"],
            },
        ),
        migrations.CreateModel(
            name="Norm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="名称")),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("trial", "试行"),
                            ("in_force", "施行"),
                            ("repealed", "已废止"),
                            ("replaced", "已被替代"),
                        ],
                        default="trial",
                        max_length=10,
                        verbose_name="效力",
                    ),
                ),
                ("ended", models.DateField(blank=True, null=True, verbose_name="失效日期")),
                ("ended_why", models.CharField(blank=True, max_length=200, verbose_name="失效依据")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaces",
                        to="documents.norm",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="norms",
                        to="organizations.unit",
                        verbose_name="制发单位",
                    ),
                ),
            ],
            options={
                "ordering": ["title", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("replaced_by", models.F("pk")), _negated=True),
                        name="norm_not_replaced_by_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended__isnull", True), ("state__in", frozenset(["in_force", "trial"]))),
                            models.Q(
                                models.Q(("state__in", frozenset(["in_force", "trial"])), _negated=True),
                                ("ended__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="norm_ends_with_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NormBound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "norm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bound", to="documents.norm"
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
                "constraints": [models.UniqueConstraint(fields=("norm", "unit"), name="norm_binds_once")],
            },
        ),
        migrations.CreateModel(
            name="NormVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ordinal", models.PositiveSmallIntegerField(verbose_name="版次")),
                ("text", models.TextField(verbose_name="正文")),
                ("start", models.DateField(default=touyan.core.clock.today, verbose_name="施行日期")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="修订说明")),
                (
                    "norm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="documents.norm"
                    ),
                ),
            ],
            options={
                "ordering": ["norm_id", "-ordinal"],
                "constraints": [models.UniqueConstraint(fields=("norm", "ordinal"), name="norm_version_once")],
            },
        ),
        migrations.CreateModel(
            name="NormReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(default=touyan.core.clock.today)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="readings", to="documents.normversion"
                    ),
                ),
            ],
            options={
                "ordering": ["day", "pk"],
                "constraints": [models.UniqueConstraint(fields=("version", "account"), name="norm_read_once")],
            },
        ),
        migrations.CreateModel(
            name="NumberSeries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, verbose_name="机关代字")),
                ("masthead", models.CharField(max_length=60, verbose_name="发文机关标志")),
                ("imprint", models.CharField(blank=True, max_length=60, verbose_name="印发机关")),
                ("closed", models.BooleanField(default=False, verbose_name="停用")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="number_series",
                        to="organizations.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["unit_id", "code"],
                "constraints": [models.UniqueConstraint(fields=("unit", "code"), name="series_once")],
            },
        ),
        migrations.CreateModel(
            name="NumberCounter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counters",
                        to="documents.numberseries",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("series", "year"), name="counter_once")],
            },
        ),
        migrations.CreateModel(
            name="OfficialDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("notice", "通知"),
                            ("circular", "通报"),
                            ("report", "报告"),
                            ("request", "请示"),
                            ("letter", "函"),
                            ("minutes", "纪要"),
                            ("opinion", "意见"),
                            ("summary", "总结"),
                            ("listing", "名册清单"),
                            ("paper", "材料"),
                        ],
                        max_length=10,
                        verbose_name="文种",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "起草"),
                            ("submitted", "待签发"),
                            ("returned", "请修改"),
                            ("signed", "已签发"),
                            ("issued", "已印发"),
                            ("withdrawn", "已作废"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="标题")),
                ("subtitle", models.CharField(blank=True, max_length=100, verbose_name="副标题")),
                ("addressees", models.CharField(blank=True, max_length=500, verbose_name="主送")),
                ("signer", models.CharField(blank=True, max_length=60, verbose_name="签发人")),
                (
                    "urgency",
                    models.CharField(
                        blank=True, choices=[("特急", "特急"), ("加急", "加急")], max_length=4, verbose_name="紧急程度"
                    ),
                ),
                ("signed_by", models.CharField(blank=True, max_length=200, verbose_name="署名")),
                ("dated", models.DateField(blank=True, null=True, verbose_name="成文日期")),
                ("remark", models.CharField(blank=True, max_length=100, verbose_name="附注")),
                ("copies_to", models.CharField(blank=True, max_length=500, verbose_name="抄送")),
                ("attending", models.TextField(blank=True, verbose_name="出席")),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("serial", models.PositiveIntegerField(blank=True, null=True)),
                ("template", models.CharField(blank=True, max_length=60)),
                ("subject", models.CharField(blank=True, db_index=True, max_length=100)),
                ("made_at", models.DateTimeField(default=touyan.core.clock.now)),
                ("signed_at", models.DateTimeField(null=True)),
                ("issued_at", models.DateTimeField(null=True)),
                ("withdrawn_why", models.CharField(blank=True, max_length=200, verbose_name="作废原因")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="documents.numberseries",
                    ),
                ),
                (
                    "signed_account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="official_documents",
                        to="organizations.unit",
                        verbose_name="发文单位",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("series", "year", "serial"), name="number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("serial__isnull", True),
                            models.Q(("series__isnull", False), ("year__isnull", False)),
                            _connector="OR",
                        ),
                        name="number_is_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Passage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveIntegerField()),
                ("attachment", models.CharField(blank=True, max_length=200, verbose_name="附件名称")),
                ("text", models.TextField(blank=True, verbose_name="文字")),
                ("data", models.JSONField(blank=True, null=True)),
                ("sources", models.JSONField(default=list)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="passages",
                        to="documents.officialdocument",
                    ),
                ),
            ],
            options={
                "ordering": ["document_id", "order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=500, verbose_name="意见")),
                ("at", models.DateTimeField(default=touyan.core.clock.now)),
                ("asks_revision", models.BooleanField(default=False)),
                ("settled", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="remarks",
                        to="documents.officialdocument",
                    ),
                ),
                (
                    "passage",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="remarks",
                        to="documents.passage",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("record_id", models.BigIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("url", models.CharField(max_length=200)),
                ("day", models.DateField(null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "record_id"), name="search_entry_once")],
            },
        ),
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, verbose_name="文件名")),
                ("kind", models.CharField(max_length=10, verbose_name="类型")),
                ("size", models.PositiveBigIntegerField(verbose_name="大小")),
                ("digest", models.CharField(max_length=64)),
                ("place", models.CharField(max_length=100, unique=True)),
                ("purpose", models.CharField(blank=True, max_length=100, verbose_name="用途")),
                ("kept_at", models.DateTimeField(default=touyan.core.clock.now)),
                ("removed", models.DateTimeField(null=True)),
                (
                    "kept_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="organizations.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["-kept_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="officialdocument",
            name="docx",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
            ),
        ),
        migrations.AddField(
            model_name="officialdocument",
            name="pdf",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
            ),
        ),
        migrations.AddField(
            model_name="normversion",
            name="file",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.storedfile",
            ),
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60)),
                ("title", models.CharField(max_length=200, verbose_name="标题")),
                ("text", models.TextField(verbose_name="正文")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="wordings", to="organizations.unit"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("unit", "code"), name="wording_once")],
            },
        ),
    ]
