"""The members' term, and a pair: 张三 (party member) keeps contact with 李四."""

import pytest

from touyan.contacts import services
from touyan.contacts.models import Pair
from touyan.contacts.rules import Network
from touyan.contacts.services import OtherEnd
from touyan.members.tests.conftest import own_folder, roster  # noqa: F401


@pytest.fixture
def pair(cast, roster) -> Pair:  # noqa: F811
    return services.pair_arrange(
        actor=cast.staff,
        unit=cast.city,
        network=Network.MEMBERS,
        contact=cast.zhang,
        other=OtherEnd(person=cast.li),
    )
