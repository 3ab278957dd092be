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
            name="Sector",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("start", models.DateField(default=touyan.core.clock.today, verbose_name="起始日期")),
                ("end", models.DateField(blank=True, null=True, verbose_name="截止日期")),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=40, verbose_name="名称")),
                ("short", models.CharField(max_length=12, verbose_name="简称")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="排序")),
            ],
            options={
                "ordering": ["order", "code"],
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("start", models.DateField(default=touyan.core.clock.today, verbose_name="起始日期")),
                ("end", models.DateField(blank=True, null=True, verbose_name="截止日期")),
                ("number", models.CharField(blank=True, max_length=20, verbose_name="委员编号")),
                (
                    "affiliation",
                    models.CharField(
                        choices=[
                            ("cpc", "中国共产党"),
                            ("minge", "民革"),
                            ("minmeng", "民盟"),
                            ("minjian", "民建"),
                            ("minjin", "民进"),
                            ("nonggong", "农工党"),
                            ("zhigong", "致公党"),
                            ("jiusan", "九三学社"),
                            ("taimeng", "台盟"),
                            ("no_party", "无党派人士"),
                            ("masses", "群众"),
                        ],
                        max_length=10,
                        verbose_name="党派",
                    ),
                ),
                ("is_party_member", models.BooleanField(default=False, verbose_name="中共党员")),
                ("standing", models.BooleanField(default=False, verbose_name="常务委员")),
                (
                    "gender",
                    models.CharField(
                        blank=True, choices=[("male", "男"), ("female", "女")], max_length=6, verbose_name="性别"
                    ),
                ),
                ("ethnicity", models.CharField(blank=True, max_length=12, verbose_name="民族")),
                ("work", models.CharField(blank=True, max_length=120, verbose_name="单位职务")),
                ("expertise", models.CharField(blank=True, max_length=60, verbose_name="专业领域")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="联系电话")),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("term", "届满"),
                            ("resigned", "辞去委员职务"),
                            ("relieved", "不再担任委员"),
                            ("moved", "调整到其他地区"),
                            ("died", "去世"),
                        ],
                        max_length=10,
                        verbose_name="离任原因",
                    ),
                ),
                ("sort_as", models.CharField(blank=True, max_length=60, verbose_name="排序用字")),
                ("reading", models.CharField(blank=True, max_length=60, verbose_name="姓名读音")),
                ("sort_stroke", models.CharField(editable=False, max_length=200)),
                ("sort_pinyin", models.CharField(editable=False, max_length=200)),
                ("letters", models.CharField(editable=False, max_length=120)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="organizations.person",
                        verbose_name="姓名",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="organizations.term",
                        verbose_name="届次",
                    ),
                ),
                (
                    "sector",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="members.sector",
                        verbose_name="界别",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_stroke", "pk"],
                "indexes": [
                    models.Index(fields=["term", "sort_stroke"], name="members_mem_term_id_894ff8_idx"),
                    models.Index(fields=["term", "sort_pinyin"], name="members_mem_term_id_60c03f_idx"),
                    models.Index(fields=["term", "sector"], name="members_mem_term_id_c50af4_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("term", "person"), name="one_seat_per_term"),
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("term", "number"),
                        name="one_member_per_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("end__isnull", True), ("end__gte", models.F("start")), _connector="OR"),
                        name="seat_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DataRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("correct", "更正"), ("object", "提出异议")], max_length=10, verbose_name="事项"
                    ),
                ),
                ("field", models.CharField(blank=True, max_length=20, verbose_name="哪一项")),
                ("wanted", models.CharField(blank=True, max_length=120, verbose_name="应为")),
                ("words", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "待答复"), ("granted", "已照办"), ("declined", "未采纳")],
                        default="open",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="答复")),
                ("answered_at", models.DateTimeField(null=True)),
                ("created", models.DateTimeField(auto_now_add=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="data_requests", to="members.member"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="RosterImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("digest", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=10)),
                ("size", models.PositiveBigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checking", "正在检查"),
                            ("checked", "检查完毕，待确认"),
                            ("taking", "正在写入"),
                            ("taken", "已写入"),
                            ("failed", "未能读取"),
                            ("dropped", "已放弃"),
                        ],
                        default="checking",
                        max_length=10,
                    ),
                ),
                ("added", models.PositiveIntegerField(default=0)),
                ("changed", models.PositiveIntegerField(default=0)),
                ("same", models.PositiveIntegerField(default=0)),
                ("refused", models.PositiveIntegerField(default=0)),
                ("problems", models.JSONField(default=list)),
                ("unknown", models.JSONField(default=list)),
                ("fault", models.CharField(blank=True, max_length=200)),
                ("created", models.DateTimeField(auto_now_add=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organizations.term"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
    ]
