"""Steps with their proof; quality by a standard with versions; signatures with reasons; naming only with approval."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction

from touyan.brands import services
from touyan.brands.models import Brand, Decision, Drive, Review, Standard
from touyan.brands.tests import made
from touyan.core import clock
from touyan.core.errors import Refused
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db


def visited(cast: Cast, brand: Brand, target: str = "certified", *, seen: bool = True) -> Review:
    """A review that waits for its decision."""
    review = services.review_open(actor=cast.secretary, brand=brand, target=target)
    answers = {mark.pk: (True, "品牌页") for mark in review.marks.all()}
    services.review_submit(actor=cast.secretary, review=review, answers=answers)
    marks = {mark.pk: seen for mark in review.marks.all()}
    return services.review_visit(actor=cast.staff, review=review, day=clock.today(), found="看了现场", seen=marks)


def sign(cast: Cast, brand: Brand, verdict: str, **more: str) -> Decision:
    said = {"reason": "月月办得到", "basis": "", **more}
    return services.decision_sign(actor=cast.leader, brand=brand, verdict=verdict, **said)


def test_granted_kept_raised_lowered_withdrawn(cast: Cast) -> None:
    brand = made.published(cast)
    with pytest.raises(Refused):
        sign(cast, brand, "grant")
    visited(cast, brand)
    first = sign(cast, brand, "grant")
    assert (first.level, first.signed_by) == ("certified", "王五")
    assert first.valid_until and (first.valid_until - first.on).days in (365, 366)
    brand.refresh_from_db()
    visited(cast, brand, "model")
    with pytest.raises(Refused) as refusal:
        sign(cast, brand, "raise")
    assert "批准依据" in refusal.value.message
    sign(cast, brand, "raise", basis="市委办〔2026〕3号")
    sign(cast, brand, "lower", reason="一年没有推广")
    sign(cast, brand, "withdraw", reason="承诺停止")
    brand.refresh_from_db()
    assert (brand.quality, brand.valid_until) == ("", None)
    assert [one.verdict for one in Decision.objects.order_by("pk")] == ["grant", "raise", "lower", "withdraw"]


def test_what_the_visit_did_not_see_is_not_granted(cast: Cast) -> None:
    brand = made.published(cast)
    visited(cast, brand, seen=False)
    with pytest.raises(Refused) as refusal:
        sign(cast, brand, "grant")
    assert "没有达到" in refusal.value.message


def test_a_signature_needs_reasons_and_a_leader_and_stays(cast: Cast) -> None:
    brand = made.published(cast)
    visited(cast, brand)
    with pytest.raises(Refused):
        sign(cast, brand, "grant", reason=" ")
    for who in ("secretary", "staff", "member", "assessor"):
        with pytest.raises(Refused):
            services.decision_sign(actor=getattr(cast, who), brand=brand, verdict="grant", reason="好")
    made_ = sign(cast, brand, "grant")
    with pytest.raises(Exception, match="insert only"), transaction.atomic():
        Decision.objects.filter(pk=made_.pk).update(reason="改一改")


def test_evidence_for_each_criterion(cast: Cast) -> None:
    brand = made.published(cast)
    review = services.review_open(actor=cast.secretary, brand=brand, target="certified")
    marks = list(review.marks.all())
    assert len(marks) == 6
    for answers in ({}, {mark.pk: (True, "") for mark in marks}):
        with pytest.raises(Refused):
            services.review_submit(actor=cast.secretary, review=review, answers=answers)
    services.review_submit(actor=cast.secretary, review=review, answers={mark.pk: (False, "") for mark in marks})
    with pytest.raises(Refused):
        services.review_open(actor=cast.secretary, brand=brand, target="certified")


def test_a_new_version_leaves_old_reviews_as_they_were(cast: Cast) -> None:
    brand = made.published(cast)
    review = services.review_open(actor=cast.secretary, brand=brand, target="certified")
    with pytest.raises(Refused):
        services.standard_revise(
            actor=cast.staff, title="标准", effective=dt.date(2026, 1, 1), why="试行满一年", criteria=[("要求", "", "certified")]
        )  # fmt: skip
    with pytest.raises(Refused):
        services.standard_revise(
            actor=cast.district_staff, title="标准", effective=dt.date(2026, 1, 1), why="改", criteria=[("要求", "看", "certified")]
        )  # fmt: skip
    new = services.standard_revise(
        actor=cast.staff, title="标准", effective=dt.date(2026, 1, 1), why="试行满一年", criteria=[("要求", "看记录", "certified")]
    )  # fmt: skip
    assert new.number == 2 and Standard.objects.count() == 2
    assert review.marks.count() == 6 and review.standard.number == 1


def test_naming_needs_its_approval(cast: Cast) -> None:
    base = {
        "unit": cast.city,
        "title": "示范品牌评选",
        "about": "",
        "opens": dt.date(2026, 1, 1),
        "closes": dt.date(2099, 1, 1),
    }
    empty = {"approved_by": "", "approval_no": "", "approved_on": None}
    with pytest.raises(Refused):
        services.drive_save(actor=cast.staff, drive=Drive(), values={**base, **empty, "naming": True}, version=None)
    exchange = services.drive_save(
        actor=cast.staff, drive=Drive(), values={**base, **empty, "naming": False}, version=None
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Drive.objects.filter(pk=exchange.pk).update(naming=True)
    entry = services.drive_join(actor=cast.secretary, drive=exchange, brand=made.published(cast), words="一张清单")
    with pytest.raises(Refused):
        services.drive_leave(actor=cast.other_secretary, entry=entry)
    assert not {f.name for f in type(entry)._meta.fields} & {"rank", "score", "votes", "place"}


def test_five_steps_each_with_its_needs_and_proof(cast: Cast) -> None:
    brand = made.whole(cast)
    with pytest.raises(Refused) as refusal:
        services.step_begin(actor=cast.secretary, brand=brand, code="organise")
    assert "宣传发动" in refusal.value.message
    step = services.step_begin(actor=cast.secretary, brand=brand, code="launch")
    with pytest.raises(Refused):
        services.step_submit(actor=cast.secretary, step=step)
    services.step_prove(actor=cast.secretary, step=step, label="动员会通知")
    services.step_submit(actor=cast.secretary, step=step)
    with pytest.raises(Refused):
        services.step_decide(actor=cast.secretary, step=step, passed=True)
    with pytest.raises(Refused):
        services.step_decide(actor=cast.staff, step=step, passed=False)
    back = services.step_decide(actor=cast.staff, step=step, passed=False, reason="请附分工")
    assert (back.state, back.reason) == ("returned", "请附分工")
    services.step_prove(actor=cast.secretary, step=back, label="分工表")
    services.step_submit(actor=cast.secretary, step=back)
    assert services.step_decide(actor=cast.staff, step=back, passed=True).state == "passed"
    services.step_begin(actor=cast.secretary, brand=brand, code="organise")
    verbs = [event.verb for event in brand.events.filter(verb__startswith="step")]
    assert verbs == ["step_begin", "step_submit", "step_return", "step_submit", "step_pass", "step_begin"]


def test_the_recheck_comes_to_the_desk(cast: Cast) -> None:
    from touyan.brands import todo

    brand = made.published(cast)
    visited(cast, brand)
    signed = sign(cast, brand, "grant")
    assert signed.valid_until
    soon = dt.datetime.combine(signed.valid_until - dt.timedelta(days=30), dt.time(9), dt.UTC)
    with time_machine.travel(soon, tick=False):
        assert [one.due for one in todo.todos(cast.secretary) if "复核" in one.title] == [signed.valid_until]
