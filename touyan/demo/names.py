"""Fictional people: names drawn from common characters by a fixed seed. Any likeness to a person is chance."""

from __future__ import annotations

from random import Random

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石"
    "廖贾夏韦傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤单查翟区"
)
COMPOUND = ("欧阳", "上官", "司马", "诸葛", "尉迟", "令狐")
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰建国文斌志红云海波宁佳欣怡晨阳雪梅春秋松柏清源思远慧琳俊豪子涵雨泽"
    "梓轩嘉诚立新学义正德永康世昌宏达启明卫东向前庆丰乐安若水凌峰景行知远望舒"
)
RARE = "喆堃玥赟翀"


def draw(rng: Random, count: int) -> list[str]:
    """`count` different names; about one in sixty bears a rare character, one in eighty a compound surname."""
    seen: set[str] = set()
    names: list[str] = []
    while len(names) < count:
        surname = rng.choice(COMPOUND) if rng.random() < 1 / 80 else rng.choice(SURNAMES)
        given = rng.choice(RARE) if rng.random() < 1 / 60 else rng.choice(GIVEN)
        if rng.random() < 0.78:
            given += rng.choice(GIVEN)
        name = surname + given
        if name not in seen:
            seen.add(name)
            names.append(name)
    return names
