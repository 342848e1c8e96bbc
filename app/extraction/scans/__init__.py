"""Reading pictures: straightening, tesseract, and the second reader on cells that need one."""
