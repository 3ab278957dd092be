"""The library of norms and the first papers of the year in the demonstration city."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from touyan.documents import services
from touyan.documents.models import Norm, OfficialDocument
from touyan.documents.rules import NormState
from touyan.documents.typeset.model import Block, Heading, paragraph
from touyan.organizations.models import Account
from touyan.organizations.policy import Actor, actor_of

if TYPE_CHECKING:
    from touyan.demo.city import City

# title, serial, first day as years back + month + day, whether still on trial, articles
NORMS = [
    (
        "委员履职管理办法",
        11,
        (3, 3, 1),
        False,
        [
            "为规范委员履职、服务委员履职，制定本办法。",
            "委员应当参加全体会议和所在专门委员会组织的活动，因故不能参加的，事先请假。",
            "委员履职情况由组织单位如实登记，委员本人可以查看、确认和提出异议。",
            "同一事项只登记一次，各项统计均取自同一记录。",
            "履职情况的使用按照考评细则执行，结果先由本人查看。",
            "本办法自印发之日起施行。",
        ],
    ),
    (
        "党外委员谈心谈话制度（试行）",
        4,
        (2, 5, 10),
        True,
        [
            "谈心谈话坚持平等、自愿、坦诚的原则。",
            "主席、副主席与所联系界别的党外委员每年至少谈话一次，可以当面谈，也可以通过电话谈。",
            "谈话内容只在双方之间，不记录、不汇总、不作为评价依据；只登记日期、双方和方式。",
            "委员提出需要帮助解决的事项，经本人同意后按程序办理并反馈。",
            "本制度自印发之日起试行。",
        ],
    ),
    (
        "专门委员会分党组工作规则",
        7,
        (3, 6, 20),
        False,
        [
            "分党组在市政协党组领导下开展工作。",
            "分党组书记是第一责任人，成员履行一岗双责。",
            "分党组每季度至少召开一次会议，研究本专门委员会党的建设和履职工作。",
            "年中书面总结，年末集中述职，材料由系统根据记录起草、由分党组核定。",
            "本规则自印发之日起施行。",
        ],
    ),
    (
        "党员履职临时党支部工作办法",
        8,
        (3, 6, 20),
        False,
        [
            "党员委员编入履职临时党支部，组织关系保留在原单位。",
            "临时党支部结合协商、监督、调研开展主题党日，提倡一次活动兼顾党建和履职。",
            "支部活动由到场的人在手机上登记，不要求拍照留痕，不另报材料。",
            "本办法自印发之日起施行。",
        ],
    ),
    (
        "协商成果办理和反馈办法",
        2,
        (1, 4, 8),
        True,
        [
            "协商形成的意见建议交由有关单位办理，办理单位在约定日期前答复。",
            "答复情况向参加协商的委员反馈，并向提出议题的群众公开。",
            "未采纳的说明理由，已采纳的说明落实情况。",
            "本办法自印发之日起试行。",
        ],
    ),
]
REVISED = "委员因公出差、住院等不能参加的，请假时说明类别即可，不要求提供证明材料。"


def build(city: City) -> None:
    """Five norms, one of them revised and one replaced; a code of numbers; papers in every state."""
    office, leader = _actor(city, "office"), _actor(city, "leader")
    if office is None or leader is None:
        return
    _norms(city, office)
    services.series_open(actor=office, unit=city.root, code="示政办", masthead=f"{city.root.name}办公厅文件")
    issued = _draft(city, office, "notice", "关于做好委员履职记录核对工作的通知", CHECK)
    services.document_issue(actor=office, document=_signed(office, leader, issued))
    waiting = _draft(city, office, "notice", "关于报送年度协商议题建议的通知", TOPICS)
    services.document_submit(actor=office, document=waiting)
    draft = _draft(city, office, "opinion", "关于推进党建工作与履职工作深度融合的意见", JOINED)
    services.remark_add(actor=leader, document=draft, text="第二部分请写清楚由谁负责、何时完成。")
    services.document_from_paper(actor=office, unit=city.root, code="documents.set_up")


CHECK: list[Block] = [
    paragraph("为使履职记录真实、完整，现就核对工作通知如下。"),
    Heading("一、核对内容"),
    paragraph("请各位委员查看本人履职档案中的会议、活动和成果记录，有出入的在系统中提出异议。"),
    Heading("二、核对方式"),
    paragraph("登录后点“档案”即可查看。年长的委员可以请所在支部书记打印核对。"),
    Heading("三、时间要求"),
    paragraph("请于本月底前完成核对。不确认的记录照常计入，不影响考评。"),
]
TOPICS: list[Block] = [
    paragraph("为做好下一年度协商计划编制工作，请各专门委员会分党组报送协商议题建议，每家不超过两个。"),
    paragraph("议题应当来自委员调研和群众反映，已在系统中登记的不必重复填写。"),
]
JOINED: list[Block] = [
    paragraph("为避免党建工作与履职工作“两张皮”，现提出如下意见。"),
    Heading("一、一次活动，两方面收获"),
    paragraph("主题党日与调研、协商、监督合并开展，一次登记，两处使用。"),
    Heading("二、用履职成效检验党建成效"),
    paragraph("品牌建设以真实的履职成果为依据，不以材料、照片、批示为依据。"),
]


def _actor(city: City, name: str) -> Actor | None:
    account = city.accounts.get(name) or Account.objects.filter(username=name).first()
    return actor_of(account) if account else None


def _norms(city: City, office: Actor) -> None:
    made: list[Norm] = []
    for title, serial, (back, month, day), trial, articles in NORMS:
        start = dt.date(city.year - back, month, day)
        norm = services.norm_register(
            actor=office,
            unit=city.root,
            title=f"{city.root.short}{title}",
            number=f"示政〔{start.year}〕{serial}号",
            state=NormState.TRIAL if trial else NormState.IN_FORCE,
            start=start,
            text=_text(articles),
        )
        made.append(norm)
    rules = NORMS[0][4]
    services.norm_revise(
        actor=office,
        norm=made[0],
        text=_text([*rules[:2], REVISED, *rules[2:]]),
        note="补充请假规定",
        start=dt.date(city.year, 1, 15),
    )
    old = services.norm_register(
        actor=office,
        unit=city.root,
        title=f"{city.root.short}委员考勤办法",
        number=f"示政〔{city.year - 6}〕3号",
        state=NormState.IN_FORCE,
        start=dt.date(city.year - 6, 3, 1),
        text=_text(["委员参加会议实行签到。", "本办法自印发之日起施行。"]),
    )
    services.norm_change_state(
        actor=office,
        norm=old,
        state=NormState.REPLACED,
        by=made[0],
        day=dt.date(city.year - 3, 3, 1),
        why="并入履职管理办法",
    )


def _text(articles: list[str]) -> str:
    numerals = "一二三四五六七八九十"
    return "\n".join(f"第{numerals[at]}条 {words}" for at, words in enumerate(articles))


def _draft(city: City, actor: Actor, kind: str, title: str, body: list[Block]) -> OfficialDocument:
    return services.document_draft(
        actor=actor,
        unit=city.root,
        kind=kind,
        title=title,
        body=body,
        addressees="各专门委员会分党组，各履职临时党支部，各区县（市）政协",
    )


def _signed(office: Actor, leader: Actor, document: OfficialDocument) -> OfficialDocument:
    return services.document_sign(actor=leader, document=services.document_submit(actor=office, document=document))
