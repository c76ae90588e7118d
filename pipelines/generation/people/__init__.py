"""Who lives in the made-up country: learners, their families, staff, and what happens to them between two collections."""
