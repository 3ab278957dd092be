"""Work is recorded once and linked; the heartbeat follows the ledger; records move; a unit closes."""

from __future__ import annotations

import datetime as dt
import secrets

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from touyan.activities import services as activities
from touyan.activities.tests.held import kind
from touyan.brands import heartbeat, pulse, services
from touyan.brands.models import Alert, Brand, Deed, Promise, Pulse
from touyan.brands.tests import made
from touyan.core.errors import Refused
from touyan.duties import services as duties
from touyan.duties.models import DutyRecord
from touyan.organizations import services as organizations
from touyan.organizations.models import Account
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOW = dt.datetime(2026, 6, 20, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _june() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def linked(cast: Cast, brand: Brand, months: range) -> list[Deed]:
    promise = brand.promises.get()
    return [
        services.deed_link(actor=cast.secretary, promise=promise, work=made.visit(cast, 2026, month).work)
        for month in months
    ]


def test_linked_work_is_read(cast: Cast) -> None:
    brand = made.published(cast)
    linked(cast, brand, range(1, 6))
    row = Pulse.objects.get(brand=brand)
    assert (row.deeds, row.kept, row.fusion, row.last_day) == (5, 5, 100, dt.date(2026, 5, 12))
    assert row.promised == 12  # from June 2025 to May 2026
    again = services.deed_link(
        actor=cast.secretary,
        promise=brand.promises.get(),
        work=Deed.objects.first().work,  # type: ignore[union-attr]
    )
    assert Deed.objects.count() == 5 and again.pk in set(Deed.objects.values_list("pk", flat=True))


def test_what_has_no_outcome_is_no_proof(cast: Cast) -> None:
    brand = made.published(cast)
    work = made.visit(cast, 2026, 5, outcome="").work
    deed = services.deed_link(actor=cast.secretary, promise=brand.promises.get(), work=work)
    assert not deed.counts and Pulse.objects.get(brand=brand).deeds == 0


def test_a_withdrawn_attendance_reaches_the_brand(cast: Cast, django_capture_on_commit_callbacks: object) -> None:
    brand = made.published(cast)
    (deed,) = linked(cast, brand, range(5, 6))
    assert deed.counts and deed.faces == str(cast.zhang.pk)
    row = DutyRecord.objects.get(work=deed.work, person=cast.zhang)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        duties.record_correct(actor=cast.staff, record=row, changes={"outcome": "absent"}, reason="当天没有到")
    deed.refresh_from_db()
    assert not deed.counts and Pulse.objects.get(brand=brand).deeds == 0


def test_proposals_come_with_their_promise_and_are_asked_once(cast: Cast) -> None:
    brand = made.published(cast)
    visit = made.visit(cast, 2026, 4)
    other = made.visit(cast, 2026, 5)
    found = heartbeat.proposals(cast.secretary, brand)
    assert [one.work.pk for one in found] == [other.work_id, visit.work_id]
    assert {one.promise.what for one in found} == {"走访一家企业"}
    services.work_dismiss(actor=cast.secretary, brand=brand, work=visit.work)
    services.deed_link(actor=cast.secretary, promise=brand.promises.get(), work=other.work)
    assert heartbeat.proposals(cast.secretary, brand) == []


def test_a_record_moves_between_brands_and_both_are_read(cast: Cast) -> None:
    one, two = made.published(cast), made.published(cast, name="另一个")
    (deed,) = linked(cast, one, range(5, 6))
    services.deed_move(actor=cast.secretary, deed=deed, promise=two.promises.get())
    assert [Pulse.objects.get(brand=brand).deeds for brand in (one, two)] == [0, 1]
    copy = services.deed_link(actor=cast.secretary, promise=one.promises.get(), work=deed.work)
    with pytest.raises(Refused):
        services.deed_move(actor=cast.secretary, deed=copy, promise=two.promises.get())


def test_one_after_a_record_equals_all_at_once(cast: Cast) -> None:
    top = made.published(cast, name="总")
    nest = [made.published(cast, name=f"品牌{n}", parent=top) for n in range(3)]
    for number, brand in enumerate(nest):
        linked(cast, brand, range(2, 4 + number))
    fields = ("state", *pulse.readings.CODES, "deeds", "kept", "promised", "nearest_id")
    alone = list(Pulse.objects.order_by("brand_id").values_list(*fields))
    pulse.read_all()
    assert list(Pulse.objects.order_by("brand_id").values_list(*fields)) == alone


def test_a_closed_unit_keeps_its_past_and_asks_for_a_home(
    cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    brand = made.published(cast)
    linked(cast, brand, range(1, 4))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        organizations.unit_close(actor=cast.staff, unit=cast.branch, day=dt.date(2026, 3, 31))
    assert [alert.code for alert in Alert.objects.filter(cleared_on__isnull=True)] == ["orphan"]
    assert Pulse.objects.get(brand=brand).kept == 3
    new = services.brand_hand_over(actor=cast.staff, brand=brand, to=cast.other_branch, reason="两个支部合并")
    assert (new.life, new.predecessor_id, new.unit_id) == ("draft", brand.pk, cast.other_branch.pk)
    assert new.promises.get().what == "走访一家企业" and new.elements.count() == 2
    assert not Alert.objects.filter(cleared_on__isnull=True).exists()
    brand.refresh_from_db()
    with pytest.raises(Refused):
        services.deed_link(actor=cast.staff, promise=brand.promises.get(), work=brand.deeds.first().work)  # type: ignore[union-attr]


def test_a_cancelled_activity_counts_no_longer(cast: Cast, django_capture_on_commit_callbacks: object) -> None:
    from touyan.activities.tests.held import invited

    brand = made.published(cast)
    planned = invited(cast)
    if planned.work is None:
        return
    deed = services.deed_link(actor=cast.secretary, promise=brand.promises.get(), work=planned.work)
    assert not deed.counts
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        activities.activity_cancel(actor=cast.secretary, activity=planned, reason="台风")
    assert Deed.objects.get().counts is False


def test_who_may_link(cast: Cast) -> None:
    brand, work = made.published(cast), made.visit(cast, 2026, 5).work
    promise: Promise = brand.promises.get()
    for who in ("member", "other_secretary", "leader", "district_staff"):
        with pytest.raises(Refused):
            services.deed_link(actor=getattr(cast, who), promise=promise, work=work)
    assert services.deed_link(actor=cast.staff, promise=promise, work=work).linked_by


def test_the_tick_reaches_the_record_and_the_reading_of_reach(cast: Cast, client: Client) -> None:
    """What the unit ticks counts as work with residents; what the record says itself is not asked again."""
    brand, known = made.published(cast), made.visit(cast, 2026, 4).work
    plain = made.visit(cast, 2026, 5, kind=kind("study"), title="走访一家企业前的学习").work
    client.force_login(Account.objects.get(pk=cast.secretary.account_id), BACKEND)
    page = reverse("brand_records", args=[brand.pk])
    first = client.get(page).content.decode()
    assert first.count('type="checkbox" name="residents"') == 1 and first.count("有群众参加") == 2
    for work, ticks in ((plain, {"residents": "on"}), (known, {})):
        said = {"promise": brand.promises.get().pk, "work": work.pk, "once": secrets.token_hex(16), **ticks}
        assert client.post(reverse("deed_link", args=[brand.pk]), said).status_code == 302
    assert list(Deed.objects.order_by("pk").values_list("residents", flat=True)) == [True, True]
    assert client.get(page).content.decode().count("有群众参加") == 2
    unticked = made.visit(cast, 2026, 3, kind=kind("study")).work
    services.deed_link(actor=cast.secretary, promise=brand.promises.get(), work=unticked)
    reach = heartbeat.reading_page(cast.secretary, brand.pk, "reach")["line"]
    assert [(part.got, part.of) for _words, part in reach.parts if part.code == "residents"] == [(2, 3)]


def test_without_the_tick_nothing_is_claimed(cast: Cast) -> None:
    """A link alone says nothing of residents; a later tick on the same link is taken over."""
    brand, work = made.published(cast), made.visit(cast, 2026, 5, kind=kind("study")).work
    promise = brand.promises.get()
    assert services.deed_link(actor=cast.secretary, promise=promise, work=work).residents is False
    assert services.deed_link(actor=cast.secretary, promise=promise, work=work, residents=True).residents is True
    assert services.deed_link(actor=cast.secretary, promise=promise, work=work).residents is True
