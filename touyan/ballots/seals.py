"""What of a ballot is sealed (`core.seals`), and when: the sheet and the roll at the opening, marks and box at the count.

While a vote runs nothing of it goes into the journal: an entry would be a time of a voter. The box is sealed by unit, because
a journal with a line for each of ten thousand answers serves nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import Q

from touyan.ballots.models import Ballot, Choice, Mark, PaperBatch, Question, Slip, Target, Voter, VoterClass
from touyan.ballots.rules import State
from touyan.core import canonical
from touyan.core.models import JournalEntry
from touyan.core.seals import Broken, Set, record, register

__all__ = ["SHEET", "VOTED", "boxes", "boxes_broken", "record"]
BOXES = "boxes"
SHEET: tuple[Set, ...] = (
    (Question, "ballot"), (Choice, "question__ballot"), (VoterClass, "ballot"), (Target, "ballot"), (Voter, "ballot"),
)  # fmt: skip
VOTED: tuple[Set, ...] = ((Mark, "voter__ballot"),)
COUNTED = (State.COUNTED, State.PUBLISHED)

register(Ballot, PaperBatch)
register(Question, VoterClass, Target, Voter, when=~Q(ballot__state=State.DRAFT))
register(Choice, when=~Q(question__ballot__state=State.DRAFT))
register(Mark, when=Q(voter__ballot__state__in=COUNTED))


def boxes(slips: Iterable[Slip]) -> dict[str, str]:
    """The digest of what the box says of each unit, by the number of the target."""
    rows: dict[int, list[list[object]]] = defaultdict(list)
    for one in slips:
        rows[one.target_id].append([one.id, one.question_id, one.voter_class_id, one.choice_id or 0])
    return {str(target): canonical.digest(sorted(own), domain="ballot-box-unit") for target, own in rows.items()}


def boxes_broken() -> Iterator[Broken]:
    """Units whose answers in the box are not what was counted."""
    kind = Ballot._meta.label_lower
    known: dict[str, dict[str, str]] = {}
    for pk, detail in (
        JournalEntry.objects.filter(subject_kind=kind).order_by("seq").values_list("subject_id", "detail")
    ):
        if BOXES in detail:
            known[pk] = detail[BOXES]
    for ballot in Ballot.objects.order_by("pk"):
        there = boxes(Slip.objects.filter(target__ballot=ballot))
        sealed = known.get(str(ballot.pk), {})
        for target in sorted(there.keys() | sealed.keys(), key=int):
            if there.get(target) != sealed.get(target):
                named = Target.objects.select_related("unit").filter(pk=target).first()
                yield Broken(
                    Target._meta.label_lower, target, f"{ballot}：票箱里“{named}”的选票与计票时不符：有票被增删或改动"
                )
