"""Reminders: before the deadline and not after it, one digest a day, on working days by the office's own table."""

from __future__ import annotations

import datetime as dt

import pytest

from touyan.core.errors import Refused
from touyan.organizations.tests.cast import Cast
from touyan.planning import selectors, services
from touyan.planning.models import AnnouncedYear, Digest, SpecialDay, Task
from touyan.planning.rules import is_quiet
from touyan.planning.tests import planned

pytestmark = pytest.mark.django_db
FRIDAY = dt.date(2026, 5, 22)  # five working days before Sunday 31 May


@pytest.fixture
def issued(cast: Cast) -> Cast:
    planned.issue(cast)
    return cast


def tasks_in(digest: Digest) -> set[str]:
    return {Task.objects.get(pk=pk).period for pk in digest.tasks}


def test_one_digest_a_day_however_often_the_job_runs(issued: Cast) -> None:
    assert services.digests_make(day=FRIDAY) == 1
    assert services.digests_make(day=FRIDAY) == 0
    digest = Digest.objects.get()
    assert digest.person == issued.zhang and tasks_in(digest) == {"2026-M05"}


def test_nothing_after_the_deadline(issued: Cast) -> None:
    services.digests_make(day=dt.date(2026, 6, 2))
    assert not Digest.objects.exists()


def test_rest_days_are_quiet_and_a_worked_saturday_is_not(issued: Cast) -> None:
    assert services.digests_make(day=dt.date(2026, 5, 30)) == 0
    services.holiday_save(actor=issued.staff, day=dt.date(2026, 5, 30), kind="workday", name="调休")
    assert services.digests_make(day=dt.date(2026, 5, 30)) == 1


def test_a_longer_lead_and_no_reminders_at_all(issued: Cast) -> None:
    services.reminder_choose(actor=issued.secretary, lead=7, off=False)
    assert services.digests_make(day=FRIDAY) == 0
    assert services.digests_make(day=dt.date(2026, 5, 20)) == 1
    services.reminder_choose(actor=issued.secretary, lead=5, off=True)
    assert services.digests_make(day=FRIDAY) == 0


def test_done_tasks_are_not_reminded_of(issued: Cast) -> None:
    Task.objects.filter(period="2026-M05").update(state="done", done_on=dt.date(2026, 5, 2))
    assert services.digests_make(day=FRIDAY) == 0


def test_a_year_without_its_notice_says_so(cast: Cast) -> None:
    AnnouncedYear.objects.filter(year=2027).delete()
    assert selectors.working_calendar().add(dt.date(2027, 1, 4), 3).unannounced == (2027,)
    services.year_announce(actor=cast.staff, year=2027, source="国办发明电〔2026〕8号")
    assert selectors.working_calendar().add(dt.date(2027, 1, 4), 3).certain


def test_only_city_staff_keep_the_table(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        services.holiday_save(actor=cast.secretary, day=FRIDAY, kind="rest", name="x")
    assert refusal.value.status == 403
    assert not SpecialDay.objects.filter(day=FRIDAY).exists()


def test_the_chosen_hour_and_quiet_hours_are_kept(issued: Cast) -> None:
    services.reminder_choose(actor=issued.secretary, lead=5, off=False, hour=12, quiet_from=19, quiet_until=10)
    assert [services.digests_make(day=FRIDAY, hour=hour) for hour in (8, 11, 19, 23)] == [0, 0, 0, 0]
    assert services.digests_make(day=FRIDAY, hour=13) == 1, "an hour that was missed is made up for"
    with pytest.raises(Refused, match="免打扰"):
        services.reminder_choose(actor=issued.secretary, lead=5, off=False, hour=8, quiet_from=19, quiet_until=10)


def test_once_a_week_names_what_falls_due_before_the_next(issued: Cast) -> None:
    services.reminder_choose(actor=issued.secretary, lead=2, off=False, rhythm="weekly")
    assert services.digests_make(day=FRIDAY) == 0
    assert services.digests_make(day=dt.date(2026, 5, 25)) == 1, "Monday"
    assert services.digests_make(day=dt.date(2026, 5, 26)) == 0
    assert tasks_in(Digest.objects.get()) == {"2026-M05"}


@pytest.mark.parametrize(("hour", "quiet"), [(7, True), (8, False), (19, False), (20, True), (0, True)])
def test_quiet_hours_go_over_midnight(hour: int, quiet: bool) -> None:
    assert is_quiet(hour, 20, 8) is quiet
    assert not is_quiet(hour, 8, 8), "equal ends mean none"
