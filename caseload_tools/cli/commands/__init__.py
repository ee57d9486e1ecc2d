"""The commands, a file each; none imports another. Importing this loads nothing."""
