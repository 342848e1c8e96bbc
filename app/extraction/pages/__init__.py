"""From the bytes of a file to pages of placed words: preflight, text layer, second engine, pictures."""
