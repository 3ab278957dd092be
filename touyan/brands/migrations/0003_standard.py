"""The first version of the quality standard, from data/standard.toml, where there is none."""

import tomllib
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).resolve().parents[1] / "data" / "standard.toml"


def fill(apps, editor):
    Standard, Criterion = apps.get_model("brands", "Standard"), apps.get_model("brands", "Criterion")
    if Standard.objects.exists():
        return
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    made = Standard.objects.create(number=1, title=read["title"], effective=read["effective"], by_name="头雁")
    Criterion.objects.bulk_create(
        Criterion(
            standard=made,
            order=order,
            name=one["name"],
            evidence=one["evidence"],
            level=one.get("level", "certified"),
        )
        for order, one in enumerate(read["criterion"], 1)
    )


class Migration(migrations.Migration):
    dependencies = [("brands", "0002_guards")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
