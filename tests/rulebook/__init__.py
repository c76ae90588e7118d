"""Tests of the rules as they are told."""
