"""The tests: each folder follows the package of the same name, support holds the fakes."""
