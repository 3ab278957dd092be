import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organizations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="LedgerHead",
            fields=[
                (
                    "committee",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="organizations.unit",
                    ),
                ),
                ("seq", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Work",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40, verbose_name="类别")),
                ("title", models.CharField(max_length=200, verbose_name="题目")),
                ("summary", models.TextField(blank=True, max_length=4000, verbose_name="内容摘要")),
                ("day", models.DateField(verbose_name="日期")),
                ("source_name", models.CharField(blank=True, max_length=40, verbose_name="来源系统")),
                ("source_no", models.CharField(blank=True, max_length=60, verbose_name="来源编号")),
                ("page_kind", models.CharField(blank=True, max_length=40)),
                ("page_id", models.BigIntegerField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.unit"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="works",
                        to="organizations.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "ordering": ["-day", "-pk"],
                "indexes": [
                    models.Index(fields=["committee", "kind", "day"], name="duties_work_committ_0beed2_idx"),
                    models.Index(fields=["unit", "day"], name="duties_work_unit_id_e63ae5_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("source_no", ""), _negated=True),
                        fields=("committee", "source_name", "source_no"),
                        name="work_once_per_source",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DutyRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", models.BigIntegerField()),
                ("kind", models.CharField(max_length=40)),
                ("stage", models.CharField(max_length=20)),
                ("level", models.CharField(blank=True, max_length=20)),
                ("form", models.CharField(blank=True, max_length=20)),
                ("outcome", models.CharField(blank=True, max_length=20)),
                ("role", models.CharField(blank=True, max_length=20)),
                ("by", models.CharField(blank=True, max_length=60)),
                ("tag", models.CharField(blank=True, max_length=40)),
                ("place", models.SmallIntegerField(null=True)),
                ("authors", models.SmallIntegerField(null=True)),
                ("share", models.IntegerField(null=True)),
                ("quantity", models.BigIntegerField(default=10000)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("business_date", models.DateField()),
                ("booked_at", models.DateTimeField()),
                ("booked_on", models.DateField()),
                ("entered_by", models.BigIntegerField(null=True)),
                ("entered_by_name", models.CharField(max_length=60)),
                ("proof_kind", models.CharField(blank=True, max_length=40)),
                ("proof_id", models.BigIntegerField(null=True)),
                ("proof_label", models.CharField(blank=True, max_length=200)),
                (
                    "source",
                    models.CharField(
                        choices=[("recorded", "登记"), ("imported", "导入"), ("claimed", "自报")],
                        default="recorded",
                        max_length=10,
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        choices=[("fact", "记录"), ("correction", "更正"), ("void", "作废")],
                        default="fact",
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("key", models.CharField(max_length=120, unique=True)),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.unit"
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="duties.dutyrecord",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duty_records",
                        to="organizations.person",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duty_records",
                        to="organizations.unit",
                    ),
                ),
                (
                    "work",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="records", to="duties.work"
                    ),
                ),
            ],
            options={
                "ordering": ["-business_date", "-pk"],
                "indexes": [
                    models.Index(fields=["person", "business_date"], name="duties_duty_person__83108e_idx"),
                    models.Index(fields=["unit", "business_date"], name="duties_duty_unit_id_dd363f_idx"),
                    models.Index(fields=["committee", "business_date"], name="duties_duty_committ_dc256b_idx"),
                    models.Index(fields=["proof_kind", "proof_id"], name="duties_duty_proof_k_03b928_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("committee", "seq"), name="ledger_seq_once"),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gte", 0)), name="ledger_quantity_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("place__isnull", True), ("place__gte", 1), _connector="OR"),
                        name="ledger_place_from_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("authors__isnull", True),
                            ("place__isnull", True),
                            ("authors__gte", models.F("place")),
                            _connector="OR",
                        ),
                        name="ledger_place_among_authors",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("corrects__isnull", True), ("nature", "fact")),
                            models.Q(models.Q(("nature", "fact"), _negated=True), ("corrects__isnull", False)),
                            _connector="OR",
                        ),
                        name="ledger_correction_names_a_row",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("became", "形成"), ("supported", "支撑")], default="became", max_length=10
                    ),
                ),
                ("by_name", models.CharField(max_length=60)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links_on", to="duties.work"
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links_back", to="duties.work"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("source", "target"), name="work_link_once"),
                    models.CheckConstraint(
                        condition=models.Q(("source", models.F("target")), _negated=True),
                        name="work_link_not_to_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("confirmed", "本人确认"),
                            ("objected", "本人有异议"),
                            ("kept", "核实无误，维持原记录"),
                            ("verified", "核实通过"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by_account", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(max_length=60)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmations",
                        to="duties.dutyrecord",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["record", "verdict"], name="duties_conf_record__4b1ef3_idx")],
            },
        ),
        migrations.CreateModel(
            name="OwnWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("text", models.TextField(blank=True, max_length=600, verbose_name="我引以为豪的事")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organizations.person"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "year"), name="own_words_once")],
            },
        ),
    ]
