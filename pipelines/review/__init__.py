"""What officers see of persons and decide about them: the queue of doubtful pairs, a person's life, merges and splits.

Decisions are only recorded here; the next identification carries them out.
"""
