"""Caseloads to try things on: one of any size, made up, and one in which every rule's fault stands once."""
