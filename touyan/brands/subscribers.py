"""What the brands room does when something happens below."""

from __future__ import annotations
