"""The nouns of oversight."""

from touyan.supervision.models.checks import (
    AgendaItem,
    Check,
    Decision,
    Draw,
    Finding,
    Meeting,
    Responsibility,
    ResponsibilityList,
)
from touyan.supervision.models.difficulties import (
    Difficulty,
    DifficultyStep,
    Guidance,
    RatingMark,
    RatingRound,
    RatingTicket,
)
from touyan.supervision.models.reports import Report, ReportVersion

__all__ = [
    "AgendaItem",
    "Check",
    "Decision",
    "Difficulty",
    "DifficultyStep",
    "Draw",
    "Finding",
    "Guidance",
    "Meeting",
    "RatingMark",
    "RatingRound",
    "RatingTicket",
    "Report",
    "ReportVersion",
    "Responsibility",
    "ResponsibilityList",
]
