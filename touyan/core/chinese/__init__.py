"""What Chinese names, words and calendars need. No Django in here: pure functions over small tables."""
