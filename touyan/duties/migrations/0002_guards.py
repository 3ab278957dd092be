"""The ledger and what was said about its rows can only grow."""

from django.db import migrations

from touyan.core.insert_only import guard


class Migration(migrations.Migration):
    dependencies = [("duties", "0001_initial")]

    operations = [guard("duties_dutyrecord"), guard("duties_confirmation")]
