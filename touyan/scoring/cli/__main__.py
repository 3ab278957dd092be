"""`python -m touyan.scoring.cli`."""

import sys

from touyan.scoring.cli import main

sys.exit(main())
