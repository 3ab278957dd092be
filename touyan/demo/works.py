"""Works at all stages: proposals, reports, speeches, research, services; chains from a Party day to an adopted proposal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from touyan.demo import said
from touyan.demo.city import City, Folk
from touyan.demo.happenings import Year
from touyan.duties.models import Work
from touyan.duties.rules import Draft, Proof
from touyan.duties.words import AdoptionLevel, AuthorRole, Form, Source, Stage, WorkKind
from touyan.organizations.models import Unit

UNITS = {AdoptionLevel.CITY: "市有关部门", AdoptionLevel.PROVINCE: "省政协", AdoptionLevel.NATION: "全国政协"}


@dataclass(frozen=True)
class Made:
    """A work with what its later stages need to know."""

    work: Work
    authors: list[Folk]
    form: str


def build(city: City, year: Year) -> None:
    """Works of the city's members, then a few of each district's; saved at once so that links can name them."""
    folk = city.members_of(city.root)
    made: list[tuple[Made, list[tuple[str, str, int]]]] = []
    for one in folk:
        made += _of_member(city, one, folk)
    for district in city.districts:
        for one in city.members_of(district)[:30]:
            if city.rng.random() < 0.5:
                made.append(_work(city, WorkKind.OPINION_REPORT, one.committee, [one], said.REPORT, 40))
    _chains(year, [each for each, _stages in made])
    Work.objects.bulk_create([each.work for each, _stages in made], batch_size=1000)
    for each, stages in made:
        _book(city, year, each, stages)


def _of_member(city: City, one: Folk, folk: list[Folk]) -> list[tuple[Made, list[tuple[str, str, int]]]]:
    rng, unit = city.rng, one.special_committee or one.committee
    found = []
    if rng.random() < 0.55:
        authors = [one, *rng.sample(folk, rng.choice((0, 0, 1, 2, 3)))]
        found.append(_work(city, WorkKind.PROPOSAL, unit, _once(authors), said.PROPOSAL, 20))
    if rng.random() < 0.5:
        found.append(_work(city, WorkKind.OPINION_REPORT, unit, [one], said.REPORT, 60))
    if rng.random() < 0.08:
        found.append(_work(city, WorkKind.SPEECH, unit, [one], said.SPEECH, 14))
    if rng.random() < 0.12:
        authors = _once([one, *rng.sample(folk, 3)])
        found.append(_work(city, WorkKind.RESEARCH, one.branch or unit, authors, said.RESEARCH, 90))
    if rng.random() < 0.3:
        found.append(_work(city, WorkKind.SERVICE, unit, [one], "服务：{topic}", 100))
    if rng.random() < 0.05:
        found.append(_work(city, WorkKind.COMMENDATION, unit, [one], "履职表彰：{topic}", 120))
    return found


def _once(authors: list[Folk]) -> list[Folk]:
    return list({folk.person.pk: folk for folk in authors}.values())


def _work(
    city: City, kind: str, unit: Unit, authors: list[Folk], title: str, earliest: int
) -> tuple[Made, list[tuple[str, str, int]]]:
    rng = city.rng
    last = (city.today - dt.date(city.year, 1, 1)).days
    day = dt.date(city.year, 1, 1) + dt.timedelta(days=min(earliest + rng.randrange(200), max(last - 1, 0)))
    topic = rng.choice(said.TOPICS)
    committee = authors[0].committee
    work = Work(
        committee=committee,
        unit=unit,
        kind=kind,
        title=title.format(topic=topic),
        summary=f"围绕{topic}，列出问题，提出建议。",
        day=day,
    )
    form = Form.JOINT if len(authors) > 1 else Form.INDIVIDUAL
    return Made(work, authors, form), _stages(city, kind)


def _stages(city: City, kind: str) -> list[tuple[str, str, int]]:
    """(stage, level, days after the submission) of one work."""
    rng, draw = city.rng, city.rng.random()
    if kind == WorkKind.PROPOSAL:
        if draw < 0.12:
            return [(Stage.TURNED, "", 20)]
        if draw < 0.2:
            return [(Stage.NOT_FILED, "", 20)]
        stages = [(Stage.FILED, "", 15)]
        if draw > 0.45:
            stages.append((Stage.ANSWERED, AdoptionLevel.CITY, 90))
        if draw > 0.72:
            stages.append((Stage.ADOPTED, AdoptionLevel.CITY, 100))
        if draw > 0.94:
            stages += [(Stage.KEY, "", 30), (Stage.CARRIED_OUT, AdoptionLevel.CITY, 150)]
        return stages  # type: ignore[return-value]
    if kind == WorkKind.OPINION_REPORT and draw > 0.5:
        level = rng.choice((AdoptionLevel.CITY, AdoptionLevel.CITY, AdoptionLevel.PROVINCE, AdoptionLevel.NATION))
        return [(Stage.ADOPTED, level, 25)]
    if kind == WorkKind.RESEARCH and draw > 0.6:
        return [(Stage.ADOPTED, AdoptionLevel.CITY, 40)]
    if kind == WorkKind.COMMENDATION:
        return [(Stage.COMMENDED, rng.choice((AdoptionLevel.CITY, AdoptionLevel.PROVINCE)), 1)]
    return []


def _book(city: City, year: Year, made: Made, stages: list[tuple[str, str, int]]) -> None:
    claimed = made.work.kind == WorkKind.SERVICE and city.rng.random() < 0.05
    tag = city.rng.choice(said.SERVICE) if made.work.kind == WorkKind.SERVICE else ""
    for stage, level, after in [(Stage.SUBMITTED, "", 0), *stages]:
        day = made.work.day + dt.timedelta(days=after)
        if day > city.today:
            continue
        for place, author in enumerate(made.authors, 1):
            year.drafts.append(
                Draft(
                    key=f"work:{made.work.pk}:{stage}:{level}:{author.person.pk}:{day.isoformat()}",
                    unit_id=made.work.unit_id,
                    committee_id=made.work.committee_id,
                    work_id=made.work.pk,
                    person_id=author.person.pk,
                    kind=made.work.kind,
                    stage=stage,
                    level=level,
                    form=made.form,
                    role=AuthorRole.LEAD if place == 1 else AuthorRole.CO,
                    by=UNITS.get(level, "") if level else "",  # type: ignore[call-overload]
                    tag=tag,
                    place=place,
                    authors=len(made.authors),
                    day=day,
                    title=made.work.title,
                    source=Source.CLAIMED if claimed and stage == Stage.SUBMITTED else Source.RECORDED,
                    proof=Proof("work", made.work.pk, f"采用通知（{day:%Y.%m}）" if level else made.work.title),
                )
            )


def _chains(year: Year, made: list[Made]) -> None:
    """A joint Party day led to research, the research to a proposal of a later day: same topic, linked where it fits."""
    research = [each.work for each in made if each.work.kind == WorkKind.RESEARCH]
    proposals = [each.work for each in made if each.work.kind == WorkKind.PROPOSAL]
    taken: set[int] = set()
    for number, report in enumerate(research):
        day = [event for event in year.events if event.unit.pk == report.unit_id and event.topic]
        used = {id(event) for event, _report in year.begun}
        begun = [event for event in day if event.starts.date() <= report.day and id(event) not in used]
        topic = begun[-1].topic if begun else ""
        if begun:
            report.title, report.summary = said.RESEARCH.format(topic=topic), f"围绕{topic}，列出问题，提出建议。"
            year.begun.append((begun[-1], report))
        later = [work for work in proposals if work.day >= report.day and id(work) not in taken]
        if later and topic and number % 3 != 2:
            later[0].title, later[0].summary = said.PROPOSAL.format(topic=topic), report.summary
            year.links.append((report, later[0]))
            taken.add(id(later[0]))
