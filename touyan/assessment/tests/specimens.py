"""Records of the city for the walk of the permission table: foreign districts find none of them."""

from typing import Any

from touyan.assessment import services
from touyan.assessment.models import MarkDuty, Objection, OutsideItem, OutsideScheme, Proposal, Result, Study
from touyan.assessment.tests import build
from touyan.core import clock
from touyan.organizations.tests.cast import Cast

# The published rules of other committees belong to nobody.
PUBLISHED = {"library_page"}


def specimens(cast: Cast) -> dict[str, dict[str, Any]]:
    """Address name → parameters."""
    build.seat(cast, cast.li)
    text = build.adopted(cast)
    draft = services.scheme_draft(actor=cast.assessor, body=cast.city, title="草稿", version="1", text="")
    run = build.queued(cast, text)
    result = Result.objects.create(run=run, person=cast.li, total=0, exact=0)
    objection = Objection.objects.create(result=result, text="不对", made_on=clock.today(), due=clock.today())
    study = Study.objects.create(kind="again", scheme=text, run=run, started_by="")
    proposal = Proposal.objects.create(
        result=result, key="提醒", title="提醒谈话", article="第九条", quote="提醒谈话。", years="2026"
    )
    outside = OutsideScheme.objects.create(
        unit=cast.city, title="党建", issuer="市委", year=2026, start=clock.today(), end=clock.today()
    )
    of_item = {"pk": OutsideItem.objects.create(outside=outside, text="述职").pk}
    of_outside = {"pk": outside.pk}
    of_run, of_result, of_draft = {"pk": run.pk}, {"pk": result.pk}, {"pk": draft.pk}
    duty = MarkDuty.objects.create(scheme=text, part="单位", node="甲", office=cast.branch, due=clock.today())
    of_part = {**of_draft, "part": "单位"}
    return {
        "mark_page": {"pk": duty.pk},
        "mark_withdraw": {"pk": duty.pk},
        "scheme_lines": of_part,
        "scheme_outside": of_part,
        "run_units": of_run,
        "result_page": of_result,
        "objection_make": of_result,
        "score_record": {**of_result, "fact": 1},
        "result_use": of_result,
        "scheme_page": of_draft,
        "scheme_write": of_draft,
        "scheme_adopt": of_draft,
        "run_follow": of_run,
        "run_notice": of_run,
        "notice_plan": of_run,
        "run_quotas": of_run,
        "proposal_page": {"pk": proposal.pk},
        "outside_page": of_outside,
        "indicator_add": of_outside,
        "outside_send": of_outside,
        "outside_file": {**of_outside, "kind": "xlsx"},
        "indicator_edit": of_item,
        "outside_source": of_item,
        "indicator_answer": of_item,
        "indicator_remove": of_item,
        "library_page": {"name": "example-city"},
        "scheme_table": of_draft,
        "construct_edit": {**of_draft, "part": 0, "kind": "node", "index": 0},
        "construct_move": {**of_draft, "part": 0, "kind": "clause", "index": 0, "verb": "add"},
        "scheme_about": of_draft,
        "cases_write": of_draft,
        "scheme_book": of_draft,
        "book_take": of_draft,
        "exception_sign": of_draft,
        "replay_start": of_draft,
        "cases_check": of_draft,
        "study_page": {"pk": study.pk},
        "run_repeat": of_run,
        "run_start": of_draft,
        "run_page": of_run,
        "run_results": of_run,
        "run_listed": of_run,
        "run_again": of_run,
        "run_correct": of_run,
        "run_step": {**of_run, "verb": "review"},
        "objection_page": {"pk": objection.pk},
    }
