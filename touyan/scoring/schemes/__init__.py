"""Rule texts as scheme files, each with its hand cases beside it."""
