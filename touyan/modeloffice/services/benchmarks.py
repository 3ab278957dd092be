"""Benchmarks: against a named other, with a source that can be found again (X6)."""

from __future__ import annotations

import re
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from touyan.core import clock, journal
from touyan.core.errors import Refused, Stale
from touyan.core.texts import whole
from touyan.modeloffice.models import Benchmark
from touyan.modeloffice.rules import BenchmarkState
from touyan.modeloffice.services.integrity import _differences
from touyan.organizations import policy
from touyan.organizations.policy import Actor

WEB = re.compile(r"^https?://[^\s/$.?#][^\s]*\.[^\s]+$")


def _require_source(values: dict[str, Any]) -> None:
    source, address = values["source"].strip(), values["address"].strip()
    if not source or not address:
        raise Refused(
            _("对标要有出处和地址，别人才查得到。"), possible=_("写网址；没有网址的写文号、刊期页码或考察日期地点。")
        )
    if address == source or len(address) < 6:
        raise Refused(
            _("出处地址太简略，查不到原文。"), possible=_("如：https://… ，或“《人民政协报》2024年3月21日第2版”。")
        )
    if "://" in address and not WEB.match(address):
        raise Refused(_("出处地址不是有效的网址。"), possible=_("网址以 https:// 开头，中间没有空格。"))
    if values["against"].strip() == values["unit"].name:
        raise Refused(_("对标对象是本单位自己。"), possible=_("请写另一个单位。"))


@transaction.atomic
def benchmark_save(
    *, actor: Actor, benchmark: Benchmark, values: dict[str, Any], version: int | None = None
) -> Benchmark:
    """The benchmark says what `values` says; without a source and where to find it, it is refused."""
    policy.require(actor, "model.write", values["unit"])
    _require_source(values)
    if benchmark.pk:
        stands = Benchmark.objects.select_for_update().get(pk=benchmark.pk)
        policy.require(actor, "model.write", stands.unit_id)
        if stands.version != version:
            raise Stale(_differences(stands, values))
        _require_open(stands)
        benchmark.version = stands.version + 1
    for name, value in values.items():
        setattr(benchmark, name, value.strip() if isinstance(value, str) else value)
    benchmark.save()
    journal.record(actor, "model.write", benchmark, unit=benchmark.unit, detail={"verb": "benchmark"})
    return benchmark


def _require_open(benchmark: Benchmark) -> None:
    if benchmark.state != BenchmarkState.OPEN:
        raise Refused(_("这项对标%(state)s，不能再改。") % {"state": benchmark.get_state_display()}, status=409)


def _end(actor: Actor, benchmark: Benchmark, state: str, words: str) -> Benchmark:
    policy.require(actor, "model.write", benchmark.unit)
    benchmark = Benchmark.objects.select_for_update().get(pk=benchmark.pk)
    _require_open(benchmark)
    benchmark.state, benchmark.result, benchmark.ended_on = state, whole(words, 400, _("内容")), clock.today()
    benchmark.version += 1
    benchmark.save()
    journal.record(actor, "model.write", benchmark, unit=benchmark.unit, detail={"verb": state})
    return benchmark


@transaction.atomic
def benchmark_finish(*, actor: Actor, benchmark: Benchmark, result: str) -> Benchmark:
    """The action was carried out, with what came of it."""
    if not result.strip():
        raise Refused(_("请写明结果。"), possible=_("做了什么，差距缩小到哪里。"))
    return _end(actor, benchmark, BenchmarkState.DONE, result)


@transaction.atomic
def benchmark_drop(*, actor: Actor, benchmark: Benchmark, reason: str) -> Benchmark:
    """The action is not pursued, for a reason."""
    if not reason.strip():
        raise Refused(_("请写明不再推进的理由。"))
    return _end(actor, benchmark, BenchmarkState.DROPPED, reason)
