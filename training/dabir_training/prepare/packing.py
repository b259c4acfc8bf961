"""A prepared set and its sounds as one tar: moved to another machine, it is used there without its sources.

What comes first is the manifest, in which each clip is a file of its own under sounds/; then the clips in its order, as
they are or as 16 kHz FLAC (a third to a half of the 16-bit samples; mp3 clips as they are take less). The tar is not
compressed, since sound does not shrink twice. Packing goes on after a crash behind the last clip that was noted.
"""
