import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organizations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Voter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                    ),
                ),
            ],
            options={
                "ordering": ["voter_class__order", "person__sort_stroke", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Ballot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=100, verbose_name="名称")),
                ("about", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                ("opens", models.DateField(verbose_name="开始日期")),
                ("closes", models.DateField(verbose_name="截止日期")),
                ("quorum", models.PositiveSmallIntegerField(default=50, verbose_name="有效参加比例（%）")),
                ("points", models.PositiveIntegerField(default=1000000, verbose_name="满分")),
                (
                    "no_vote",
                    models.CharField(
                        choices=[("zero", "按零分计"), ("share", "由其他类别按权重分担")],
                        default="zero",
                        max_length=6,
                        verbose_name="某类没有有效票时",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "筹备"),
                            ("open", "投票中"),
                            ("counted", "已计票，待公布"),
                            ("short", "未达规定人数，票箱未开"),
                            ("published", "已公布"),
                            ("void", "已作废"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("key_name", models.CharField(blank=True, max_length=32)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("counted_by", models.CharField(blank=True, max_length=60)),
                ("counted_on", models.DateField(null=True)),
                ("published_by", models.CharField(blank=True, max_length=60)),
                ("published_on", models.DateField(null=True)),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="作废原因")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.unit",
                        verbose_name="组织单位",
                    ),
                ),
            ],
            options={
                "ordering": ["-closes", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes__gte", models.F("opens"))), name="ballot_closes_after_opening"
                    ),
                    models.CheckConstraint(condition=models.Q(("quorum__lte", 100)), name="ballot_quorum_percent"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                (
                    "voter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="mark",
                        serialize=False,
                        to="ballots.voter",
                    ),
                ),
                ("way", models.CharField(choices=[("screen", "网上"), ("paper", "纸质")], max_length=6)),
            ],
        ),
        migrations.AddField(
            model_name="voter",
            name="ballot",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="voters", to="ballots.ballot"
            ),
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=40)),
                ("weight", models.PositiveIntegerField()),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="questions", to="ballots.ballot"
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
                "constraints": [models.UniqueConstraint(fields=("ballot", "title"), name="question_once")],
            },
        ),
        migrations.CreateModel(
            name="Choice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=20)),
                ("coefficient", models.PositiveIntegerField(null=True)),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="choices", to="ballots.question"
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
                "constraints": [
                    models.UniqueConstraint(fields=("question", "text"), name="choice_once"),
                    models.CheckConstraint(
                        condition=models.Q(("coefficient__isnull", True), ("coefficient__lte", 10000), _connector="OR"),
                        name="choice_coefficient_to_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sealed",
            fields=[
                ("id", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("sealed", models.BinaryField()),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ballots.ballot"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="targets", to="ballots.ballot"
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
                "ordering": ["unit__order", "unit__code"],
                "constraints": [models.UniqueConstraint(fields=("ballot", "unit"), name="target_once")],
            },
        ),
        migrations.CreateModel(
            name="VoterClass",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=30)),
                ("weight", models.PositiveIntegerField()),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="classes", to="ballots.ballot"
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
                "constraints": [models.UniqueConstraint(fields=("ballot", "title"), name="class_once")],
            },
        ),
        migrations.AddField(
            model_name="voter",
            name="voter_class",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="voters", to="ballots.voterclass"
            ),
        ),
        migrations.CreateModel(
            name="Slip",
            fields=[
                ("id", models.CharField(max_length=32, primary_key=True, serialize=False)),
                (
                    "choice",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ballots.choice"
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ballots.question"
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ballots.target"
                    ),
                ),
                (
                    "voter_class",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ballots.voterclass"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PaperBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("papers", models.PositiveIntegerField()),
                ("counts", models.JSONField(default=dict)),
                ("first_account", models.BigIntegerField(null=True)),
                ("first_name", models.CharField(max_length=60)),
                ("second_account", models.BigIntegerField(null=True)),
                ("second_name", models.CharField(blank=True, max_length=60)),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="batches", to="ballots.ballot"
                    ),
                ),
                (
                    "voter_class",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ballots.voterclass"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="voter",
            constraint=models.UniqueConstraint(fields=("ballot", "person"), name="voter_once"),
        ),
    ]
