"""What changed: by whoever was there, of free will, taken back by the writer alone; never in the ledger, so never scored."""

from __future__ import annotations

import pytest
from django.urls import reverse

from touyan.core.errors import Refused
from touyan.duties.models import DutyRecord
from touyan.learning import own_data, services
from touyan.learning.models import Change, Programme
from touyan.learning.tests.study import client_of, made, studied
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db


def attended(cast: Cast, outcome: str) -> Programme:
    programme = made(cast, cast.secretary)
    activity = studied(cast, marks={cast.zhang.pk: "present", cast.li.pk: outcome})
    services.lesson_add(actor=cast.secretary, programme=programme, activity_id=activity.pk)
    return programme


def test_whoever_was_there_may_write_and_nothing_is_booked(cast: Cast) -> None:
    programme = attended(cast, "late")
    before = DutyRecord.objects.count()
    services.change_write(actor=cast.member, programme=programme, text="改了走访办法")
    assert programme.changes.get().by_name == "李四"
    assert DutyRecord.objects.count() == before
    assert own_data.sections(cast.li.pk)[0]["rows"][0]["title"] == "改了走访办法"


@pytest.mark.parametrize("outcome", ["absent", "excused"])
def test_whoever_was_not_there_may_not(cast: Cast, outcome: str) -> None:
    programme = attended(cast, outcome)
    with pytest.raises(Refused) as refusal:
        services.change_write(actor=cast.member, programme=programme, text="改了走访办法")
    assert refusal.value.status == 403


def test_only_the_writer_takes_it_back(cast: Cast) -> None:
    programme = attended(cast, "present")
    line = services.change_write(actor=cast.member, programme=programme, text="改了走访办法")
    with pytest.raises(Refused):
        services.change_withdraw(actor=cast.secretary, programme=programme, change_id=line.pk)
    services.change_withdraw(actor=cast.member, programme=programme, change_id=line.pk)
    assert not Change.objects.exists()


def test_by_the_page_too_long_or_empty_is_a_sentence(cast: Cast) -> None:
    programme, client = attended(cast, "present"), client_of(cast.member)
    path = reverse("change_write", args=[programme.pk])
    for wrong in ("", "   ", "长" * 301, "\x00"):
        assert client.post(path, {"text": wrong}).status_code == 422
    kept = client.post(path, {"text": "改了走访办法" * 51}).content.decode()
    assert "改了走访办法改了走访办法" in kept and programme.title in kept
    assert client.post(path, {"text": "<i>改了</i>"}).status_code == 302
    page = client.get(reverse("programme_page", args=[programme.pk])).content.decode()
    assert "<i>改了</i>" not in page
    assert "&lt;i&gt;改了" in page
