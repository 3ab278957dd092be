"""Work of this room that runs in the background."""

from __future__ import annotations

from django_tasks import task

from touyan.core.jobs import in_slices
from touyan.documents.exports import export_slice, exports_tidy


@task()
@in_slices
def make_export(export_id: int) -> bool:
    """Some more parts of a file that somebody waits for; True while there are more."""
    return export_slice(export_id)


@task()
def tidy_exports() -> int:
    """Delete files that nobody took within a day."""
    return exports_tidy()
