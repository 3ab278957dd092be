"""When the brands are read (Shanghai)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from touyan.brands.tasks import read_brands
from touyan.core.jobs import Scheduled

SCHEDULE = [Scheduled("brands.read", "20 5 * * *", read_brands, _("读取品牌的活动记录，更新品牌状态"))]
