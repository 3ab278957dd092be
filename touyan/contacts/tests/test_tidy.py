"""What is promised to be deleted is deleted, by the night's job, and no sooner."""

import datetime as dt

import pytest

from touyan.contacts import services
from touyan.contacts.models import Matter, Pair, Talk
from touyan.contacts.rules import TalkKind
from touyan.contacts.schedule import SCHEDULE, tidy
from touyan.core import clock
from touyan.core.jobs.schedule import scheduled
from touyan.members.schedule import tidy as roster_tidy

pytestmark = pytest.mark.django_db


def test_a_year_after_its_end_a_pair_is_gone_with_its_talks(cast, pair):
    services.talk_record(actor=cast.secretary, pair=pair, day=clock.today(), kind=TalkKind.FACE)
    for days, left in ((364, 1), (366, 0)):
        end = clock.today() - dt.timedelta(days=days)
        Pair.objects.update(start=end - dt.timedelta(days=30), end=end)
        tidy.func()
        assert (Pair.objects.count(), Talk.objects.count()) == (left, left)


def test_a_closed_matter_goes_after_a_year_and_a_running_one_keeps_its_pair(cast, pair):
    matter = services.matter_raise(
        actor=cast.member, pair=pair, title="调研经费不足", request="", unit=cast.city, agreed=True
    )
    ago = clock.today() - dt.timedelta(days=800)
    Pair.objects.update(start=ago, end=ago)
    tidy.func()
    assert (Matter.objects.count(), Pair.objects.count()) == (1, 1)
    Matter.objects.filter(pk=matter.pk).update(closed=clock.now() - dt.timedelta(days=366))
    tidy.func()
    assert (Matter.objects.count(), Pair.objects.count()) == (0, 0)


def test_every_night(cast):
    assert {"contacts.tidy", "members.tidy"} <= {one.name for one in scheduled()}
    assert SCHEDULE[0].cron.split()[1] == "3"
    assert set(roster_tidy.func()) == {"keys", "phones", "files"}
