"""One file a check: what it asks, why it matters, what to do. They know `doctor_check`,
the frame, and never each other."""
