"""The questions of planning."""

from touyan.planning.selectors.burden import asked, budgets
from touyan.planning.selectors.issue import (
    asked_already,
    issue_groups,
    issue_preview,
    issued_words,
    term_end,
)
from touyan.planning.selectors.people import belongs, first_responsible, people_for
from touyan.planning.selectors.plans import (
    action_get,
    draft_choices,
    plan_desk,
    plan_get,
    plan_rows,
    plans,
    span,
    templates,
    year_of,
)
from touyan.planning.selectors.tasks import (
    candidate_get,
    my_desk,
    my_tasks,
    open_tasks,
    task_desk,
    task_get,
    task_locked,
    unit_desk,
)

__all__ = [
    "action_get",
    "asked",
    "asked_already",
    "belongs",
    "budgets",
    "candidate_get",
    "draft_choices",
    "first_responsible",
    "issue_groups",
    "issue_preview",
    "issued_words",
    "my_desk",
    "my_tasks",
    "open_tasks",
    "people_for",
    "plan_desk",
    "plan_get",
    "plan_rows",
    "plans",
    "span",
    "task_desk",
    "task_get",
    "task_locked",
    "templates",
    "term_end",
    "unit_desk",
    "year_of",
]
