"""Seats of the fictional members: sector, party, standing, gender, expertise. No telephone, no employer of anybody real."""

from __future__ import annotations

from touyan.demo.city import TERM_START, City, Folk
from touyan.members.keys import keys_of
from touyan.members.models import Member, Sector
from touyan.members.rules import Affiliation, Gender
from touyan.members.seeds import sectors_seed

CODES = {
    "中国共产党": "CPC",
    "民革": "MG",
    "民盟": "MM",
    "民建": "MJ",
    "民进": "MJH",
    "农工党": "NGD",
    "致公党": "ZGD",
    "九三学社": "JSXS",
    "无党派人士": "WDP",
    "共青团和青联": "GQTQL",
    "总工会": "ZGH",
    "妇联": "FL",
    "工商联": "GSL",
    "科协": "KX",
    "侨联": "QLH",
    "台胞台属": "TL",
    "文化艺术": "WY",
    "科学技术": "KJ",
    "社会科学": "SK",
    "经济": "JJ",
    "农业和农村": "NY",
    "教育": "JY",
    "体育": "TY",
    "新闻出版": "XW",
    "医药卫生": "YW",
    "对外友好": "DWYH",
    "社会福利和社会保障": "SHFL",
    "少数民族": "SSMZ",
    "宗教": "ZJ",
    "环境资源": "HJZY",
    "特别邀请人士": "TBYQ",
}
PARTIES = {
    "民革": Affiliation.MINGE,
    "民盟": Affiliation.MINMENG,
    "民建": Affiliation.MINJIAN,
    "民进": Affiliation.MINJIN,
    "农工党": Affiliation.NONGGONG,
    "致公党": Affiliation.ZHIGONG,
    "九三学社": Affiliation.JIUSAN,
    "无党派人士": Affiliation.NO_PARTY,
}
FIELDS = (
    "产业经济",
    "城市建设",
    "生态环境",
    "教育",
    "医疗卫生",
    "文化遗产",
    "社会治理",
    "法律",
    "农业农村",
    "数字技术",
)
POSTS = (
    "示例单位 负责人",
    "示例企业 总经理",
    "示例学校 教师",
    "示例医院 医生",
    "示例律师事务所 律师",
    "示例研究所 研究员",
)


def build(city: City) -> None:
    """One seat for everyone in the city, numbered within the term."""
    sectors_seed(Sector)
    sectors = {sector.code: sector for sector in Sector.objects.all()}
    numbers: dict[int, int] = {}
    rows = []
    for folk in city.folk:
        term = city.terms[folk.committee.pk]
        numbers[term.pk] = numbers.get(term.pk, 0) + 1
        rows.append(_seat(city, folk, sectors[CODES[folk.sector]], numbers[term.pk]))
    Member.objects.bulk_create(rows, batch_size=1000)


def _seat(city: City, folk: Folk, sector: Sector, number: int) -> Member:
    keys = keys_of(folk.person.name)
    return Member(
        person=folk.person,
        term=city.terms[folk.committee.pk],
        number=f"{number:04}",
        sector=sector,
        affiliation=Affiliation.CPC if folk.is_party else PARTIES.get(folk.affiliation, Affiliation.MASSES),
        is_party_member=folk.is_party,
        standing=folk.is_standing,
        gender=Gender.FEMALE if city.rng.random() < 0.38 else Gender.MALE,
        ethnicity="汉族",
        work=city.rng.choice(POSTS),
        expertise=city.rng.choice(FIELDS),
        start=TERM_START,
        sort_stroke=keys.sort_stroke,
        sort_pinyin=keys.sort_pinyin,
        letters=keys.letters,
    )
