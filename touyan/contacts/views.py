"""Pages of the participants: my contacts, one pair, needs and what became of them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from touyan.contacts import selectors, services
from touyan.contacts.forms import AnswerForm, NeedForm, PaperForm, TalkForm
from touyan.contacts.rules import MatterState, TalkKind
from touyan.organizations.access import Request, form, reads, writes


@reads("contact.own")
def contacts_own(request: Request) -> HttpResponse:
    """我的联系: whom I keep contact with, who keeps contact with me, what became of needs."""
    pairs = selectors.own_pairs(request.actor)
    context = {
        "kept": [one for one in pairs if one.mine],
        "in_hand": [one for one in pairs if not one.mine],
        "matters": selectors.own_matters(request.actor),
    }
    return render(request, "contacts/own.html", context)


@reads("contact.own")
def pair_page(request: Request, pk: int) -> HttpResponse:
    """One of my pairs: when we spoke, write down a talk."""
    one = selectors.own_pair(request.actor, pk)
    return render(request, "contacts/pair.html", {"one": one, "pair": one.pair, "form": TalkForm()})


@form("contact.own")
def talk_record(request: Request, pk: int) -> HttpResponse:
    """Write down that contact was kept."""
    pair = selectors.pair_get(request.actor, pk)
    filled = TalkForm(request.POST or None)
    if request.method == "POST" and filled.is_valid():
        day, kind = filled.cleaned_data["day"], TalkKind(filled.cleaned_data["kind"])
        services.talk_record(actor=request.actor, pair=pair, day=day, kind=kind)
        messages.success(request, _("已记下。只有你们双方能看到。"))
        return redirect("pair_page", pk)
    context = {"form": filled, "pair": pair, "title": _("记一次联系")}
    return render(request, "contacts/form.html", context, status=422 if filled.errors else 200)


@writes("contact.own")
def talk_withdraw(request: Request, pk: int) -> HttpResponse:
    """Take back a talk written down by mistake."""
    talk = selectors.talk_get(request.actor, pk)
    services.talk_withdraw(actor=request.actor, talk=talk)
    return redirect("pair_page", talk.pair_id)


@form("contact.own")
def matter_raise(request: Request, pk: int) -> HttpResponse:
    """A need, to be handed on with consent."""
    pair = selectors.pair_get(request.actor, pk)
    by_contact = pair.contact_id == request.actor.person_id
    filled = NeedForm(request.POST or None, pair=pair, by_contact=by_contact)
    if request.method == "POST" and filled.is_valid():
        matter = services.matter_raise(actor=request.actor, pair=pair, **filled.stated())
        return redirect("matter_page", matter.pk)
    context = {"form": filled, "pair": pair, "title": _("提出需要办的事"), "need": True, "by_contact": by_contact}
    return render(request, "contacts/form.html", context, status=422 if filled.errors else 200)


@reads("matter.handle")
def matter_list(request: Request) -> HttpResponse:
    """转办事项: what people have agreed to hand to us, and by when it is answered."""
    return render(request, "contacts/matter_list.html", {"matters": selectors.handled_matters(request.actor)})


@reads("contact.own")
def matter_page(request: Request, pk: int) -> HttpResponse:
    """One matter: where it stands, what was answered, whether it helped."""
    return _matter(request, pk, AnswerForm())


def _matter(request: Request, pk: int, answer: AnswerForm) -> HttpResponse:
    page = selectors.matter_page(request.actor, pk)
    context = {"page": page, "matter": page.matter, "form": answer if page.handles else None}
    context["paper"] = PaperForm() if page.on_paper and page.matter.state == MatterState.PROPOSED else None
    return render(request, "contacts/matter.html", context, status=422 if answer.errors else 200)


@writes("contact.own")
def matter_consent(request: Request, pk: int) -> HttpResponse:
    """The one in need agrees or not."""
    matter = selectors.matter_get(request.actor, pk)
    filled = PaperForm(request.POST)
    signed = filled.cleaned_data["signed"] if filled.is_valid() else None
    agree = request.POST.get("agree") == "1"
    left = services.matter_consent(actor=request.actor, matter=matter, agree=agree, signed=signed)
    return redirect("matter_page", left.pk) if left else redirect("contacts_own")


@reads("contact.own")
def matter_paper(request: Request, pk: int) -> HttpResponse:
    """The sheet on which somebody without an account consents or does not."""
    matter = selectors.matter_on_paper(request.actor, pk)
    return render(request, "contacts/matter_paper.html", {"matter": matter, "pair": matter.pair})


@writes("matter.handle")
def matter_answer(request: Request, pk: int) -> HttpResponse:
    """The unit answers."""
    matter = selectors.matter_get(request.actor, pk)
    filled = AnswerForm(request.POST)
    if not filled.is_valid():
        return _matter(request, pk, filled)
    services.matter_answer(actor=request.actor, matter=matter, answer=filled.cleaned_data["answer"])
    return redirect("matter_page", pk)


@writes("contact.own")
def matter_confirm(request: Request, pk: int) -> HttpResponse:
    """It helped, or not yet."""
    matter = selectors.matter_get(request.actor, pk)
    services.matter_confirm(actor=request.actor, matter=matter, helped=request.POST.get("helped") == "1")
    return redirect("matter_page", pk)


@writes("contact.own")
def matter_withdraw(request: Request, pk: int) -> HttpResponse:
    """The one in need takes it back."""
    services.matter_withdraw(actor=request.actor, matter=selectors.matter_get(request.actor, pk))
    return redirect("contacts_own")
