import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0002_guards"),
        ("organizations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Campaign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=100, verbose_name="名称")),
                ("call", models.TextField(max_length=1000, verbose_name="号召")),
                ("need", models.CharField(blank=True, max_length=200, verbose_name="需要什么人")),
                (
                    "state",
                    models.CharField(choices=[("open", "进行中"), ("closed", "已结束")], default="open", max_length=10),
                ),
                ("result", models.TextField(blank=True, max_length=2000, verbose_name="结果")),
                ("by_name", models.CharField(max_length=60)),
                ("created", models.DateTimeField(auto_now_add=True)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="campaigns",
                        to="organizations.unit",
                        verbose_name="发起单位",
                    ),
                ),
            ],
            options={
                "ordering": ["-created"],
            },
        ),
        migrations.CreateModel(
            name="Shift",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("wanted", models.PositiveSmallIntegerField(verbose_name="需要人数")),
                (
                    "activity",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="shift", to="activities.activity"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="shifts", to="activities.campaign"
                    ),
                ),
            ],
            options={
                "ordering": ["activity__starts"],
            },
        ),
        migrations.CreateModel(
            name="Venue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("hall", "民生议事堂"),
                            ("house", "委员之家"),
                            ("studio", "委员工作室"),
                            ("station", "协商驿站"),
                            ("centre", "协商民主实践中心"),
                            ("post", "工作站"),
                            ("liaison", "联络室"),
                        ],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("address", models.CharField(max_length=120, verbose_name="地址")),
                ("hours", models.CharField(blank=True, max_length=120, verbose_name="开放时间")),
                ("reach", models.CharField(blank=True, max_length=200, verbose_name="群众怎样联系")),
                ("about", models.TextField(blank=True, max_length=1000, verbose_name="在这里可以做什么")),
                ("active", models.BooleanField(default=True, verbose_name="使用中")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="venues",
                        to="organizations.unit",
                        verbose_name="管理单位",
                    ),
                ),
            ],
            options={
                "ordering": ["unit__order", "kind", "name"],
                "constraints": [models.UniqueConstraint(fields=("unit", "name"), name="venue_once_per_unit")],
            },
        ),
        migrations.AddField(
            model_name="activity",
            name="venue",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="activities",
                to="activities.venue",
                verbose_name="阵地",
            ),
        ),
        migrations.CreateModel(
            name="VenueDuty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="日期")),
                ("starts", models.TimeField(verbose_name="开始")),
                ("ends", models.TimeField(verbose_name="结束")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                    ),
                ),
                (
                    "venue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="duties", to="activities.venue"
                    ),
                ),
            ],
            options={
                "ordering": ["day", "starts"],
                "constraints": [
                    models.UniqueConstraint(fields=("venue", "person", "day"), name="venue_duty_once"),
                    models.CheckConstraint(
                        condition=models.Q(("ends__gt", models.F("starts"))), name="venue_duty_ends_later"
                    ),
                ],
            },
        ),
    ]
