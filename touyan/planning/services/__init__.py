"""The verbs of planning."""

from touyan.planning.services.issue import plan_issue
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
    "plan_draft",
    "plan_issue",
    "plan_save",
    "proof_withdraw",
    "publish_edition",
    "task_accept",
    "task_ask",
    "task_assign",
    "task_cancel",
    "task_explain",
    "task_prove",
    "task_restore",
    "task_return",
    "task_unprove",
]
