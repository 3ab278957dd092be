"""Verbs of the brands room."""

from touyan.brands.services.contents import (
    brand_publish,
    brand_save,
    element_add,
    element_remove,
    frame_fill,
    frame_save,
    missing,
    promise_end,
    promise_save,
)
from touyan.brands.services.evidence import (
    alert_answer,
    alert_reply,
    deed_link,
    deed_move,
    deed_unlink,
    deeds_refresh,
    work_dismiss,
)
from touyan.brands.services.growth import step_begin, step_decide, step_prove, step_submit
from touyan.brands.services.life import brand_close, brand_hand_over, brand_rest, brand_wake
from touyan.brands.services.quality import (
    decision_sign,
    drive_join,
    drive_leave,
    drive_save,
    review_open,
    review_submit,
    review_visit,
    standard_revise,
)

__all__ = [
    "alert_answer",
    "alert_reply",
    "brand_close",
    "brand_hand_over",
    "brand_publish",
    "brand_rest",
    "brand_save",
    "brand_wake",
    "decision_sign",
    "deed_link",
    "deed_move",
    "deed_unlink",
    "deeds_refresh",
    "drive_join",
    "drive_leave",
    "drive_save",
    "element_add",
    "element_remove",
    "frame_fill",
    "frame_save",
    "missing",
    "promise_end",
    "promise_save",
    "review_open",
    "review_submit",
    "review_visit",
    "standard_revise",
    "step_begin",
    "step_decide",
    "step_prove",
    "step_submit",
    "work_dismiss",
]
