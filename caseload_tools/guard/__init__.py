"""What keeps records from harm: hooks, doctor, backup. Importing this loads nothing."""
