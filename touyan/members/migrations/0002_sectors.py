"""Begin with the national list of sectors."""

from typing import Any

from django.db import migrations

from touyan.members.seeds import sectors_seed


def seed(apps: Any, _editor: Any) -> None:
    sectors_seed(apps.get_model("members", "Sector"))


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
