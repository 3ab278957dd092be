"""The linter: what public rules forbid, and what is likely to go wrong, before a scheme is put into force."""

from __future__ import annotations

from touyan.scoring.language.linting import structure, words
from touyan.scoring.language.linting.catalogue import CATALOGUE
from touyan.scoring.language.linting.findings import Finding, PublicRule, Severity
from touyan.scoring.model import Document, Scheme, SignedException
from touyan.scoring.tongues import Both, Facts

__all__ = ["CATALOGUE", "Finding", "PublicRule", "Severity", "lint", "lint_scheme"]

_ORDER = {Severity.FORBIDDEN: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def lint(document: Document) -> tuple[Finding, ...]:
    """Every finding on every scheme of the document, what is forbidden first."""
    found = [finding for scheme in document.schemes for finding in lint_scheme(scheme)]
    return tuple(sorted(found, key=lambda finding: _ORDER[finding.severity]))


def lint_scheme(scheme: Scheme) -> tuple[Finding, ...]:
    """Every finding on one scheme, in the order of the catalogue's checks."""
    found: list[Finding] = []
    for check in (words.forbidden, *structure.CHECKS):
        found.extend(_finding(scheme, *raw) for raw in check(scheme))
    return tuple(found)


def _finding(scheme: Scheme, code: str, node: str, example: Both, facts: Facts) -> Finding:
    """The finding in words, with the signature that allows it and with the rule's date minded."""
    check = CATALOGUE[code]
    signed = next((e for e in scheme.exceptions if e.finding == code and e.node == node), None)
    allowed = signed if check.may_be_excepted else None
    historical = check.severity is Severity.FORBIDDEN and scheme.window.end < check.rule.since
    mild = allowed is not None or historical
    return Finding(
        code=code,
        scheme=scheme.key,
        node=node,
        severity=Severity.NOTE if mild else check.severity,
        what=check.what.filled(facts),
        example=example,
        reason=check.reason,
        todo=check.todo,
        rule=check.rule,
        may_be_excepted=check.may_be_excepted,
        exception=allowed,
        historical=historical,
    )


def unused_exceptions(scheme: Scheme) -> tuple[SignedException, ...]:
    """Signed exceptions that no finding asks for, or that the public rule does not allow."""
    allowed = [finding.exception for finding in lint_scheme(scheme)]
    return tuple(e for e in scheme.exceptions if e not in allowed)
