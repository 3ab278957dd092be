"""A brand is promises; a slogan alone is not published. Who may, what is refused, what is kept apart."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from touyan.brands import selectors, services
from touyan.brands.models import Brand, Promise
from touyan.brands.panel import panel
from touyan.brands.tests import made
from touyan.core.errors import Refused, Stale
from touyan.organizations import services as organizations
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_slogan_alone_is_told_what_is_missing(cast: Cast) -> None:
    brand = made.draft(cast)
    with pytest.raises(Refused) as refusal:
        services.brand_publish(actor=cast.secretary, brand=brand)
    for word in ("核心理念", "工作导向", "活动载体", "制度机制", "承诺", "品牌负责人"):
        assert word in refusal.value.message
    assert Brand.objects.get().life == "draft"


def test_a_whole_brand_is_published_and_then_seen_by_all(cast: Cast) -> None:
    brand = made.whole(cast)
    assert not Brand.objects.visible_to(cast.district_staff).exists()
    services.brand_publish(actor=cast.secretary, brand=brand)
    assert Brand.objects.visible_to(cast.district_staff).get().life == "published"
    assert not Brand.objects.visible_to(cast.district_staff, "brand.pulse").exists()
    assert [event.verb for event in brand.events.all()] == ["create", "promise", "publish"]
    with pytest.raises(Refused):
        services.brand_publish(actor=cast.secretary, brand=brand)


def test_a_promise_needs_its_rhythm(cast: Cast) -> None:
    brand = made.draft(cast)
    for rhythm in ("", "often", None):
        with pytest.raises(Refused):
            made.promised(cast, brand, rhythm=rhythm)
    Promise.objects.create(brand=brand, whom="企业", what="走访", sign="清单")  # as an import may leave it
    assert any("多久一次" in word for word in services.missing(brand))


def test_no_parent_loop(cast: Cast) -> None:
    top = made.draft(cast, name="甲")
    below = made.draft(cast, name="乙", parent=top)
    last = made.draft(cast, name="丙", parent=below)
    for parent in (top, below, last):
        with pytest.raises(Refused):
            services.brand_save(
                actor=cast.secretary,
                brand=Brand.objects.get(pk=top.pk),
                values=made.values(cast, name="甲", parent=parent),
                version=1,
            )
    assert {brand.name for brand in selectors.parents_for(cast.secretary, top)} == set()
    with pytest.raises(IntegrityError), transaction.atomic():
        Brand.objects.filter(pk=top.pk).update(parent_id=top.pk)


def test_a_unit_carries_what_fits_it_and_only_while_it_stands(cast: Cast) -> None:
    with pytest.raises(Refused):
        made.draft(cast, kind="committee")
    brand = made.whole(cast)
    organizations.unit_close(actor=cast.staff, unit=cast.branch, day=dt.date(2026, 6, 1))
    with pytest.raises(Refused) as refusal:
        services.brand_publish(actor=cast.staff, brand=brand)
    assert "撤销" in refusal.value.message


def test_two_who_save_at_once(cast: Cast) -> None:
    brand = made.draft(cast)
    other = Brand.objects.get(pk=brand.pk)
    services.brand_save(actor=cast.secretary, brand=brand, values=made.values(cast, name="改一"), version=1)
    with pytest.raises(Stale):
        services.brand_save(actor=cast.staff, brand=other, values=made.values(cast, name="改二"), version=1)


def test_the_framework_names_as_many_as_it_says(cast: Cast) -> None:
    brand = Brand.objects.create(kind="city", unit=cast.party_group, name="钱潮头雁")
    services.frame_fill(actor=cast.staff, brand=brand)
    assert [(frame.number, len(frame.items)) for frame in brand.frames.all()] == [(n, n) for n in range(1, 7)]
    with pytest.raises(Refused):
        services.frame_save(actor=cast.staff, brand=brand, lines=[(2, "个任务", ["只写了一条"])])


@pytest.mark.parametrize("who", ["member", "other_secretary", "leader", "assessor", "admin", "district_staff"])
def test_others_may_not(cast: Cast, who: str) -> None:
    with pytest.raises(Refused) as refusal:
        made.draft(cast, actor=getattr(cast, who))
    assert refusal.value.status == 403


def test_the_overview_of_a_district_counts_its_own_brands_only(cast: Cast) -> None:
    made.published(cast)
    assert Brand.objects.visible_to(cast.district_staff).exists(), "a published brand is seen by everybody"
    assert panel(cast.district_staff, 2026) == ("", {})
    ((_code, _word, count),) = panel(cast.staff, 2026)[1]["sums"]
    assert count == 1 == selectors.brand_list(cast.staff, reach="own").count()
    assert not selectors.brand_list(cast.district_staff, reach="own").exists()
