"""The journal is insert-only from its first day."""

from typing import ClassVar

from django.db import migrations

from touyan.core.insert_only import guard


class Migration(migrations.Migration):
    dependencies: ClassVar = [("core", "0001_initial")]
    operations: ClassVar = [guard("core_journalentry")]
