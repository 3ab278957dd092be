"""What the brands room does at night."""

from __future__ import annotations

from django_tasks import task

from touyan.brands import pulse


@task()
def read_brands() -> int:
    """Every running brand is read anew: days pass also where nothing is recorded."""
    return pulse.read_all()
