"""What this room tells the pages of documents and norms: the practice they were made of."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from touyan.brands.models import Brand
from touyan.documents.models import Norm
from touyan.documents.threads import Thread
from touyan.organizations.policy import Actor
from touyan.practices.models import Practice, Settling


def threads(actor: Actor, kind: str, pk: int) -> list[Thread]:
    """The practice behind a document or a norm, and the one of the two that stands at the other end."""
    if kind not in ("document", "norm") or not actor.may("practice.view"):
        return []
    wanted = {"document_id": pk} if kind == "document" else {"norm_id": pk}
    seen = Q(practice__in=Practice.objects.visible_to(actor)) | Q(brand__in=Brand.objects.visible_to(actor))
    found = []
    for one in Settling.objects.filter(seen, **wanted).select_related("practice", "brand", "norm"):
        if one.practice is not None:
            found.append(Thread(_("固化自做法"), one.practice.title, reverse("practice_page", args=[one.practice_id])))
        else:
            found.append(Thread(_("固化自品牌"), str(one.brand), reverse("brand_page", args=[one.brand_id])))
        if kind == "document" and Norm.objects.visible_to(actor).filter(pk=one.norm_id).exists() and one.norm:
            found.append(Thread(_("登记为制度"), one.norm.title, reverse("norm_page", args=[one.norm_id])))
    return found
