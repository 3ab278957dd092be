import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import touyan.core.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("members", "0002_sectors"),
        ("organizations", "0001_initial"),
        ("organizations", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Matter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=60, verbose_name="需要办的事")),
                ("request", models.CharField(blank=True, max_length=500, verbose_name="具体情况")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "待本人同意"),
                            ("open", "办理中"),
                            ("answered", "已答复，待本人确认"),
                            ("helped", "本人确认有帮助"),
                            ("withdrawn", "本人撤回"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("consented", models.DateTimeField(null=True, verbose_name="同意转办")),
                ("due", models.DateField(null=True, verbose_name="答复期限")),
                ("created", models.DateTimeField(auto_now_add=True)),
                ("closed", models.DateTimeField(null=True)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact_matters",
                        to="organizations.unit",
                        verbose_name="办理单位",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state", "proposed"), ("consented__isnull", False), _connector="OR"),
                        name="matter_only_with_consent",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MatterAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("answer", models.CharField(max_length=500, verbose_name="答复")),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="contacts.matter"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Pair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("start", models.DateField(default=touyan.core.clock.today, verbose_name="起始日期")),
                ("end", models.DateField(blank=True, null=True, verbose_name="截止日期")),
                (
                    "network",
                    models.CharField(
                        choices=[
                            ("leaders", "党组成员联系界别"),
                            ("members", "党员委员联系党外委员"),
                            ("people", "党员委员联系界别群众"),
                            ("parties", "联系民主党派和无党派人士"),
                        ],
                        max_length=10,
                        verbose_name="网络",
                    ),
                ),
                (
                    "party",
                    models.CharField(
                        blank=True,
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
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pairs_kept",
                        to="organizations.person",
                        verbose_name="联系人",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pairs_in",
                        to="organizations.person",
                        verbose_name="联系对象",
                    ),
                ),
                (
                    "sector",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact_pairs",
                        to="members.sector",
                        verbose_name="界别",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact_pairs",
                        to="organizations.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "ordering": ["network", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("other__isnull", False), ("party", ""), ("sector__isnull", True)),
                            models.Q(("other__isnull", True), ("party", ""), ("sector__isnull", False)),
                            models.Q(
                                ("other__isnull", True),
                                ("sector__isnull", True),
                                models.Q(("party", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="pair_has_one_other_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("contact", models.F("other")), _negated=True),
                        name="nobody_contacts_oneself",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("end__isnull", True), ("other__isnull", False)),
                        fields=("network", "contact", "other"),
                        name="one_open_pair",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("end__isnull", True), ("sector__isnull", False)),
                        fields=("network", "contact", "sector"),
                        name="one_open_pair_with_sector",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="matter",
            name="pair",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="matters", to="contacts.pair"
            ),
        ),
        migrations.CreateModel(
            name="Talk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="日期")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("face", "面谈"),
                            ("visit", "走访"),
                            ("phone", "电话"),
                            ("forum", "座谈"),
                            ("together", "共同参加活动"),
                        ],
                        max_length=10,
                        verbose_name="方式",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "pair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="talks",
                        to="contacts.pair",
                        verbose_name="结对",
                    ),
                ),
            ],
            options={
                "ordering": ["-day", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("pair", "day", "kind"), name="one_talk_per_day_and_kind")
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("start", models.DateField(default=touyan.core.clock.today, verbose_name="起始日期")),
                ("end", models.DateField(blank=True, null=True, verbose_name="截止日期")),
                (
                    "network",
                    models.CharField(
                        choices=[
                            ("leaders", "党组成员联系界别"),
                            ("members", "党员委员联系党外委员"),
                            ("people", "党员委员联系界别群众"),
                            ("parties", "联系民主党派和无党派人士"),
                        ],
                        max_length=10,
                        verbose_name="网络",
                    ),
                ),
                ("least", models.PositiveSmallIntegerField(default=1, verbose_name="每周期至少几次")),
                ("every", models.PositiveSmallIntegerField(default=6, verbose_name="周期（月）")),
                ("most", models.PositiveSmallIntegerField(default=2, verbose_name="每人最多联系几位")),
                ("basis", models.CharField(blank=True, max_length=100, verbose_name="依据")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contact_rules",
                        to="organizations.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("end__isnull", True)),
                        fields=("unit", "network"),
                        name="one_open_contact_rule",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("every__in", [1, 2, 3, 4, 6, 12])), name="contact_period_divides_year"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("least__gte", 1), ("most__gte", 1)), name="contact_numbers_positive"
                    ),
                ],
            },
        ),
    ]
