"""The list filter and the single check give the same answer, for every actor, action and unit."""

from __future__ import annotations

import pytest

from touyan.core.errors import Refused
from touyan.organizations import policy, services
from touyan.organizations.models import Unit
from touyan.organizations.policy import actor_of
from touyan.organizations.rules import Role
from touyan.organizations.tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_list_and_single_agree(cast: Cast) -> None:
    actors = [cast.staff, cast.secretary, cast.member, cast.district_staff, cast.admin, cast.leader, policy.NOBODY]
    for actor in actors:
        for action in policy.permits():
            listed = set(policy.units(actor, action))
            single = {unit.pk for unit in Unit.objects.all() if policy.can(actor, action, unit)}
            assert listed == single, (actor.name, action)


def test_a_grant_covers_the_subtree_and_no_more(cast: Cast) -> None:
    assert policy.can(cast.staff, "unit.manage", cast.branch)
    assert policy.can(cast.district_staff, "unit.manage", cast.district)
    assert not policy.can(cast.district_staff, "unit.manage", cast.other_district)


def test_nobody_may_nothing(cast: Cast) -> None:
    assert not policy.can(policy.NOBODY, "unit.view", cast.city)
    assert list(policy.units(policy.NOBODY, "unit.view")) == []


def test_unknown_action_is_an_error(cast: Cast) -> None:
    with pytest.raises(KeyError):
        policy.can(cast.staff, "no.such", cast.city)


def test_a_revoked_grant_ends_at_once(cast: Cast) -> None:
    from touyan.organizations.models import Account, Grant

    grant = Grant.objects.get(account__username="zhang", role=Role.BRANCH_SECRETARY)
    services.grant_revoke(actor=cast.admin, grant=grant)
    assert actor_of(Account.objects.get(username="zhang")).roles == frozenset()


def test_nobody_grants_to_the_own_account(cast: Cast) -> None:
    from touyan.organizations.models import Account

    own = Account.objects.get(pk=cast.admin.account_id)
    with pytest.raises(Refused):
        services.grant_give(actor=cast.admin, account=own, role=Role.AUDITOR, unit=cast.city)
