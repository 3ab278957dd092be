"""Signatures and uses of results are insert-only."""

from django.db import migrations

from touyan.core.insert_only import guard


class Migration(migrations.Migration):
    dependencies = [("assessment", "0001_initial")]
    operations = [guard("assessment_signature"), guard("assessment_resultuse")]
