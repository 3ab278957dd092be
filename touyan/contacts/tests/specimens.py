"""Records of the cast's city for the walk over every address."""

from __future__ import annotations

from typing import Any

from touyan.contacts.models import Matter, Pair, Talk
from touyan.contacts.rules import MatterState
from touyan.core import clock
from touyan.organizations.models import Account
from touyan.organizations.tests.cast import DAY, Cast, person


def specimens(cast: Cast) -> dict[str, dict[str, Any]]:
    """Address name → parameters."""
    pair = Pair.objects.create(unit=cast.city, network="members", contact=cast.zhang, other=cast.li, start=DAY)
    account = Account.objects.get(pk=cast.secretary.account_id)
    talk = Talk.objects.create(pair=pair, day=clock.today(), kind="face", account=account)
    matter = Matter.objects.create(
        pair=pair, unit=cast.city, title="样本", state=MatterState.OPEN, consented=clock.now()
    )
    quiet = Pair.objects.create(unit=cast.city, network="members", contact=cast.zhang, other=person("赵六"), start=DAY)
    waiting = Matter.objects.create(pair=quiet, unit=cast.city, title="样本")
    of_matter = ("page", "consent", "answer", "confirm", "withdraw")
    return {
        "pair_page": {"pk": pair.pk},
        "matter_paper": {"pk": waiting.pk},
        "talk_record": {"pk": pair.pk},
        "matter_raise": {"pk": pair.pk},
        "pair_end": {"pk": pair.pk},
        "talk_withdraw": {"pk": talk.pk},
        **{f"matter_{name}": {"pk": matter.pk} for name in of_matter},
    }
