"""Every field about a person says what it is for. A field without it fails here."""

import pytest
from django.apps import apps
from django.db import models

from touyan.core.rooms import collect
from touyan.members.personal import inventory

ABOUT_PEOPLE = ["organizations.Person", "organizations.Account", "members.Member", "members.DataRequest"]
NOT_PERSONAL = {"id", "version", "is_active", "created", "answered_at", "state", "start", "end", "last_login"}
TELLING = {"phone", "mobile", "email", "birth", "birthday", "gender", "ethnicity", "identity", "family"}
FORBIDDEN = ("id_number", "idcard", "identity_card", "religio", "health", "bank", "latitude", "longitude", "face_")


def declared() -> set[str]:
    return {key for _room, fields in collect("personal", "FIELDS") for key in fields}


def fields_of(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.concrete_fields if not field.is_relation]


def undeclared(labels: list[str]) -> list[str]:
    keys = [
        f"{model._meta.label_lower}.{field.name}"
        for model in (apps.get_model(label) for label in labels)
        for field in fields_of(model)
        if field.name not in NOT_PERSONAL
    ]
    return [key for key in keys if key not in declared()]


def test_every_field_about_people_is_declared() -> None:
    assert undeclared(ABOUT_PEOPLE) == []


def test_the_control_an_unknown_field_is_found() -> None:
    assert undeclared(["core.JournalEntry"]) != []


def test_telling_names_anywhere_are_declared() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("touyan.")]
    telling = [
        f"{model._meta.label_lower}.{field.name}"
        for model in ours
        for field in fields_of(model)
        if TELLING & set(field.name.split("_"))
    ]
    assert [key for key in telling if key not in declared()] == []


def test_what_is_never_held() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("touyan.")]
    held = [
        f"{m._meta.label}.{f.name}"
        for m in ours
        for f in m._meta.concrete_fields
        if any(w in f"{f.name}_" for w in FORBIDDEN)
    ]
    assert held == []


def test_declared_fields_exist_and_say_everything() -> None:
    for entry in inventory():
        room, model, name = entry.key.split(".")
        assert apps.get_model(room, model)._meta.get_field(name)
        assert str(entry.personal.purpose) and str(entry.personal.kept) and entry.personal.label


@pytest.mark.django_db
def test_tidying_keeps_the_promise(cast, roster):
    import datetime as dt

    from touyan.members.models import Member
    from touyan.members.tidy import keys_renew_all, phones_expire

    Member.objects.filter(pk=roster.li.pk).update(start=dt.date(2020, 1, 1), end=dt.date(2020, 2, 1), sort_stroke="0")
    assert phones_expire() == 1
    assert Member.objects.get(pk=roster.li.pk).phone == ""
    assert Member.objects.get(pk=roster.zhang.pk).phone
    assert keys_renew_all() == 1 and keys_renew_all() == 0
