"""What builds and checks the project and is no part of the package: the manual's pages, the examples of rules tried."""
