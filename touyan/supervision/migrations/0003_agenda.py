import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0001_initial"),
        ("supervision", "0002_guards"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="meeting",
            name="agenda",
        ),
        migrations.AddField(
            model_name="responsibility",
            name="titles",
            field=models.JSONField(blank=True, default=list, verbose_name="由哪些职务承担"),
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField(verbose_name="排序")),
                ("title", models.CharField(max_length=100, verbose_name="议题")),
                ("minutes", models.PositiveSmallIntegerField(default=0, verbose_name="分钟")),
                ("outcome", models.CharField(blank=True, max_length=400, verbose_name="结论")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="supervision.meeting"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.unit",
                        verbose_name="汇报单位",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "pk"],
                "constraints": [models.UniqueConstraint(fields=("meeting", "order"), name="agenda_in_order")],
            },
        ),
        migrations.AddField(
            model_name="decision",
            name="item",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="decisions",
                to="supervision.agendaitem",
                verbose_name="议题",
            ),
        ),
    ]
