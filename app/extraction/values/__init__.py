"""What a printed piece of text means: words, rows, numbers, dates, units, figures, and the words of the trade."""
