"""A need becomes a matter only with consent, and is followed until it helped."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from touyan.contacts import selectors, services
from touyan.contacts.models import Matter
from touyan.contacts.rules import MatterState, Network
from touyan.contacts.services import OtherEnd
from touyan.core.errors import Refused
from touyan.members.tests.browser import client_of

pytestmark = pytest.mark.django_db


def raised(cast, pair, actor, *, agreed=False) -> Matter:
    return services.matter_raise(
        actor=actor, pair=pair, title="调研经费不足", request="金丝雀", unit=cast.city, agreed=agreed
    )


def test_written_by_the_contact_it_waits_for_consent(cast, pair):
    matter = raised(cast, pair, cast.secretary)
    assert matter.state == MatterState.PROPOSED
    for actor in (cast.staff, cast.leader, cast.other_secretary):
        assert matter not in selectors.matters(actor)
    with pytest.raises(Refused):
        services.matter_consent(actor=cast.secretary, matter=matter, agree=True)
    services.matter_consent(actor=cast.member, matter=matter, agree=True)
    assert matter in selectors.matters(cast.staff) and matter not in selectors.matters(cast.leader)
    assert Matter.objects.get().due is not None


def test_without_consent_the_words_are_gone(cast, pair):
    services.matter_consent(actor=cast.member, matter=raised(cast, pair, cast.secretary), agree=False)
    assert not Matter.objects.exists()


def test_the_database_holds_no_matter_without_consent(cast, pair):
    with pytest.raises(IntegrityError), transaction.atomic():
        Matter.objects.create(pair=pair, unit=cast.city, title="x", state=MatterState.OPEN)


def test_raised_by_the_person_in_need_it_says_so(cast, pair):
    with pytest.raises(Refused, match="同意"):
        raised(cast, pair, cast.member)
    assert raised(cast, pair, cast.member, agreed=True).state == MatterState.OPEN


def test_followed_until_it_helped(cast, pair):
    matter = raised(cast, pair, cast.member, agreed=True)
    with pytest.raises(Refused):
        services.matter_answer(actor=cast.secretary, matter=matter, answer="已办")
    services.matter_answer(actor=cast.staff, matter=matter, answer="已安排")
    with pytest.raises(Refused):
        services.matter_answer(actor=cast.staff, matter=matter, answer="再答")
    with pytest.raises(Refused):
        services.matter_confirm(actor=cast.staff, matter=matter, helped=True)
    services.matter_confirm(actor=cast.member, matter=matter, helped=False)
    assert matter.state == MatterState.OPEN
    services.matter_answer(actor=cast.staff, matter=matter, answer="已到账")
    services.matter_confirm(actor=cast.member, matter=matter, helped=True)
    assert matter.state == MatterState.HELPED and matter.answers.count() == 2
    with pytest.raises(Refused):
        services.matter_withdraw(actor=cast.member, matter=matter)


def test_an_empty_or_long_answer_stays_at_its_field(cast, pair):
    matter = raised(cast, pair, cast.member, agreed=True)
    client, path = client_of("staff"), reverse("matter_answer", args=[matter.pk])
    assert client.post(path, {"answer": " "}).status_code == 422
    long = client.post(path, {"answer": "已安排经费" * 101})
    assert long.status_code == 422
    assert "已安排经费已安排经费" in long.content.decode() and matter.title in long.content.decode()
    assert client.post(path, {"answer": "已安排经费" * 100}).status_code == 302
    assert matter.answers.get().answer == "已安排经费" * 100


def test_taken_back_the_words_are_emptied(cast, pair):
    matter = raised(cast, pair, cast.member, agreed=True)
    services.matter_withdraw(actor=cast.member, matter=matter)
    assert Matter.objects.get().request == ""


def test_people_of_a_sector_have_no_name_here(cast, roster):
    pair = services.pair_arrange(
        actor=cast.staff,
        unit=cast.city,
        network=Network.PEOPLE,
        contact=cast.zhang,
        other=OtherEnd(sector=roster.zhang.sector),
    )
    with pytest.raises(Refused, match="同意"):
        raised(cast, pair, cast.secretary)
    matter = raised(cast, pair, cast.secretary, agreed=True)
    assert matter.state == MatterState.OPEN and services.raiser_id(pair) == cast.zhang.pk


def test_only_units_below_handle_it(cast, pair):
    other = services.matter_raise
    with pytest.raises(Refused, match="不能办理"):
        from touyan.organizations.models import Unit

        alone = Unit.objects.create(
            code="X", name="别处", short="别处", kind="committee", line="territory", level="city"
        )
        other(actor=cast.member, pair=pair, title="事", request="", unit=alone, agreed=True)


def test_by_browser(cast, pair):
    contact, person, staff = client_of("zhang"), client_of("li"), client_of("staff")
    form = {"title": "调研经费不足", "request": "", "unit": cast.city.pk}
    where = contact.post(reverse("matter_raise", args=[pair.pk]), form)["Location"]
    assert staff.get(where).status_code == 404
    assert "是否同意转办" in person.get(where).content.decode()
    assert "是否同意转办" in person.get("/").content.decode()
    pk = Matter.objects.get().pk
    person.post(reverse("matter_consent", args=[pk]), {"agree": "1"})
    assert "调研经费不足" in staff.get(reverse("matter_list")).content.decode()
    staff.post(reverse("matter_answer", args=[pk]), {"answer": "已安排"})
    assert "已安排" in person.get(where).content.decode()
    person.post(reverse("matter_confirm", args=[pk]), {"helped": "1"})
    assert Matter.objects.get().state == MatterState.HELPED
