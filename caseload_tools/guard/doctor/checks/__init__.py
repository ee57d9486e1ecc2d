"""One file a check: what it asks, why it matters, what to do. They know the frame (`check`) and never each other."""
