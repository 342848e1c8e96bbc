"""What holds for every test: no window on anybody's screen, no desk but the test's own."""

import os

# Both must stand before Qt or tesseract is loaded, so at import.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["OMP_THREAD_LIMIT"] = "1"
# A workspace named by the environment is somebody's real desk.
os.environ.pop("TIEOUT_WORKSPACE", None)
