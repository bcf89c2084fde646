"""Fictional names, composed of common characters, and the three ways in which one name is spelled.

A composed name may be borne by someone; everything that could reach a person (number, id, address) is impossible,
see `people.py`. Surnames are limited to those that convert one to one into traditional characters.
"""

from dataclasses import dataclass
from functools import lru_cache
from random import Random

from opencc import OpenCC
from pypinyin import Style, lazy_pinyin

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董程蔡彭潘袁邓许傅沈苏卢蒋贾丁魏薛叶"
    "杜戴夏钟汪田姜方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文"
)
WOMEN = "秀丽芳娜静敏艳娟霞红梅玲燕萍琴雪慧婷莉颖洁倩怡欣雅琳珊晴瑶"
MEN = "伟强军勇杰涛明超刚平辉鹏斌波磊亮飞毅浩宇俊健峰建国志海东林文"
ANY = "小晓玉春新永家思佳子嘉天安一云宁清远和心"


@dataclass(frozen=True, slots=True)
class Name:
    """One person's name in simplified and traditional characters and in pinyin ("LI Xiaomei")."""

    simplified: str
    traditional: str
    pinyin: str


@lru_cache(maxsize=1)
def _to_traditional() -> OpenCC:
    return OpenCC("s2t")


def compose(rng: Random, *, woman: bool, surname: str | None = None) -> Name:
    """A name of two or three characters; `surname` keeps a family together."""
    family = surname or rng.choice(SURNAMES)
    own = WOMEN if woman else MEN
    given = rng.choice(own) if rng.random() < 0.14 else rng.choice(ANY + own) + rng.choice(own)
    return spell(family, given)


def spell(family: str, given: str) -> Name:
    """The three spellings of one simplified name."""
    romanised = lazy_pinyin(family + given, style=Style.NORMAL, v_to_u=False)
    pinyin = f"{romanised[0].upper()} {''.join(romanised[1:]).capitalize()}"
    simplified = family + given
    return Name(simplified, _to_traditional().convert(simplified), pinyin)
