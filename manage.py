#!/usr/bin/env python
"""Django's command line for Touyan."""

import os
import sys


def main() -> None:
    """Run one management command against `touyan.config.settings`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "touyan.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
