"""The copy of one's own data is whole: every table that names a person is in it, or says why not."""

import json

import pytest
from django.apps import apps
from django.urls import reverse

from touyan.duties import services as duty_services
from touyan.duties.tests.ledger_cast import draft
from touyan.members.tests.browser import client_of
from touyan.organizations.models import Account, Person

pytestmark = pytest.mark.django_db
COPIED = {
    "members.Member": "seats",
    "organizations.Account": "account",
    "duties.DutyRecord": "duties/own_data",
    "duties.OwnWords": "duties/own_data",
    "activities.Invitation": "activities/own_data",
    "contacts.Pair": "contacts/own_data",
    "organizations.Membership": "places",
    "organizations.Post": "posts",
}
OTHERWISE = {
    "activities.Arrival": "becomes a row of the ledger; the raw entry is deleted with the event",
    "activities.VenueDuty": "a rota that is published at the venue",
    "planning.Task": "an office's task; the person is its responsible officer",
    "planning.ReminderChoice": "a setting, shown where it is set",
    "planning.Digest": "a message already sent to the person",
    "brands.Brand": "a unit's brand; the person is its responsible officer",
    "ballots.Voter": "the roll of a ballot, shown to the voter where the vote is cast; how one voted is kept nowhere",
    "assessment.OutsideItem": "an office's indicator; the person is asked for one figure",
    "assessment.Result": "shown clause by clause on 我的得分, with its own copy",
    "supervision.Meeting": "an office's record; the leader is named by post",
    "supervision.Guidance": "an office's record; the leader is named by post",
    "supervision.Difficulty": "an office's record; the leader is named by post",
    "supervision.RatingTicket": "anonymous by design: nobody can be told who rated",
    "supervision.RatingMark": "anonymous by design: nobody can be told who rated",
}


def test_every_table_that_names_a_person_is_copied_or_says_why() -> None:
    naming = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is Person
    }
    assert naming - set(COPIED) - set(OTHERWISE) == set()


def test_the_copy_holds_ledger_and_places_and_nobody_elses(cast, roster):
    duty_services.record_post(actor=cast.secretary, draft=draft(cast))
    for username, person in (("zhang", cast.zhang), ("li", cast.li)):
        text = client_of(username).get(reverse("my_data_copy")).content.decode()
        copy = json.loads(text)
        assert copy["places"] and copy["name"] == person.name
    zhang = client_of("zhang").get(reverse("my_data_copy")).content.decode()
    assert "13800000002" not in zhang and any(post["post"] for post in json.loads(zhang)["posts"])


@pytest.mark.once
def test_a_telephone_is_seen_in_full_by_its_owner_alone(cast, roster):
    """The pages on which it stands, as every persona; tests/test_canary.py walks the whole house with another."""
    pages = [reverse(name) for name in ("my_data", "my_data_copy", "member_roster")]
    pages.append(reverse("member_page", args=[roster.li.pk]))
    seen = set()
    for account in Account.objects.all():
        client = client_of(account.username)
        for url in pages:
            answer = client.get(url)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            if b"13800000002" in body:
                seen.add((account.username, url))
    assert seen == {("li", reverse("my_data")), ("li", reverse("my_data_copy"))}
