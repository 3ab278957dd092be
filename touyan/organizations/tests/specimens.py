"""Records of the cast's branch for the walk of the permission table."""

from typing import Any

from touyan.organizations.models import Account, Grant, Post
from touyan.organizations.tests.cast import Cast


def specimens(cast: Cast) -> dict[str, dict[str, Any]]:
    """Address name → parameters of a record that belongs to the branch."""
    of_unit = {"pk": cast.branch.pk}
    account = Account.objects.get(username="zhang")
    pages = ("unit_page", "unit_open", "unit_rename", "unit_move", "unit_close", "term_open", "post_assign")
    return {
        **dict.fromkeys(pages, of_unit),
        "post_end": {**of_unit, "post_pk": Post.objects.get(unit=cast.branch).pk},
        "account_page": {"pk": account.pk},
        "account_switch": {"pk": account.pk},
        "grant_revoke": {"pk": account.pk, "grant_pk": Grant.objects.get(account=account).pk},
    }
