"""What the tests of every package share: fixtures, factories and fakes of outside systems."""
