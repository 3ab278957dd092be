"""What the ledger asks of a person: look at new entries, answer objections, verify what people say about themselves."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from touyan.core import clock
from touyan.core.todo import Todo
from touyan.duties import selectors
from touyan.organizations.policy import Actor

LATELY = dt.timedelta(days=30)
ANSWER_WITHIN = dt.timedelta(days=7)


def todos(actor: Actor) -> list[Todo]:
    """New rows about me, objections in my units, claims in my units."""
    found = []
    if number := selectors.unconfirmed(actor, clock.today() - LATELY):
        found.append(
            Todo(
                _t("近 30 天新登记的履职记录 %(n)d 条，请看一看") % {"n": number},
                reverse("duty_own"),
                None,
                "",
                _("确认"),
                "file",
            )
        )
    if actor.may("duty.verify"):
        for record in selectors.objections(actor)[:20]:
            title = _t("%(name)s对一条记录有异议，请核实") % {"name": record.person.name if record.person else ""}
            said = record.confirmations.last()
            due = clock.business_date(said.at) + ANSWER_WITHIN if said else None
            found.append(
                Todo(title, reverse("record_page", args=[record.pk]), due, record.unit.short, _("核实"), "alert")
            )
        if number := selectors.claims(actor).count():
            found.append(
                Todo(
                    _t("自报成果 %(n)d 条待核实") % {"n": number},
                    reverse("duty_own") + "#claims",
                    None,
                    "",
                    _("核实"),
                    "check",
                )
            )
    return found
