"""The verbs of planning."""

from touyan.planning.services.burden import budget_set, demand_enter, demand_withdraw
from touyan.planning.services.days import (
    digest_seen,
    digests_make,
    feed_digest,
    feed_make,
    feed_revoke,
    holiday_drop,
    holiday_save,
    reminder_choose,
    year_announce,
)
from touyan.planning.services.given import demand_ask, task_give
from touyan.planning.services.handover import tasks_hand_over, unit_wind_down
from touyan.planning.services.issue import plan_issue
from touyan.planning.services.orders import is_large, issue_order, order_carry_out
from touyan.planning.services.overlay import (
    local_words_set,
    template_action_save,
    update_answer,
    update_offer,
)
from touyan.planning.services.photos import photo_add, photo_remove
from touyan.planning.services.plans import action_drop, action_save, plan_draft, plan_save, publish_edition
from touyan.planning.services.tasks import (
    proof_withdraw,
    task_accept,
    task_ask,
    task_assign,
    task_cancel,
    task_explain,
    task_prove,
    task_restore,
    task_return,
    task_unprove,
)

__all__ = [
    "action_drop",
    "action_save",
    "budget_set",
    "demand_ask",
    "demand_enter",
    "demand_withdraw",
    "digest_seen",
    "digests_make",
    "feed_digest",
    "feed_make",
    "feed_revoke",
    "holiday_drop",
    "holiday_save",
    "is_large",
    "issue_order",
    "local_words_set",
    "order_carry_out",
    "photo_add",
    "photo_remove",
    "plan_draft",
    "plan_issue",
    "plan_save",
    "proof_withdraw",
    "publish_edition",
    "reminder_choose",
    "task_accept",
    "task_ask",
    "task_assign",
    "task_cancel",
    "task_explain",
    "task_give",
    "task_prove",
    "task_restore",
    "task_return",
    "task_unprove",
    "tasks_hand_over",
    "template_action_save",
    "unit_wind_down",
    "update_answer",
    "update_offer",
    "year_announce",
]
