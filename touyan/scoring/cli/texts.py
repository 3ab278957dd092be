"""What the commands say of problems and findings, in Chinese and in English (`--lang`)."""

from __future__ import annotations

from touyan.scoring.tongues import Both

PROBLEMS = Both("共 {count} 处问题", "Problems: {count}")
SOUND = Both(
    "细则没有问题：{plans} 部，{nodes} 个条款和板块", "No problems. Schemes: {plans}; clauses and sections: {nodes}"
)
REFUSED_ROWS = Both(
    "{message}：{count} 条（数据第 {rows}{more} 行）", "{message}. Records: {count} (rows {rows}{more})"
)
NOT_COUNTED = Both("〔{scheme}〕{message}：{count} 条", "[{scheme}] {message}. Records: {count}")
FINDINGS = Both("共 {count} 条意见", "Findings: {count}")
NO_FINDINGS = Both("没有意见", "No findings")
MORE = Both("……", " …")
