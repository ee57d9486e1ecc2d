"""`python -m benchmarks`, which is `make bench`."""

from benchmarks.run import main

main()
