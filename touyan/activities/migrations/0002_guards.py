"""Arrivals can only grow."""

from django.db import migrations

from touyan.core.insert_only import guard


class Migration(migrations.Migration):
    dependencies = [("activities", "0001_initial")]

    operations = [guard("activities_arrival")]
