"""Last year's records under two schemes: who would move and why, by group, without names, nothing under five."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from touyan.assessment import cells, services, services_study
from touyan.assessment.compute import compute
from touyan.assessment.models import Result, SchemeText, Study
from touyan.assessment.rules import RunState
from touyan.assessment.studying import study
from touyan.assessment.tests import build
from touyan.core.errors import Refused
from touyan.duties.rules import Draft
from touyan.duties.services import record_post
from touyan.members.models import Member
from touyan.organizations import closure
from touyan.organizations.models import Membership, Person, Term
from touyan.organizations.rules import Kind, Level, Line, MembershipKind
from touyan.organizations.tests.cast import DAY, Cast, unit

ONE = 10_000


def body(cast: Cast) -> tuple[SchemeText, SchemeText]:
    """Twelve Party members and eight others; seven of each line filed a proposal. The new scheme gives 10 for it, not 20."""
    for number in range(20):
        person = Person.objects.create(name=f"委员{number:02d}", sort_stroke=str(number))
        build.seat(cast, person, party=number < 12, standing=number % 2 == 0)
        if number < 7 or number >= 13:
            build.fact(cast, cast.staff, f"p{number}", "proposal", "filed", role="lead", who=person)
    old = build.adopted(cast)
    text = old.text.replace(
        "情形: {环节: 立案, 身份: 第一作者}, 得分: 20}", "情形: {环节: 立案, 身份: 第一作者}, 得分: 10}"
    )
    assert text != old.text
    new = SchemeText.objects.create(
        body=cast.city, title="新办法", version="1", text=text.replace(f"{build.YEAR} 年度", f"{build.YEAR + 1} 年度"),
        created_by="", replaces=old,
    )  # fmt: skip
    return old, new


@pytest.fixture
def done(cast: Cast) -> Study:
    old, new = body(cast)
    made = services_study.replay_start(
        actor=cast.assessor, text=new, scheme_key="委员", against=old, against_key="委员", year=build.YEAR
    )
    return study(made.pk)


@pytest.mark.django_db
def test_who_moves_and_why(done: Study, cast: Cast, client: Client) -> None:
    assert done.state == RunState.COMPUTED, done.failure
    (whole,) = done.outcome["groups"]["whole"]
    assert (whole["people"], whole["up"], whole["down"], whole["same"]) == (20, 0, 14, 6)
    assert whole["mean_change"] == -7 * ONE
    party = {row["group"]: row for row in done.outcome["groups"]["party"]}
    assert (party["党员"]["people"], party["党外"]["people"]) == (12, 8)
    assert any(row["title"] == "提案" for row in done.outcome["reasons"]["whole"])
    assert not Result.objects.exists()


@pytest.mark.django_db
def test_no_names_and_nothing_under_five(done: Study) -> None:
    said = json.dumps(done.outcome, ensure_ascii=False)
    assert "委员0" not in said
    party = {row["group"]: row for row in done.outcome["groups"]["party"]}
    # 党外: 7 moved, 1 did not. The one is hidden, with it what would betray it in the row and in the column.
    assert party["党外"]["same"] is None and party["党外"]["down"] is None
    assert party["党员"]["same"] is None


@pytest.mark.django_db
def test_only_schemes_without_problems_are_compared(cast: Cast) -> None:
    old = build.adopted(cast)
    bad = SchemeText.objects.create(body=cast.city, title="坏", version="1", text="文件: 坏", created_by="")
    with pytest.raises(Refused, match="问题"):
        services_study.replay_start(
            actor=cast.assessor, text=bad, scheme_key="委员", against=old, against_key="委员", year=build.YEAR
        )
    with pytest.raises(Refused) as refusal:
        services_study.replay_start(
            actor=cast.member, text=old, scheme_key="委员", against=old, against_key="委员", year=build.YEAR
        )
    assert refusal.value.status in {403, 404}


def rows(people: int) -> st.SearchStrategy[list[dict[str, int]]]:
    move = st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)).filter(lambda t: sum(t) >= 5)
    return st.lists(move, min_size=1, max_size=people).map(
        lambda found: [
            {"group": str(k), "people": sum(t), "up": t[0], "down": t[1], "same": t[2], "grade_up": 0, "grade_down": 0,
             "mean_change": 0}
            for k, t in enumerate(found)
        ]
    )  # fmt: skip


@given(rows(5), st.integers(0, 4))
@settings(max_examples=60, deadline=None)
def test_hidden_counts_cannot_be_had_by_difference(found: list[dict[str, int]], missing: int) -> None:
    shown = cells.groups(found, sum(row["people"] for row in found) + missing)
    for before, after in zip(found, shown, strict=True):
        hidden = [name for name in cells.MOVES if after[name] is None]
        assert len(hidden) != 1 or all(before[name] == 0 for name in cells.MOVES if name not in hidden)
        assert all(after[name] is None for name in cells.MOVES if 0 < before[name] < 5)
    for name in cells.MOVES if len(found) > 1 else ():
        alone = [row for row in shown if row[name] is None]
        assert len(alone) + (missing > 0) != 1


@pytest.mark.django_db
def test_districts_of_city_members_and_members_of_districts(cast: Cast) -> None:
    """A city member placed in a district is counted there; with the districts, their own members come in on the lower level."""
    old, new = body(cast)
    people = list(Person.objects.filter(name__startswith="委员").order_by("pk"))
    town = unit("JD1", "一街小组", Kind.TOWN_GROUP, Line.TERRITORY, Level.TOWN, cast.district)
    closure.rebuild()
    for one in people[:8]:
        Membership.objects.create(unit=town, person=one, kind=MembershipKind.TOWN, start=DAY)
    term = Term.objects.create(committee=cast.other_district, number=1, name="一届", start=DAY)
    for number in range(6):
        one = Person.objects.create(name=f"西{number}", sort_stroke=f"w{number}")
        Member.objects.create(person=one, term=term, start=DAY)
        build.fact(cast, cast.staff, f"w{number}", "proposal", "filed", role="lead", who=one)
    # Who has a seat on both levels is scored once, on the upper.
    Member.objects.create(person=people[0], term=term, start=DAY)
    made = services_study.replay_start(
        actor=cast.assessor, text=new, scheme_key="委员", against=old, against_key="委员", year=build.YEAR, lower=True
    )
    done = study(made.pk)
    assert done.state == RunState.COMPUTED, done.failure
    sides = {
        name: {row["group"]: row["people"] for row in done.outcome["groups"][name]}
        for name in ("whole", "unit", "district")
    }
    assert sides["whole"] == {"全体": 26}
    assert sides["unit"] == {cast.city.short: 20, cast.other_district.short: 6}
    assert sides["district"] == {cast.district.short: 7, cast.other_district.short: 7, "（未填）": 12}


@pytest.mark.django_db
def test_a_run_takes_the_districts_along(cast: Cast) -> None:
    """Members of district committees are scored with the records of their own committee, each person once."""
    adopted = build.adopted(cast)
    build.seat(cast, cast.li)
    terms = [
        Term.objects.create(committee=one, number=1, name="一届", start=DAY)
        for one in (cast.district, cast.other_district)
    ]
    for term in terms:
        Member.objects.create(person=cast.zhang, term=term, start=DAY)
    Member.objects.create(person=cast.li, term=terms[0], start=DAY)
    draft = Draft(
        key="d1", unit_id=cast.district.pk, committee_id=cast.district.pk, kind="proposal", stage="filed",
        day=dt.date(build.YEAR, 5, 6), person_id=cast.zhang.pk, role="lead",
    )  # fmt: skip
    record_post(actor=cast.district_staff, draft=draft)
    asked = {"actor": cast.assessor, "adopted": adopted, "scheme_key": "委员"}
    narrow = compute(services.run_queue(**asked, label="市本级").pk)
    wide = compute(services.run_queue(**asked, label="两级", lower=True).pk)
    assert [one.person for one in narrow.results.all()] == [cast.li]
    found = {one.person: one for one in wide.results.select_related("person")}
    assert set(found) == {cast.li, cast.zhang}
    assert found[cast.zhang].total == 30 * ONE and found[cast.li].about["unit"] == cast.city.short
    assert found[cast.zhang].about["unit"] in {cast.district.short, cast.other_district.short}
    assert narrow.results.get().total == found[cast.li].total
