"""The operational database: submissions, the registers of schools, learners and staff, links, releases.

Models, migrations and the bulk paths in and out. SQLite in the workspace by default, PostgreSQL by URL. What can be
computed again from the archive (rows, findings) lies in staging files, not here.
"""
