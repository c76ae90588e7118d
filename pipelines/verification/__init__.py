"""Are the people of the registers those of the population register: asking it, and keeping what it says.

A *claim* is what a row in force says of its person: number, name, birth date and sex. Claims are asked in batches through a
``Channel`` (``http_service`` or ``file_exchange``), compared here with the record that comes back, and of the answer
only its status, which fields differ and how, and its date are kept. Formats: docs/population_register.md.
"""
