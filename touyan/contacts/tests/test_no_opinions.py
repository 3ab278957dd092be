"""There is no field in which an opinion of a named person could be kept; planted words are seen by nobody else."""

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from touyan.contacts import services
from touyan.contacts.models import Pair, Talk
from touyan.members.tests.browser import client_of
from touyan.organizations.models import Account, Person

FREE = (models.TextField, models.CharField, models.JSONField, models.FileField, models.BinaryField)
# Every field of free words in a model that names a person, and what it may hold.
WORDS = {
    "contacts.matter.title": "a need, agreed to by who has it",
    "contacts.matter.request": "the same in detail",
    "contacts.matteranswer.answer": "what a unit did about it",
    "contacts.contactrule.basis": "an article of a rule",
    "members.member.number": "a number",
    "members.member.ethnicity": "as official lists print it",
    "members.member.work": "as official lists print it",
    "members.member.expertise": "a field of work",
    "members.member.phone": "a telephone",
    "members.member.sort_as": "a name",
    "members.member.reading": "a reading",
    "members.member.sort_stroke": "a key",
    "members.member.sort_pinyin": "a key",
    "members.member.letters": "a key",
    "members.datarequest.field": "name of a field",
    "members.datarequest.wanted": "what the person says of the own data",
    "members.datarequest.words": "what the person says of the own data",
    "members.datarequest.answer": "an answer to that person",
    "members.rosterimport.key": "a key",
    "members.rosterimport.name": "name of a file",
    "members.rosterimport.digest": "a digest",
    "members.rosterimport.kind": "kind of a file",
    "members.rosterimport.problems": "what is wrong in which row",
    "members.rosterimport.unknown": "headings",
    "members.rosterimport.fault": "why a file was not read",
    "members.sector.code": "a code",
    "members.sector.name": "name of a sector",
    "members.sector.short": "name of a sector",
}
ROOMS = ("contacts", "members")


def free_words(model: type[models.Model]) -> list[str]:
    return [
        f"{model._meta.label_lower}.{field.name}"
        for field in model._meta.concrete_fields
        if isinstance(field, FREE) and not field.choices
    ]


def test_every_field_of_words_is_known_for_what_it_holds() -> None:
    found = [name for room in ROOMS for model in apps.get_app_config(room).get_models() for name in free_words(model)]
    assert sorted(found) == sorted(WORDS)


def test_a_talk_is_pair_day_and_kind() -> None:
    assert {field.name for field in Talk._meta.get_fields()} == {"id", "pair", "day", "kind", "account"}
    assert free_words(Talk) == [] and free_words(Pair) == []


def test_the_control_a_note_would_be_found() -> None:
    class Noted(models.Model):
        person = models.ForeignKey(Person, on_delete=models.CASCADE)
        impression = models.TextField()

        class Meta:
            app_label = "contacts_control"

    assert free_words(Noted) == ["contacts_control.noted.impression"]


def test_no_mood_anywhere_in_the_house() -> None:
    words = ("opinion_of", "attitude", "mood", "impression", "thought", "sentiment", "remark_on", "evaluation_of")
    ours = [model for model in apps.get_models() if model.__module__.startswith("touyan.")]
    held = [
        f"{m._meta.label}.{f.name}" for m in ours for f in m._meta.concrete_fields if any(w in f.name for w in words)
    ]
    assert held == []


@pytest.mark.once
@pytest.mark.django_db
def test_planted_words_are_seen_by_the_two_alone(cast, pair):
    """The pages of a need that nobody has agreed to yet, for every other persona; tests/test_canary.py walks the house."""
    canary = "金丝雀7391"
    matter = services.matter_raise(
        actor=cast.secretary, pair=pair, title=canary, request=canary, unit=cast.city, agreed=False
    )
    pages = [reverse(name, args=[matter.pk]) for name in ("matter_page", "matter_paper")]
    pages += [
        reverse("pair_page", args=[pair.pk]),
        reverse("matter_list"),
        reverse("contacts_arrange"),
        reverse("contacts_coverage"),
    ]
    seen = []
    for account in Account.objects.exclude(username__in=["zhang", "li"]):
        client = client_of(account.username)
        for url in pages:
            answer = client.get(url)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            if canary.encode() in body:
                seen.append((account.username, url))
    assert seen == []
    assert canary in client_of("li").get(reverse("matter_page", args=[matter.pk])).content.decode()  # the control
