"""One file per family of rules, nothing but rules. Every file here is found by itself: there is no list to keep."""
