"""What comes in from other systems and what goes out to them, one file or folder per format.

Open folder: a new format is a new file here. Formats do not know each other; each reads or makes
records through the levels below. Mapping files for CSV imports lie in `mappings/`.
"""
