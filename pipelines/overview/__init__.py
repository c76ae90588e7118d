"""What an officer asks about the load: how far it is, what was found, whether the installation is well.

Reads only what the steps left in force.
"""
