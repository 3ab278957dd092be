"""Every published rule for units goes through the product once: taken from the library, signed, marked, computed, looked at."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from touyan.assessment import library, lines_units, scheme, selectors_units, services, services_scheme, services_units
from touyan.assessment.compute import compute
from touyan.assessment.models import MarkDuty, Result, SchemeText, TraceRow
from touyan.assessment.rules import RunState
from touyan.assessment.services_units import Given
from touyan.assessment.tests import whole
from touyan.core import clock
from touyan.organizations.models import Account, Unit
from touyan.organizations.policy import Actor
from touyan.organizations.tests.cast import Cast
from touyan.scoring.model import Scheme

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ONE = 10_000
NAMES = sorted(one.name for one in library.shelf() if any(not scheme.scores_people(part) for part in one.schemes))

PLAIN = {
    "example-units",
    "org-jingmen-party",
    "org-rank-points",
    "org-zhuzhou-bonus",
    "org-yanzhou-audit",
    "hubei-guangshui",
}
"""One of each make runs every time, the others in the long campaigns."""


@pytest.fixture
def looks(cast: Cast, client: Client) -> Client:
    """The assessment office at its desk."""
    office = Account.objects.get(pk=cast.assessor.account_id)
    client.force_login(office, "allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["second_factor_seen"] = True
    session.save()
    Unit.objects.update(start="2010-01-01")  # the rules speak of years before the cast's
    return client


def fitted(cast: Cast, name: str) -> SchemeText:
    """The rule as a draft of the city's whose subjects are the branches, signed."""
    draft = services_scheme.library_take(actor=cast.assessor, body=cast.city, name=name)
    text = re.sub(r"(对象类别: )(\[[^\]]*\]|[^,}\s]+)", r"\1党员履职临时党支部", draft.text)
    draft = services.scheme_write(actor=cast.assessor, draft=draft, text=text, row_version=draft.row_version)
    return services.scheme_adopt(actor=cast.leader, draft=draft)


def mark(cast: Cast, own: Actor, text: SchemeText, part: Scheme) -> int:
    """An office fills every line there is for one branch, half of what can be given; how many entries."""
    lines = lines_units.lines_of(part)
    services_units.lines_assign(
        actor=cast.assessor, text=text, part=part.key, due=clock.today(),
        offices={(one.node, one.rate): cast.subgroup for one in lines},
    )  # fmt: skip
    for duty in MarkDuty.objects.filter(scheme=text, part=part.key):
        line = selectors_units.line_for(duty)
        amount = (line.low + line.high) // 2 if line.kind == "mark" else ONE
        given = Given(cast.branch, amount, part.window.start, line.options[0].key if line.options else "", "", "查过")
        services_units.marks_give(actor=own, duty=duty, given=[given])
    return len(lines)


@pytest.mark.parametrize("name", [pytest.param(one, marks=[] if one in PLAIN else [pytest.mark.deep]) for one in NAMES])
def test_a_rule_for_units_runs_through_the_house(cast: Cast, looks: Client, name: str) -> None:
    text = fitted(cast, name)
    own = whole.clerk(cast.subgroup)
    parts = selectors_units.unit_parts(text)
    assert parts and looks.get(f"/schemes/{text.pk}/").status_code == 200
    for part in parts:
        entries = mark(cast, own, text, part)
        queued = services.run_queue(actor=cast.assessor, adopted=text, scheme_key=part.key, label=part.title)
        run = compute(queued.pk)
        assert run.state == RunState.COMPUTED, run.failure
        assert run.subjects == 2 and (run.facts > 0) == (entries > 0)
        for result in Result.objects.filter(run=run):
            rows = TraceRow.objects.filter(result=result)
            assert result.total == sum(rows.values_list("counted", flat=True))
        marked = Result.objects.get(run=run, unit=cast.branch)
        for url in (
            f"/assessments/{run.pk}/", f"/assessments/{run.pk}/units/", f"/scores/{marked.pk}/",
            f"/schemes/{text.pk}/lines/{part.key}/",
        ):  # fmt: skip
            assert looks.get(url).status_code == 200, url
        first = TraceRow.objects.filter(result=marked).exclude(fact=None).first()
        if first is not None:
            assert looks.get(f"/scores/{marked.pk}/records/{first.fact}/").status_code == 200


def test_there_are_many() -> None:
    assert len(NAMES) >= 10 and set(NAMES) >= PLAIN
