"""Every verb of this room under one name."""

from touyan.modeloffice.services.appraisals import (
    appraisal_return,
    appraisal_save,
    appraisal_submit,
    appraisal_verify,
    companions_set,
    require_open,
)
from touyan.modeloffice.services.benchmarks import benchmark_drop, benchmark_finish, benchmark_save
from touyan.modeloffice.services.integrity import caution_give, caution_plan, risk_close, risk_review, risk_save
from touyan.modeloffice.services.majors import major_answer, major_enter, major_send, major_withdraw
from touyan.modeloffice.services.visits import visit_record, visit_withdraw

__all__ = [
    "appraisal_return",
    "appraisal_save",
    "appraisal_submit",
    "appraisal_verify",
    "benchmark_drop",
    "benchmark_finish",
    "benchmark_save",
    "caution_give",
    "caution_plan",
    "companions_set",
    "major_answer",
    "major_enter",
    "major_send",
    "major_withdraw",
    "require_open",
    "risk_close",
    "risk_review",
    "risk_save",
    "visit_record",
    "visit_withdraw",
]
