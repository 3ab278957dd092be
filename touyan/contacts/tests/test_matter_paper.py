"""Whoever has no account consents on paper: printed, signed, its day written down by the contact; nobody sees it before."""

import datetime as dt

import pytest
from django.urls import reverse

from touyan.contacts import selectors, services
from touyan.contacts.models import Matter, Pair
from touyan.contacts.rules import MatterState, Network
from touyan.core import clock
from touyan.core.errors import Refused
from touyan.members.tests.browser import client_of
from touyan.organizations.models import Account
from touyan.organizations.tests.cast import DAY, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(cast) -> Matter:
    """张三 wrote down what 赵六, who has no account, needs."""
    zhao = person("赵六")
    pair = Pair.objects.create(unit=cast.city, network=Network.MEMBERS, contact=cast.zhang, other=zhao, start=DAY)
    return services.matter_raise(
        actor=cast.secretary, pair=pair, title="调研经费不足", request="金丝雀", unit=cast.city, agreed=False
    )


def test_only_with_the_day_of_the_signature(cast, waiting):
    for signed in (None, clock.today() + dt.timedelta(days=1), clock.today() - dt.timedelta(days=400)):
        with pytest.raises(Refused, match="签字的日期"):
            services.matter_consent(actor=cast.secretary, matter=waiting, agree=True, signed=signed)
    assert waiting not in selectors.matters(cast.staff)
    services.matter_consent(actor=cast.secretary, matter=waiting, agree=True, signed=clock.today())
    assert (waiting.state, waiting.paper) == (MatterState.OPEN, clock.today())
    assert waiting in selectors.matters(cast.staff)


def test_followed_to_the_end_by_the_word_of_the_contact(cast, waiting):
    services.matter_consent(actor=cast.secretary, matter=waiting, agree=True, signed=clock.today())
    services.matter_answer(actor=cast.staff, matter=waiting, answer="已安排")
    with pytest.raises(Refused):
        services.matter_confirm(actor=cast.staff, matter=waiting, helped=True)
    services.matter_confirm(actor=cast.secretary, matter=waiting, helped=True)
    assert waiting.state == MatterState.HELPED


def test_with_an_account_of_ones_own_the_contact_speaks_no_more(cast, waiting):
    Account.objects.create_user("zhao", "touyan-pass-1", person=waiting.pair.other)
    with pytest.raises(Refused, match="本人"):
        services.matter_consent(actor=cast.secretary, matter=waiting, agree=True, signed=clock.today())


def test_the_sheet_is_for_the_contact_alone(cast, waiting):
    path = reverse("matter_paper", args=[waiting.pk])
    page = client_of("zhang").get(path).content.decode()
    assert "金丝雀" in page
    assert "本人签字" in page
    for other in ("li", "staff", "leader", "other"):
        assert client_of(other).get(path).status_code == 404
    client, consent = client_of("zhang"), reverse("matter_consent", args=[waiting.pk])
    assert "打印同意书" in client.get(reverse("matter_page", args=[waiting.pk])).content.decode()
    assert client.post(consent, {"agree": "1", "signed": "后天"}).status_code == 422
    assert client.post(consent, {"agree": "1", "signed": clock.today().isoformat()}).status_code == 302
    assert client.get(path).status_code == 404


def test_declined_the_words_are_gone(cast, waiting):
    client_of("zhang").post(reverse("matter_consent", args=[waiting.pk]))
    assert not Matter.objects.exists()
