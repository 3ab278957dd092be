"""The demonstration city: eight brands made by hand get the warnings of a careful official and no others; pages open."""

from __future__ import annotations

from collections import defaultdict

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from touyan.brands.models import Alert, Brand, Pulse
from touyan.demo import brands as demo
from touyan.demo import city
from touyan.organizations.models import Account

pytestmark = pytest.mark.django_db
STATES = {
    "稳企直通车": "steady",
    "法润万家": "resting",
    "提案会客厅": "steady",
    "红色课堂": "steady",
    "书院夜话": "growing",
}


def test_the_eight_and_their_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(city, "BUILDERS", ("organizations", "members", "brands"))  # what brands stand on
    city.load(city_members=120, district_members=6, say=lambda words: None)
    seen: dict[str, set[str]] = defaultdict(set)
    for name, code in Alert.objects.filter(cleared_on__isnull=True).values_list("brand__name", "code"):
        seen[name].add(code)
    assert {name: seen[name] for name in demo.EXPECTED} == {name: set(codes) for name, codes in demo.EXPECTED.items()}
    assert dict(Pulse.objects.filter(brand__name__in=STATES).values_list("brand__name", "state")) == STATES
    assert Brand.objects.get(name="战疫同心桥").life == "closed"
    with override_settings(DEMO=True):
        _open_pages()


def _open_pages() -> None:
    client = Client()
    client.force_login(Account.objects.get(username="office"), "allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["second_factor_seen"] = True
    session.save()
    one = Brand.objects.get(name="稳企直通车")
    for name in (
        "brand_page",
        "brand_heartbeat",
        "brand_records",
        "brand_path",
        "brand_quality",
        "brand_svg",
        "brand_edit",
    ):
        answer = client.get(reverse(name, args=[one.pk]))
        assert answer.status_code == 200, name
    assert "一月一企" in client.get(reverse("brand_svg", args=[one.pk])).content.decode()
    png = client.get(reverse("brand_png", args=[one.pk]))
    assert png.content.startswith(b"\x89PNG") and "attachment" in png.headers["Content-Disposition"]
    for code in ("continuity", "fusion", "solidity", "distinctness", "reach"):
        assert client.get(reverse("brand_reading", args=[one.pk, code])).status_code == 200
    page = client.get(reverse("overview")).content.decode()
    assert "法润万家" in page and "久未见动" in page
    english = client.get(reverse("brand_map"), headers={"accept-language": "en"})
    assert english.status_code == 200
