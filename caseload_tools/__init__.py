"""caseload-tools: clinical documentation as plain text in git, checked and shown."""

__version__ = "0.2.0"
