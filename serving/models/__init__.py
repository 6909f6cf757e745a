"""The models at work: arrays of a bundle and a posting to numbers. One model a file."""
