"""What the brands room does when something happens below. Every subscriber bears being called twice."""

from __future__ import annotations

from touyan.activities.models import Activity
from touyan.brands import pulse, services
from touyan.brands.models import Brand, Deed
from touyan.core import events
from touyan.duties.models import DutyRecord


@events.subscribe("activity_held")
@events.subscribe("activity_moved")
@events.subscribe("activity_cancelled")
def activity_changed(activity_id: int) -> None:
    """A linked activity took place, was moved or cancelled: its link says so."""
    works = Activity.objects.filter(pk=activity_id, work__isnull=False).values_list("work_id", flat=True)
    services.deeds_refresh(work_ids=list(works))


@events.subscribe("records_booked")
def records_booked(committee_id: int, first: int, last: int) -> None:
    """New rows of the ledger: linked works among them have a new station or other people."""
    rows = DutyRecord.objects.filter(committee_id=committee_id, seq__range=(first, last), work__isnull=False)
    linked = Deed.objects.filter(work_id__in=rows.values("work_id"))
    services.deeds_refresh(work_ids=set(linked.values_list("work_id", flat=True)))


@events.subscribe("record_corrected")
def record_corrected(record_id: int, corrects_id: int) -> None:
    """A row was corrected or withdrawn."""
    rows = DutyRecord.objects.filter(pk__in=[record_id, corrects_id], work__isnull=False)
    services.deeds_refresh(work_ids=set(rows.values_list("work_id", flat=True)))


@events.subscribe("unit_closed")
def unit_closed(unit_id: int) -> None:
    """Promises of a closed unit are asked no longer; its brands wait to be handed over or to end with honours."""
    pulse.read_around(Brand.objects.filter(unit_id=unit_id).values_list("pk", flat=True))
