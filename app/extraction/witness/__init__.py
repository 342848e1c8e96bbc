"""The picture as a witness: what a text layer claims is looked at again where people would look."""
