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
NO_FILE = Both("找不到文件“{path}”，请核对路径和文件名", "There is no file “{path}”; check its path and name")
CLOSED_FILE = Both(
    "文件“{path}”读不了或写不了，请看它是不是文件夹、有没有权限",
    "The file “{path}” cannot be read or written; see whether it is a folder, and whether you may use it",
)
