"""What was published and what happened to a task is never rewritten."""

from django.db import migrations

from touyan.core.insert_only import guard


class Migration(migrations.Migration):
    dependencies = [("planning", "0001_initial")]
    operations = [guard("planning_edition"), guard("planning_taskevent")]
