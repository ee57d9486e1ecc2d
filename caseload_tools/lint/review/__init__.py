"""Charts drawn for review: a sample that anybody can draw again, and its checklist."""
