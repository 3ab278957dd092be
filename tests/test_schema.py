"""What the system never holds: no field, in any room, for an opinion of a named person or for data it refuses to keep."""

from __future__ import annotations

import re

from django.apps import apps
from django.conf import settings

OURS = [model for model in apps.get_models() if model._meta.app_label in settings.ROOMS]
OPINION = re.compile(
    r"opinion(?!_report)|attitude|mood|emotion|thought|ideolog|loyalty|sentiment|stance|character", re.I
)
OPINION_ZH = re.compile("思想动态|态度|情绪|看法|表现评价|政治倾向|性格")
REFUSED = re.compile(
    r"identity_no|id_card|id_number|religion|faith|health|illness|family|spouse|bank|latitude|longitude|geolocation|whereabouts|gps|fingerprint|face_",
    re.I,
)
REFUSED_ZH = re.compile("身份证|宗教信仰|健康|病史|家庭|银行|经纬度|定位|指纹|人脸")


def faults(name: str, label: str) -> bool:
    """Whether a field of this name and label would hold what the system refuses."""
    patterns = ((OPINION, name), (OPINION_ZH, label), (REFUSED, name), (REFUSED_ZH, label))
    return any(pattern.search(text) for pattern, text in patterns)


def test_no_field_for_what_is_refused() -> None:
    found = [
        f"{model._meta.label}.{field.name} ({field.verbose_name})"
        for model in OURS
        for field in model._meta.get_fields()
        if field.concrete and faults(field.name, str(getattr(field, "verbose_name", "")))
    ]
    assert found == []


def test_the_check_finds_a_planted_field() -> None:
    assert faults("attitude_note", "备注")
    assert faults("note", "思想动态")
    assert faults("id_card", "证件")
    assert not faults("opinion_report", "社情民意信息")
