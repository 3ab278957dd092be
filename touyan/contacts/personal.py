"""The personal fields of this room."""

from django.utils.translation import gettext_lazy as _

from touyan.core.personal import Label, Mask, Personal

TERM = _("任期内使用；换届后一年删除。")
MATTER = _("办结后一年删除；本人撤回时立即清空。")

FIELDS: dict[str, Personal] = {
    "contacts.pair.network": Personal(_("安排联系"), Label.PRIVATE, TERM, Mask.HIDDEN),
    "contacts.pair.party": Personal(_("安排与民主党派的联系"), Label.PRIVATE, TERM, Mask.HIDDEN),
    "contacts.talk.day": Personal(_("知道是否按规定联系"), Label.PRIVATE, TERM, Mask.HIDDEN),
    "contacts.talk.kind": Personal(_("知道是否按规定联系"), Label.PRIVATE, TERM, Mask.HIDDEN),
    "contacts.matter.title": Personal(_("经本人同意转办"), Label.PRIVATE, MATTER, Mask.HIDDEN),
    "contacts.matter.request": Personal(_("经本人同意转办"), Label.PRIVATE, MATTER, Mask.HIDDEN),
    "contacts.matter.state": Personal(_("跟踪到本人确认有帮助"), Label.PRIVATE, MATTER, Mask.HIDDEN),
    "contacts.matter.due": Personal(_("按期答复"), Label.PRIVATE, MATTER, Mask.HIDDEN),
    "contacts.matter.consented": Personal(_("证明本人同意"), Label.PRIVATE, MATTER, Mask.HIDDEN),
    "contacts.matter.paper": Personal(_("证明本人同意"), Label.PRIVATE, MATTER, Mask.HIDDEN),
    "contacts.matteranswer.answer": Personal(_("答复本人"), Label.PRIVATE, MATTER, Mask.HIDDEN),
}
