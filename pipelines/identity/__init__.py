"""Whose row is it: submitted rows of learners and staff linked to persons of the registers.

From certain to probable: a number the person has, then descriptions that agree; what is doubtful is held as ``review``,
what contradicts itself as ``conflict``, and only who is found nowhere gets a new id. One engine for both kinds; the
strategies are data (``strategies.csv``, one statement each under ``sql/keys/``). Nothing is decided on name and birth
date alone.
"""
