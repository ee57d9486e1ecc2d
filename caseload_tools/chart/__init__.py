"""What is in a chart, what it means together, what is due, and who has signed. Importing this loads nothing."""
