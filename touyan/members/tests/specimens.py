"""Records of the cast's city for the walk over every address."""

from __future__ import annotations

from typing import Any

from touyan.members import services
from touyan.members.data import MemberData
from touyan.members.models import DataRequest, RosterImport, Sector
from touyan.organizations.models import Term
from touyan.organizations.tests.cast import DAY, Cast


def specimens(cast: Cast) -> dict[str, dict[str, Any]]:
    """Address name → parameters."""
    term = Term.objects.create(committee=cast.city, number=99, name="样本届", start=DAY)
    data = MemberData(name="张三", affiliation="cpc", phone="13800000001")
    member = services.member_add(actor=cast.staff, term=term, data=data, person=cast.zhang)
    one = RosterImport.objects.create(
        term=term, account_id=cast.staff.account_id, key="k", name="a.xlsx", digest="d", kind="xlsx", size=1
    )
    asked = DataRequest.objects.create(member=member, kind="object", words="样本")
    of_member = ("page", "edit", "place", "end", "phone")
    of_import = ("page", "take", "drop", "rest")
    return {
        **{f"member_{name}": {"pk": member.pk} for name in of_member},
        **{f"roster_import_{name}": {"pk": one.pk} for name in of_import},
        "member_add": {"term": term.pk},
        "roster_template": {"term": term.pk},
        "members_place": {"term": term.pk},
        "sector_end": {"pk": Sector.objects.get(code="JJ").pk},
        "my_phone_set": {"pk": member.pk},
        "my_request_open": {"pk": member.pk},
        "data_request_answer": {"pk": asked.pk},
    }
