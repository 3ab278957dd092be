"""The readings against a reference written from their words, on random histories; warnings by the case."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from touyan.brands import readings
from touyan.brands.beats import Vow, beats, term_lulls
from touyan.brands.readings import Done, Element, Subject, likeness, voice
from touyan.brands.tests import reference
from touyan.brands.watch import alone, read

KINDS = ("research_visit", "theme_party_day", "proposal", "enterprise_visit")


def history(seed: int) -> Subject:
    """A random brand: promises of all rhythms, gaps, pauses, holidays, a closed unit now and then."""
    rng = Random(seed)
    today = dt.date(2026, 1, 1) + dt.timedelta(days=rng.randrange(700))
    back = lambda most: today - dt.timedelta(days=rng.randrange(most))  # noqa: E731
    elements = tuple(
        Element(
            n, rng.choice(("carrier", "mechanism")), rng.choice(("会诊日", "圆桌", "清单")), rng.choice(("", *KINDS))
        )
        for n in range(1, rng.randrange(1, 6))
    )
    ids = [None, *(one.id for one in elements)]
    vows = []
    for number in range(1, rng.randrange(1, 5)):
        start = back(900)
        end = start + dt.timedelta(days=rng.randrange(500)) if rng.random() < 0.2 else None
        vows.append(Vow(number, rng.choice((0, 1, 1, 2, 3, 6, 12)), start, end, rng.choice(ids), rng.choice(ids)))
    done = [
        Done(
            rng.choice([*(v.id for v in vows), 99]), back(rng.choice((60, 400, 800))), rng.choice(KINDS), rng.random() < 0.6,
            rng.random() < 0.7, rng.random() < 0.85, rng.random() < 0.3, rng.choice((0, 0, 3)),
            ",".join(str(rng.randrange(30)) for _ in range(rng.randrange(6))), ",".join(rng.sample("abcdefgh", rng.randrange(4))),
            rng.choice(("会诊日：走访", "圆桌会", "学习")),
        )
        for _ in range(rng.randrange(0, 40))
    ]  # fmt: skip
    days = [one.day for one in done if one.counts and one.day <= today]
    pause = back(500)
    return Subject(
        id=1, today=today, life="published", since=back(900), published=back(800), window_months=rng.choice((3, 6, 12, 12, 24, 36)),
        quiet_months=rng.choice((3, 6, 12)), has_idea=rng.random() < 0.7, has_orientation=rng.random() < 0.7,
        has_owner=rng.random() < 0.8, features=rng.randrange(3), whole_promises=sum(1 for v in vows if v.months), elements=elements,
        vows=tuple(vows), done=done, first_day=min(days, default=None), last_day=max(days, default=None),
        pauses=((pause, pause + dt.timedelta(days=rng.randrange(90))),) if rng.random() < 0.4 else (),
        rest_days=frozenset(back(900) for _ in range(rng.randrange(25))), roster=rng.choice((0, 12, 30)),
        sectored=rng.random() < 0.8, unit_end=back(300) if rng.random() < 0.1 else None,
    )  # fmt: skip


def check(seed: int) -> None:
    subject = history(seed)
    found = alone(subject)
    for code in ("continuity", "fusion", "solidity", "reach"):
        assert found.readings[code].value == getattr(reference, code)(subject), (seed, code)
        parts = found.readings[code].parts
        assert all(0 <= part.value <= 100 for part in parts)
    assert (found.kept, found.promised) == reference.rhythm(subject), seed


def test_readings_are_those_of_the_reference() -> None:
    for seed in range(120):
        check(seed)


@pytest.mark.deep
def test_readings_are_those_of_the_reference_on_many_histories() -> None:
    for seed in range(1000, 4000):
        check(seed)


def test_likeness_is_that_of_the_reference() -> None:
    rng = Random(3)
    for number in range(200):
        texts = [
            "".join(rng.choice("委员走访企业群众协商提案清单圆桌") for _ in range(rng.randrange(2, 60)))
            for _ in range(2)
        ]
        grams = [frozenset(reference.pairs(text)) for text in texts]
        kinds = [Counter(rng.choice(KINDS) for _ in range(rng.randrange(9))) for _ in range(2)]
        done = [[one_of(kind) for kind, n in each.items() for _ in range(n)] for each in kinds]
        a, b = (voice(n, dt.date(2025, 1, n + 1), grams[n], done[n]) for n in range(2))
        expected = reference.likeness(set(grams[0]), set(grams[1]), dict(kinds[0]), dict(kinds[1]))
        assert likeness(a, b).value == expected == likeness(b, a).value, number


def one_of(kind: str) -> Done:
    return Done(1, dt.date(2026, 1, 1), kind, True, True, True, False, 0, "", "", "")


# Beats


VOW = Vow(1, 1, dt.date(2026, 1, 1))


def kept(days: list[dt.date], vow: Vow = VOW, **more: object) -> list[str]:
    base: dict[str, object] = {
        "first": dt.date(2026, 1, 1),
        "today": dt.date(2026, 4, 20),
        "last": dt.date(2026, 4, 20),
        **more,
    }
    return [beat.state for beat in beats(vow, days, **base)]  # type: ignore[arg-type]


def test_a_beat_is_kept_missed_or_lies_ahead() -> None:
    assert kept([dt.date(2026, 1, 31), dt.date(2026, 3, 1)]) == ["kept", "missed", "kept", "ahead"]


def test_holidays_lengthen_their_period() -> None:
    """Spring festival took five weekdays of February: the visit of 4 March still keeps February."""
    rest = frozenset(dt.date(2026, 2, day) for day in (16, 17, 18, 19, 20))
    days = [dt.date(2026, 1, 8), dt.date(2026, 3, 4), dt.date(2026, 3, 20)]
    assert kept(days, rest_days=rest)[:3] == ["kept", "kept", "kept"]
    assert kept(days)[:3] == ["kept", "missed", "kept"]


def test_a_change_of_term_excuses_what_fell_into_it() -> None:
    assert kept([dt.date(2026, 1, 8)], pauses=term_lulls([dt.date(2026, 3, 1)])) == [
        "kept",
        "excused",
        "excused",
        "excused",
    ]
    assert kept([], pauses=term_lulls([dt.date(2022, 3, 1)]))[:2] == ["missed", "missed"]


def test_a_promise_without_rhythm_has_no_beats_and_breaks_nothing() -> None:
    assert kept([dt.date(2026, 1, 8)], Vow(1, 0, dt.date(2026, 1, 1))) == []
    subject = replace(history(5), vows=(Vow(1, 0, dt.date(2026, 1, 1)),))
    assert alone(subject).readings["continuity"].value is None


def test_after_a_unit_has_closed_nothing_is_asked() -> None:
    states = kept([], today=dt.date(2026, 12, 1), last=dt.date(2026, 2, 10))
    assert states == ["missed", "excused"]


# Warnings


def steady(**more: object) -> Subject:
    """A brand in its second year that keeps a monthly promise with duty performance."""
    today = dt.date(2026, 11, 20)
    done = [
        Done(1, dt.date(2026, month, 10), "enterprise_visit", True, True, True, True, 2, "1,2", "a,b", "会诊日") for month in range(1, 12)
    ]  # fmt: skip
    base = Subject(
        id=1, today=today, life="published", since=dt.date(2025, 1, 1), published=dt.date(2025, 1, 10), has_idea=True,
        has_orientation=True, has_owner=True, features=1, whole_promises=1,
        elements=(Element(1, "carrier", "会诊日"), Element(2, "mechanism", "清单")),
        vows=(Vow(1, 1, dt.date(2026, 1, 1), None, 1, 2),), done=done, first_day=done[0].day, last_day=done[-1].day, roster=10,
    )  # fmt: skip
    return replace(base, **more)  # type: ignore[arg-type]


def codes(subject: Subject, near: readings.Likeness | None = None) -> list[str]:
    return [seen.code for seen in read(subject, near).warnings]


def test_a_brand_that_lives_is_left_alone() -> None:
    assert codes(steady()) == [] and read(steady(), None).state == "steady"


def test_asleep_after_its_own_time() -> None:
    old = [one for one in steady().done if one.day.month <= 4]
    slept = steady(done=old, last_day=dt.date(2026, 4, 10))
    assert codes(slept) == ["asleep"] and read(slept, None).state == "resting"
    assert codes(replace(slept, quiet_months=12)) == []
    assert codes(replace(slept, life="resting")) == []


def test_one_day_of_work_is_a_case() -> None:
    once = steady().done[0]
    assert codes(steady(done=[once], first_day=once.day, last_day=once.day)) == ["case"]


def test_bunched_before_a_deadline() -> None:
    december = [one._replace(day=dt.date(2026, 11, n + 1)) for n, one in enumerate(steady().done[:6])]
    assert codes(steady(done=december)) == ["bunched"]
    yearly = (Vow(1, 12, dt.date(2026, 1, 1), None, 1, 2),)
    assert codes(steady(done=december, vows=yearly)) == []


def test_party_building_only() -> None:
    party = [one._replace(duty=False) for one in steady().done]
    assert codes(steady(done=party)) == ["apart"]
    some = [one._replace(duty=at < 3) for at, one in enumerate(steady().done)]
    assert codes(steady(done=some)) == []


def test_a_slogan_alone() -> None:
    bare = steady(life="draft", published=None, has_idea=False, has_orientation=False, elements=(), vows=(), whole_promises=0, done=[], first_day=None, last_day=None)  # fmt: skip
    assert codes(bare) == ["hollow"]
    assert codes(replace(bare, since=bare.today - dt.timedelta(days=30))) == []


def test_carriers_never_used() -> None:
    idle = steady(vows=(Vow(1, 1, dt.date(2026, 1, 1)),), done=[one._replace(title="别的") for one in steady().done])
    assert codes(idle) == ["hollow"]


def test_only_the_later_of_two_alike_is_asked() -> None:
    near = readings.Likeness(2, 80, 75, 90, later=True)
    assert codes(steady(), near) == ["alike"]
    assert codes(steady(), replace(near, later=False)) == []
    assert codes(steady(), replace(near, value=59)) == []


def test_a_closed_unit_asks_for_a_home_only() -> None:
    assert codes(steady(unit_end=dt.date(2026, 5, 31), quiet_months=1)) == ["orphan"]


def test_an_umbrella_lives_in_those_below() -> None:
    top = replace(steady(done=[], first_day=None, last_day=None, vows=()), umbrella=True)
    assert codes(top) == [] and read(top, None).state == "steady"


def test_too_little_is_not_nought() -> None:
    young = steady(done=steady().done[-2:])
    assert read(young, None).value("fusion") is None and read(young, None).value("distinctness") is None
