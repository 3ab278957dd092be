"""What happened to a brand, and signed decisions, can only grow."""

from django.db import migrations

from touyan.core.insert_only import guard


class Migration(migrations.Migration):
    dependencies = [("brands", "0001_initial")]
    operations = [guard("brands_brandevent"), guard("brands_decision")]
