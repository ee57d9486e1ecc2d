"""What the pages say: facts, counts, rows. Importing this loads nothing."""
