"""Questions across all charts, asked of small facts that each chart gives; one file a question."""
