"""New records, new practices, records from elsewhere. Importing this loads nothing."""
