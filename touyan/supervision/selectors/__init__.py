"""The questions of oversight."""

from touyan.supervision.selectors.reports import (
    latest,
    report_desk,
    report_get,
    report_list,
    report_locked,
    reporting_units,
    version_get,
    with_numbers,
)

__all__ = [
    "latest",
    "report_desk",
    "report_get",
    "report_list",
    "report_locked",
    "reporting_units",
    "version_get",
    "with_numbers",
]
