"""Backups: the whole history in one encrypted file, and the proof that it can be restored.

No byte of a record reaches a disk in the clear while a backup is made. Only a drill and a restoration
decrypt, into a folder that nobody else can open. No half of a key but the public one is ever shown.
"""
