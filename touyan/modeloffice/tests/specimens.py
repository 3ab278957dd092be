"""Records of a department of the city, for the walk of strangers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from touyan.core import clock
from touyan.modeloffice import services
from touyan.modeloffice.models import Appraisal, Benchmark, RiskPoint
from touyan.modeloffice.tests.office import office
from touyan.organizations.tests.cast import Cast


def specimens(cast: Cast) -> dict[str, dict[str, Any]]:
    """Address name → parameters."""
    made, today = office(cast), clock.today()
    unit = made.department
    appraisal = Appraisal.objects.create(unit=unit, year=2026, half=1)
    major = services.major_enter(
        actor=made.head, unit=unit, kind="report", title="样本", due=today, to_unit=cast.party_group
    )
    visit = services.visit_record(actor=made.head, unit=unit, day=today, kind="sport")
    point = RiskPoint.objects.create(unit=unit, post="岗", duty="职", risk="险", control="控", due=today)
    [caution] = services.caution_plan(
        actor=made.head, units=[unit], occasion="regular", words="样本", due=today + dt.timedelta(3)
    )
    mark = Benchmark.objects.create(unit=unit, against="他市", topic="样本", due=today)
    return {
        "model_unit": {"pk": unit.pk},
        "model_reading": {"pk": unit.pk, "code": "work-1"},
        "companions_set": {"pk": unit.pk},
        "appraisal_edit": {"pk": unit.pk, "year": 2026, "half": 1},
        **{f"appraisal_{verb}": {"pk": appraisal.pk} for verb in ("submit", "verify", "return")},
        **{f"major_{name}": {"pk": major.pk} for name in ("page", "send", "answer", "withdraw")},
        "visit_withdraw": {"pk": visit.pk},
        **{f"risk_{name}": {"pk": point.pk} for name in ("page", "edit", "review", "close")},
        "caution_give": {"pk": caution.pk},
        **{f"benchmark_{name}": {"pk": mark.pk} for name in ("page", "edit", "finish", "drop")},
    }
