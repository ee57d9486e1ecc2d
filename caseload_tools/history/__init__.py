"""What was done to the records, and whether that stands. Importing this loads nothing."""
