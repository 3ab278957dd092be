"""Versions of reports and steps of difficulties are never rewritten."""

from django.db import migrations

from touyan.core.insert_only import guard


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_initial")]
    operations = [guard("supervision_reportversion"), guard("supervision_difficultystep")]
